// A recording of 2 GiB takes less than 300 MB of memory to look at and to convert. The file is sparse on the disk.
import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isSoak } from '../../support/soak.ts';
import { temporaryFolders } from '../../support/temp-folder.ts';

const folder = temporaryFolders();
const HEAD = '% Version 2\n% Width 640\n% Height 480\n\u000c\b';

it.skipIf(!isSoak)('takes the memory of its pieces (only in the soak: 2 GiB are read)', () => {
  const input = join(folder(), 'large.dat');
  const events = 2 ** 28;
  const file = openSync(input, 'w');
  writeSync(file, HEAD);
  ftruncateSync(file, HEAD.length + 8 * events);
  closeSync(file);
  const child = join(import.meta.dirname, 'large-recording-child.ts');
  const output = execFileSync(process.execPath, [child, input, join(input, '..', 'large.bin')], {
    encoding: 'utf8',
  });
  const answer: { events: number[]; memoryMb: number } = JSON.parse(output);
  expect(answer.events).toEqual([events, events]);
  expect(answer.memoryMb).toBeLessThan(300);
});
