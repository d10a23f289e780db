/** Calls about the host's files: folders below the roots, and dropped files on their way into the cache. */
import {
  accept,
  type Answer,
  type Ask,
  type Handlers,
  type Outcome,
} from '../../../engine/contract/index.ts';

export interface FileDesk {
  /** Null lists the roots. */
  list(path: string | null): Promise<Outcome<Answer<'files.list'>>>;
  begin(ask: Ask<'files.uploadBegin'>): Promise<Outcome<Answer<'files.uploadBegin'>>>;
  chunk(ask: Ask<'files.uploadChunk'>): Promise<Outcome<unknown>>;
  end(uploadId: string): Promise<Outcome<Answer<'files.uploadEnd'>>>;
}

export function fileHandlers(desk: FileDesk) {
  return {
    'files.list': ({ path }) => desk.list(path),
    'files.uploadBegin': (ask) => desk.begin(ask),
    'files.uploadChunk': async (ask) => {
      const written = await desk.chunk(ask);
      return written.ok ? accept({}, written.warnings) : written;
    },
    'files.uploadEnd': ({ uploadId }) => desk.end(uploadId),
  } satisfies Partial<Handlers>;
}
