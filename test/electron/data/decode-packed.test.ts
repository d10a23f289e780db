// Containers made by other programs (NumPy 2.4, SciPy 1.17, h5py 3.7) with the same fifty events in each:
// t = 7 + 100 i, x = 3 i mod 40, y = 7 i mod 30, p = i mod 2.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeRecording } from '../../../electron/data/decode-recording.ts';
import { closeDecoder } from '../../../electron/data/decoders/run-decoder.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';

afterAll(closeDecoder);

const bytesOf = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', name)));
const decoded = (name: string) => decodeRecording(bytesOf(name), name);
const column = (of: (i: number) => number): number[] => Array.from({ length: 50 }, (_, i) => of(i));

describe('decodeRecording', () => {
  it.each([
    ['vectors.npz', 'npz', 128],
    ['bool.npz', 'npz', 128],
    ['structured.npz', 'npz', 128],
    ['v2e.h5', 'hdf5', 128],
    ['prophesee.h5', 'hdf5', 1280],
    ['matlab73.mat', 'hdf5', 128],
    ['asl.mat', 'mat', 128],
    ['atis.mat', 'mat', 128],
  ])('reads the events of %s', async (name, format, width) => {
    const { format: found, stream } = valueOf(await decoded(name));
    expect(found).toBe(format);
    expect(stream.width).toBe(width);
    expect(Array.from(stream.tUs)).toEqual(column((i) => 7 + 100 * i));
    expect(Array.from(stream.x)).toEqual(column((i) => (3 * i) % 40));
    expect(Array.from(stream.y)).toEqual(column((i) => (7 * i) % 30));
    expect(Array.from(stream.p)).toEqual(column((i) => i % 2));
  });

  it("adds DSEC's offset to its times", async () => {
    const { stream } = valueOf(await decoded('dsec.h5'));
    expect(Array.from(stream.tUs)).toEqual(column((i) => 1_600_000_000_000_007 + 100 * i));
  });

  it('says that it counted from 0 what MATLAB counts from 1', async () => {
    expect(messagesOf(await decoded('atis.mat')).join()).toContain('1 was subtracted from x and y');
    expect(messagesOf(await decoded('asl.mat'))).toEqual([]);
  });

  it('names the filter that it lacks', async () => {
    expect(messagesOf(await decoded('filtered.h5')).join()).toContain('got lzf (filter 32000)');
  });

  it('never loads pickled objects', async () => {
    expect(messagesOf(await decoded('objects.npz')).join()).toContain('t, x, y, p or one table of events');
  });

  it.each(['vectors.npz', 'dsec.h5', 'asl.mat'])('refuses %s cut off in the middle', async (name) => {
    const bytes = bytesOf(name);
    expect((await decodeRecording(bytes.slice(0, bytes.length / 2), name)).ok).toBe(false);
  });
});
