/** Calls and news between the window and the host. One channel each; every sender is checked before its message. */
import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { errorAt, refuse, type Wire } from '../../engine/contract/index.ts';
import { faultOf, type FaultLog } from '../ipc/fault.ts';
import type { Connection, Host } from '../ipc/host.ts';
import { UNNUMBERED } from '../ipc/dispatch.ts';
import { CALL_CHANNEL, NEWS_CHANNEL } from './channels.ts';
import { isOwnPage } from './origin.ts';

/** Listens once; `window` tells which window is the real one now. */
export function setupIpc(host: Host, window: () => BrowserWindow | null, log: FaultLog): void {
  const connection = host.connect({
    // Electron queues by itself; the jobs thin out their news before.
    hasRoom: () => canReceive(window()),
    send: (message) => window()?.webContents.send(NEWS_CHANNEL, message),
  });
  ipcMain.handle(CALL_CHANNEL, (event, message: unknown) =>
    answer(connection, event, message, window(), log),
  );
}

async function answer(
  connection: Connection,
  event: IpcMainInvokeEvent,
  message: unknown,
  window: BrowserWindow | null,
  log: FaultLog,
): Promise<Wire> {
  if (!isOwnSender(event, window)) {
    log(faultOf('ipc', `a message from ${event.senderFrame?.url ?? 'an unknown frame'} was refused`));
    const issue = errorAt('message', 'host/foreign-sender', 'must come from the window of the workbench');
    return { type: 'answer', id: UNNUMBERED, outcome: refuse(issue) };
  }
  const reply = await connection.receive(message);
  connection.flush(); // what waited while there was no window
  return reply;
}

/** The top frame of the one window, showing a page of ours. */
function isOwnSender(event: IpcMainInvokeEvent, window: BrowserWindow | null): boolean {
  const frame = event.senderFrame;
  if (frame === null || window === null || !canReceive(window)) return false;
  return event.sender.id === window.webContents.id && frame.parent === null && isOwnPage(frame.url);
}

function canReceive(window: BrowserWindow | null): boolean {
  return window !== null && !window.isDestroyed() && !window.webContents.isDestroyed();
}
