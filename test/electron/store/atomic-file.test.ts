// Files that are seen whole or not at all.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { writeFileAtomic } from '../../../electron/store/index.ts';
import { isPrivate, issues, temporaryFolder, value } from './fixtures.ts';

const content = (size: number, fill: number): Uint8Array => new Uint8Array(size).fill(fill);

describe('writeFileAtomic', () => {
  it('writes, replaces, hashes, makes the folder, and leaves nothing else there', () => {
    const file = join(temporaryFolder(), 'a', 'weights.snn');
    writeFileAtomic(file, content(10, 1));
    const written = value(writeFileAtomic(file, content(70_000, 2)));
    const hash = createHash('sha256').update(content(70_000, 2)).digest('hex');
    expect(written).toEqual({ file, sha256: hash, bytes: 70_000 });
    expect(readFileSync(file).equals(content(70_000, 2))).toBe(true);
    expect(readdirSync(join(file, '..'))).toEqual(['weights.snn']);
    expect(isPrivate(file)).toBe(true);
  });

  it('writes a part of a larger buffer as that part', () => {
    const file = join(temporaryFolder(), 'part');
    value(writeFileAtomic(file, new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 4)));
    expect([...readFileSync(file)]).toEqual([2, 3, 4]);
  });

  it('that fails is an issue and leaves the old file and no other', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'taken'));
    expect(issues(writeFileAtomic(join(folder, 'taken'), content(5, 1)))[0].code).toBe('store/io');
    writeFileSync(join(folder, 'plain'), 'old');
    expect(issues(writeFileAtomic(join(folder, 'plain', 'x'), content(5, 1)))[0].code).toBe('store/io');
    expect(readFileSync(join(folder, 'plain'), 'utf8')).toBe('old');
    expect(readdirSync(folder).toSorted()).toEqual(['plain', 'taken']);
  });

  it('killed while it writes over and over leaves one of the written files, whole', async () => {
    const file = join(temporaryFolder(), 'weights');
    const child = spawn(process.execPath, [join(import.meta.dirname, 'writing-child.ts'), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = once(child, 'exit');
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      if (lines.push(line) === 25) child.kill('SIGKILL');
    }
    await exit;
    expect(lines.length).toBeGreaterThanOrEqual(25);
    expect(existsSync(file)).toBe(true);
    const read = readFileSync(file);
    expect(read.equals(content(300_000, read[0]))).toBe(true);
  });
});
