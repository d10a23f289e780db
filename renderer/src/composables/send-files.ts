/** Streams files to the host in chunks, several at a time, and asks for the folder they became. */
import { errorAt, refuse, type Issue, type Outcome } from '../../../engine/contract/index.ts';
import type { Answer, Ask, CallName } from '../../../engine/contract/index.ts';
import { texts } from '../texts/index.ts';
import type { Dropped, DroppedFile } from './dropped-files.ts';

/** Well below the host's limit for one message. */
export const CHUNK_BYTES = 1 << 20;
/** Files under way at once: small files are bound by the round trip, not by bytes. */
const LANES = 6;

export type Call = <K extends CallName>(name: K, ask: Ask<K>) => Promise<Outcome<Answer<K>>>;

export interface SendOptions {
  readonly progress: (sentBytes: number) => void;
  readonly shouldStop: () => boolean;
}

export async function sendFiles(
  call: Call,
  { name, files }: Dropped,
  options: SendOptions,
): Promise<Outcome<{ path: string }>> {
  if (files.length === 0) return refuse(errorAt(name, 'drop/empty', texts.drop.empty));
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  const begun = await call('files.uploadBegin', { name, files: files.length, bytes });
  if (!begun.ok) return begun;
  const { uploadId } = begun.value;

  const problems: Issue[] = [];
  let next = 0;
  let sent = 0;
  const over = (): boolean => problems.length > 0 || options.shouldStop();
  const lane = async (): Promise<void> => {
    while (next < files.length && !over()) {
      const outcome = await sendFile(call, uploadId, files[next++], over, (more) => {
        sent += more;
        options.progress(sent);
      });
      if (!outcome.ok) problems.push(...outcome.issues);
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, files.length) }, lane));
  if (problems.length > 0) return refuse(...problems);
  if (options.shouldStop())
    return refuse({ ...errorAt(name, 'drop/stopped', texts.drop.stopped), severity: 'warning' });
  return call('files.uploadEnd', { uploadId });
}

/** Chunks of one file go in order; an empty file is one empty chunk. */
async function sendFile(
  call: Call,
  uploadId: string,
  { relativePath, file }: DroppedFile,
  over: () => boolean,
  sent: (bytes: number) => void,
): Promise<Outcome<unknown>> {
  let offset = 0;
  do {
    const bytes = new Uint8Array(await file.slice(offset, offset + CHUNK_BYTES).arrayBuffer());
    const outcome = await call('files.uploadChunk', { uploadId, relativePath, offset, bytes });
    if (!outcome.ok) return outcome;
    sent(bytes.length);
    offset += bytes.length;
  } while (offset < file.size && !over());
  return { ok: true, value: null, warnings: [] };
}
