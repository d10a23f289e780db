/** A folder in the shape of an unpacked Electron for Linux, without its binary: enough to pack the application into. */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';

/** What the real executable holds between other code: sentinel, version, number of fuses, one digit for each. */
const FUSES = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('101100011'),
]);

export async function electronFolder(folder: string, version: string): Promise<void> {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'));
  writeFileSync(join(folder, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), name);
  for (const language of ['en-US', 'de', 'zh-CN', 'zh-TW'])
    writeFileSync(join(folder, 'locales', `${language}.pak`), language);
  // Its archive is replaced by ours; it must be a real one.
  const other = join(folder, 'default-app');
  mkdirSync(other);
  writeFileSync(join(other, 'package.json'), '{}');
  await createPackage(other, join(folder, 'resources', 'default_app.asar'));
  rmSync(other, { recursive: true });
  const executable = join(folder, 'electron');
  writeFileSync(executable, Buffer.concat([Buffer.from('\x7fELF'), FUSES, Buffer.alloc(64)]));
  chmodSync(executable, 0o755);
}
