/** A whole file, or an issue that says why not. */
import { readFile } from 'node:fs/promises';
import { accept, refuse, type Outcome } from '../../engine/contract/index.ts';
import { fileIssue } from './file-issues.ts';

export async function readBytes(path: string): Promise<Outcome<Uint8Array>> {
  try {
    return accept(new Uint8Array(await readFile(path)));
  } catch (error) {
    return refuse(fileIssue(error, path));
  }
}
