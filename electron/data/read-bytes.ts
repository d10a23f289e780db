/** A whole file, or an issue that says why not. */
import { readFile } from 'node:fs/promises';
import { accept, errorAt, refuse, type Issue, type Outcome } from '../../engine/contract/index.ts';
import { fileIssue } from './file-issues.ts';

/** A recording is decoded whole. */
const MAX_FILE_BYTES = 2 ** 30;

export async function readBytes(path: string): Promise<Outcome<Uint8Array>> {
  try {
    const bytes = await readFile(path);
    return bytes.length > MAX_FILE_BYTES
      ? refuse(tooLargeIssue(path, `${bytes.length} bytes`))
      : accept(bytes);
  } catch (error) {
    // Node refuses files of 2 GiB and more with a RangeError.
    return refuse(
      error instanceof RangeError ? tooLargeIssue(path, '2 GiB or more') : fileIssue(error, path),
    );
  }
}

function tooLargeIssue(path: string, got: string): Issue {
  return errorAt(path, 'file/too-large', `must be at most 1 GiB (got ${got}); cut the recording into clips`);
}
