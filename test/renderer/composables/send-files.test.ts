import { describe, expect, it } from 'vitest';
import { accept, errorAt, refuse, type Ask, type CallName } from '../../../engine/contract/index.ts';
import { CHUNK_BYTES, sendFiles, type Call } from '../../../renderer/src/composables/send-files.ts';
import { FakeHost } from '../../support/fake-api.ts';

const fileOf = (relativePath: string, size: number, seed = 1) => ({
  relativePath,
  file: new Blob([Uint8Array.from({ length: size }, (_, i) => (i * seed) % 251)]),
});
const quiet = { progress: () => undefined, shouldStop: () => false };

describe('sendFiles', () => {
  it('sends every byte in order, in chunks, and reports progress', async () => {
    const host = new FakeHost({ study: false });
    const files = [fileOf('Train/0/a.bin', CHUNK_BYTES + 10), fileOf('Train/1/b.bin', 7), fileOf('empty', 0)];
    const progress: number[] = [];
    const outcome = await sendFiles(
      (name, ask) => host.call(name, ask),
      { name: 'nmnist', files },
      { ...quiet, progress: (sent) => progress.push(sent) },
    );
    expect(outcome.ok).toBe(true);
    const [upload] = host.folders.uploads.values();
    expect(Object.fromEntries(upload.files)).toEqual({
      'Train/0/a.bin': CHUNK_BYTES + 10,
      'Train/1/b.bin': 7,
      empty: 0,
    });
    expect(progress.at(-1)).toBe(CHUNK_BYTES + 17);
    expect(progress.every((sent, i) => i === 0 || sent >= progress[i - 1])).toBe(true);
  });

  it('sends the content, not only its length', async () => {
    const received: Ask<'files.uploadChunk'>[] = [];
    const call: Call = async (name, ask) => {
      if (name === 'files.uploadChunk') received.push(ask as Ask<'files.uploadChunk'>);
      return accept((name === 'files.uploadBegin' ? { uploadId: 'u' } : { path: '/x' }) as never);
    };
    await sendFiles(call, { name: 'a', files: [fileOf('a.bin', 5, 3)] }, quiet);
    expect([...received[0].bytes]).toEqual([0, 3, 6, 9, 12]);
  });

  it('passes refusals on and asks for nothing more', async () => {
    const calls: CallName[] = [];
    const call: Call = async (name) => {
      calls.push(name);
      if (name === 'files.uploadBegin') return accept({ uploadId: 'u' } as never);
      return refuse(errorAt('a.bin', 'files/full', 'must fit (got more)'));
    };
    const outcome = await sendFiles(call, { name: 'a', files: [fileOf('a.bin', 5)] }, quiet);
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: 'files/full' }] });
    expect(calls).toEqual(['files.uploadBegin', 'files.uploadChunk']);
  });

  it('refuses an empty drop before calling the host, and stops when asked', async () => {
    const calls: CallName[] = [];
    const call: Call = async (name) => {
      calls.push(name);
      return accept({ uploadId: 'u' } as never);
    };
    expect(await sendFiles(call, { name: 'a', files: [] }, quiet)).toMatchObject({
      ok: false,
      issues: [{ code: 'drop/empty' }],
    });
    expect(calls).toEqual([]);
    const stopped = await sendFiles(
      call,
      { name: 'a', files: [fileOf('a', 1)] },
      { ...quiet, shouldStop: () => true },
    );
    expect(stopped).toMatchObject({ ok: false, issues: [{ code: 'drop/stopped', severity: 'warning' }] });
    expect(calls).toEqual(['files.uploadBegin']);
  });
});
