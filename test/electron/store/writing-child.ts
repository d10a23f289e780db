// Replaces one file by 300,000 equal bytes, over and over, until it is killed; prints a line after each.
import { writeSync } from 'node:fs';
import { writeFileAtomic } from '../../../electron/store/index.ts';

for (let n = 0; ; n++) {
  const written = writeFileAtomic(process.argv[2], new Uint8Array(300_000).fill(n % 256));
  if (!written.ok) throw new Error(JSON.stringify(written.issues));
  writeSync(1, `${n}\n`);
}
