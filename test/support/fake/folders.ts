/** Folders and dropped files of the fake host. */
import {
  accept,
  errorAt,
  refuse,
  type Ask,
  type FolderListing,
  type Outcome,
} from '../../../engine/contract/index.ts';
import { FOLDER } from './recordings.ts';

const TREE: Record<string, readonly string[]> = {
  '/home/ada': ['Documents', 'snn'],
  '/home/ada/Documents': [],
  '/home/ada/snn': ['old'],
  '/home/ada/snn/old': [],
  '/data': ['nmnist', 'empty'],
  '/data/empty': [],
  [FOLDER]: ['Test', 'Train'],
  [`${FOLDER}/Train`]: [...'0123456789'],
  [`${FOLDER}/Test`]: [...'0123456789'],
};
const ROOTS = ['/home/ada', '/data'];
/** Smaller than the real cap, so that tests can exceed it. */
export const UPLOAD_LIMIT = 64 * 1024 * 1024;

export class FolderTree {
  /** Received bytes per upload and file. */
  readonly uploads = new Map<string, { bytes: number; readonly files: Map<string, number> }>();
  #serial = 0;

  list(path: string | null): Outcome<FolderListing> {
    const names = path === null ? ROOTS : TREE[path];
    if (!names) {
      return refuse(
        errorAt(
          path ?? '',
          'files/not-found',
          'must be a folder below an allowed root (got none); choose another',
        ),
      );
    }
    const parent = path === null || ROOTS.includes(path) ? null : path.slice(0, path.lastIndexOf('/'));
    return accept({
      path: path ?? '',
      parent,
      truncated: false,
      entries: names.map((name) => ({
        name,
        path: path === null ? name : `${path}/${name}`,
        kind: 'folder',
        bytes: 0,
        modifiedAtMs: Date.UTC(2026, 10, 2),
      })),
    });
  }

  begin(name: string, _files: number, bytes: number): Outcome<{ uploadId: string }> {
    if (bytes > UPLOAD_LIMIT) {
      return refuse(
        errorAt(
          name,
          'files/upload-too-large',
          `must be at most 64 MB (got ${bytes} B); choose the folder instead`,
        ),
      );
    }
    const uploadId = `upload-${++this.#serial}`;
    this.uploads.set(uploadId, { bytes: 0, files: new Map() });
    return accept({ uploadId });
  }

  chunk({ uploadId, relativePath, offset, bytes }: Ask<'files.uploadChunk'>): Outcome<Record<string, never>> {
    const upload = this.uploads.get(uploadId);
    if (!upload || offset !== (upload.files.get(relativePath) ?? 0)) {
      return refuse(
        errorAt(relativePath, 'files/upload-order', `must come in order (got offset ${offset}); drop again`),
      );
    }
    upload.files.set(relativePath, offset + bytes.length);
    upload.bytes += bytes.length;
    return accept({});
  }

  end(uploadId: string): Outcome<{ path: string }> {
    return this.uploads.has(uploadId)
      ? accept({ path: FOLDER })
      : refuse(errorAt('uploadId', 'files/upload-unknown', `must be open (got ${uploadId}); drop again`));
  }
}
