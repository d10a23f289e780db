/** The only thing the page gets: the typed workbench and the paths of dropped files. Nothing of Electron passes. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { errorAt, refuse } from '../../engine/contract/issues.ts';
import type {
  Answer,
  Ask,
  CallName,
  News,
  NewsName,
  Outcome,
  Wire,
  WorkbenchApi,
} from '../../engine/contract/index.ts';
import { CALL_CHANNEL, NEWS_CHANNEL } from '../main/channels.ts';

let lastId = 0;
const listeners = new Map<NewsName, Set<(payload: unknown) => void>>();

async function call<K extends CallName>(name: K, ask: Ask<K>): Promise<Outcome<Answer<K>>> {
  const message: Wire = { type: 'call', id: ++lastId, name, ask };
  try {
    const answer: Wire = await ipcRenderer.invoke(CALL_CHANNEL, message);
    if (answer.type === 'answer') return answer.outcome as Outcome<Answer<K>>;
  } catch {
    // The main process is going away, or the answer could not be cloned: the caller hears of it below.
  }
  return refuse(errorAt(name, 'connection/lost', 'got no answer from the application; start it again'));
}

function on<K extends NewsName>(name: K, listener: (payload: News[K]) => void): () => void {
  const own = (payload: unknown): void => listener(payload as News[K]);
  const known = listeners.get(name) ?? new Set();
  known.add(own);
  listeners.set(name, known);
  return () => {
    known.delete(own);
  };
}

ipcRenderer.on(NEWS_CHANNEL, (_event, message: Wire) => {
  if (message.type !== 'news') return;
  for (const listener of listeners.get(message.name) ?? []) listener(message.payload);
});
/** Where a dropped file lies; empty for one that lies nowhere. */
const pathOf = (file: Parameters<typeof webUtils.getPathForFile>[0]): string => webUtils.getPathForFile(file);

const api: WorkbenchApi = { call, on };
contextBridge.exposeInMainWorld('workbench', { ...api, pathOf });
