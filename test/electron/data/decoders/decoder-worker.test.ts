// A file that hangs, eats, throws or kills costs itself only; the next one is decoded as if nothing had been.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DecoderWorker } from '../../../../electron/data/decoders/decoder-worker.ts';
import { closeDecoder, runDecoder } from '../../../../electron/data/decoders/run-decoder.ts';
import { hdf5At, hdf5Dataset, hdf5Group } from '../../../../engine/hdf5/tree.ts';
import { valueOf } from '../../../support/outcomes.ts';
import { isSoak } from '../../../support/soak.ts';

const decoder = new DecoderWorker(new URL('./misbehaving-thread.ts', import.meta.url));
const LIMITS = { timeMs: 60_000, mostBytes: 2 ** 20 };
afterAll(() => Promise.all([decoder.close(), closeDecoder()]));

async function codeOf(name: string, limits = LIMITS): Promise<string> {
  const outcome = await decoder.run(name, null, 'a.h5', limits);
  return outcome.ok ? 'decoded' : outcome.issues.map(({ code }) => code).join();
}

describe('DecoderWorker', () => {
  it.each([
    ['hangs', 'decoder/time'],
    ['throws', 'decoder/crash'],
    ['exits', 'decoder/crash'],
    ...(isSoak ? [['eats', 'decoder/memory']] : []),
  ])('names the trip of a decoder that %s and goes on', async (name, code) => {
    expect(await codeOf(name, { ...LIMITS, timeMs: name === 'hangs' ? 300 : LIMITS.timeMs })).toBe(code);
    expect(await codeOf('echo')).toBe('decoded');
  });

  it('bounds the memory of WebAssembly', async () => {
    expect(valueOf(await decoder.run('grows', null, 'a.h5', LIMITS))).toMatch(/memory limit/);
  });

  it('answers in the order of asking, a broken one in between', async () => {
    const ends: string[] = [];
    await Promise.all(
      ['echo', 'throws', 'echo'].map(async (name, i) => ends.push(`${i} ${await codeOf(name)}`)),
    );
    expect(ends).toEqual(['0 decoded', '1 decoder/crash', '2 decoded']);
  });

  it('leaves the bytes of the asker alone', async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    expect(await decoder.run('echo', { bytes }, 'a', LIMITS)).toMatchObject({ ok: true, value: { bytes } });
    expect(bytes).toEqual(Uint8Array.of(1, 2, 3));
  });
});

describe('runDecoder', () => {
  it('does not keep its process alive', () => {
    const child = join(import.meta.dirname, 'one-question-child.ts');
    const limits = { encoding: 'utf8', timeout: 50_000, killSignal: 'SIGKILL' } as const;
    expect(execFileSync(process.execPath, [child], limits)).toBe('gzip/damaged');
  });

  it('reads and writes HDF5 in its thread', async () => {
    const root = hdf5Group({ x: hdf5Dataset(Float64Array.of(1, 2)) });
    const bytes = valueOf(await runDecoder('hdf5-write', { root }, 'a.h5'));
    expect(valueOf(await runDecoder('hdf5-read', { bytes }, 'a.h5'))).toEqual(root);
  });

  it('refuses more decompressed bytes than the limit', async () => {
    const bytes = new Uint8Array(readFileSync(join(import.meta.dirname, '../../../engine/hdf5/bomb.h5')));
    expect(await runDecoder('hdf5-read', { bytes }, 'bomb.h5')).toMatchObject({
      ok: false,
      issues: [{ code: 'hdf5/too-large', path: 'bomb.h5' }],
    });
    const kinds = new Uint8Array(readFileSync(join(import.meta.dirname, '../../../engine/hdf5/kinds.h5')));
    const tree = valueOf(await runDecoder('hdf5-read', { bytes: kinds, wanted: ['g/matrix'] }, 'kinds.h5'));
    expect(hdf5At(tree, 'g/matrix')).toMatchObject({ shape: [2, 3] });
  });
});
