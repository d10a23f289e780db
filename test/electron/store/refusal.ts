// Files that must be refused and left as they are.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ExperimentStore } from '../../../electron/store/index.ts';
import { issues } from './fixtures.ts';

/** The one issue that the file is refused with, and whether file and folder are as they were. */
export function refusal(file: string) {
  const bytes = readFileSync(file);
  const beside = readdirSync(join(file, '..'));
  const found = issues(ExperimentStore.open(file));
  const sameBytes = readFileSync(file).equals(bytes);
  const sameFolder = readdirSync(join(file, '..')).join() === beside.join();
  return { ...found[0], others: found.length - 1, untouched: sameBytes && sameFolder };
}

export const refusedAs = (file: string, code: string, message: RegExp) => ({
  code,
  path: file,
  message: expect.stringMatching(message),
  severity: 'error',
  others: 0,
  untouched: true,
});
