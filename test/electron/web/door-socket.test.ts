import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { accept, type Handlers } from '../../../engine/contract/index.ts';
import { encodeFrame } from '../../../engine/contract/wire-codec.ts';
import {
  closeCode,
  connected,
  enter,
  nextMessage,
  openSocket,
  openTestDoor,
  sendCall,
  type TestDoor,
} from './test-door.ts';

let test: TestDoor;
beforeEach(async () => {
  test = await openTestDoor();
});
afterEach(() => test.close());

async function reopen(...options: Parameters<typeof openTestDoor>): Promise<void> {
  await test.close();
  test = await openTestDoor(...options);
}
async function expectAlive(): Promise<void> {
  const socket = await connected(test);
  sendCall(socket, 1, 'jobs.list', {});
  expect(await nextMessage(socket)).toMatchObject({ type: 'answer', id: 1, outcome: { ok: true } });
  socket.close();
}

describe('the socket', () => {
  it('answers calls, in whatever order they end, and passes on news', async () => {
    const socket = await connected(test);
    const answers = [1, 2, 3].map((id) =>
      nextMessage(socket, (message) => message.type === 'answer' && message.id === id),
    );
    for (const id of [1, 2, 3]) sendCall(socket, id, 'jobs.cancel', { jobId: `j${id}` });
    expect(await Promise.all(answers)).toMatchObject(
      [1, 2, 3].map((id) => ({ id, outcome: { value: { cancelled: id === 1 } } })),
    );
    const news = nextMessage(socket, (message) => message.type === 'news');
    test.fake.news.publish('runs.changed', { runIds: ['r1'] });
    expect(await news).toEqual({ type: 'news', name: 'runs.changed', payload: { runIds: ['r1'] } });
  });

  it('carries typed arrays both ways', async () => {
    let got: Uint8Array | null = null;
    await reopen({
      handlers: {
        'files.uploadChunk': async (ask) => {
          got = ask.bytes;
          return accept({});
        },
        'data.open': async () => accept({ labels: new Uint16Array([3, 1, 4]) } as never),
      } satisfies Partial<Handlers>,
    });
    const socket = await connected(test);
    sendCall(socket, 1, 'files.uploadChunk', {
      uploadId: 'u',
      relativePath: 'a.bin',
      offset: 0,
      bytes: new Uint8Array([1, 2]),
    });
    await nextMessage(socket);
    expect(got).toEqual(new Uint8Array([1, 2]));
    sendCall(socket, 2, 'data.open', { source: 'x' });
    expect(await nextMessage(socket)).toMatchObject({
      outcome: { value: { labels: new Uint16Array([3, 1, 4]) } },
    });
  });

  it('says so when an answer cannot be sent, instead of leaving the caller waiting', async () => {
    await reopen({ handlers: { 'jobs.list': async () => accept({ jobs: () => [] } as never) } });
    const socket = await connected(test);
    sendCall(socket, 9, 'jobs.list', {});
    expect(await nextMessage(socket)).toMatchObject({
      id: 9,
      outcome: { ok: false, issues: [{ code: 'host/internal' }] },
    });
    expect(test.fake.faults).toHaveLength(1);
  });

  it('opens for pages of ours with a session only', async () => {
    const cookie = await enter(test);
    const { port } = test.door;
    const refused = async (options: Parameters<typeof openSocket>[1]): Promise<number> => {
      const opened = await openSocket(test.door, { cookie, ...options });
      return 'status' in opened ? opened.status : 0;
    };
    expect(await refused({ cookie: undefined })).toBe(401);
    expect(await refused({ cookie: `spikex_${port}=wrong` })).toBe(401);
    expect(await refused({ origin: null })).toBe(403);
    expect(await refused({ origin: 'null' })).toBe(403);
    expect(await refused({ origin: 'http://evil.example' })).toBe(403);
    expect(await refused({ origin: 'http://[' })).toBe(403);
    expect(await refused({ origin: `http://127.0.0.1:${port + 1}` })).toBe(403);
    expect(await refused({ host: `evil.example:${port}`, origin: `http://evil.example:${port}` })).toBe(403);
    expect(await refused({ path: '/other' })).toBe(403);
    expect(await refused({ path: '/%' })).toBe(403);
    await expectAlive();
  });

  it('opens a limited number of times', async () => {
    await reopen({ limits: { sockets: 2 } });
    const cookie = await enter(test);
    const opened = [await openSocket(test.door, { cookie }), await openSocket(test.door, { cookie })];
    expect(await openSocket(test.door, { cookie })).toEqual({ status: 503 });
    for (const each of opened) if ('socket' in each) each.socket.terminate();
  });

  it('is told when the workbench closes', async () => {
    const socket = await connected(test);
    const code = closeCode(socket);
    await test.door.close();
    expect([1001, 1006]).toContain(await code);
  });
});

describe('a hostile client', () => {
  it('that sends 100 MB is closed with 1009, the host lives', async () => {
    const socket = await connected(test);
    const code = closeCode(socket);
    socket.on('error', () => undefined); // the connection breaks while it is still sending
    socket.send(new Uint8Array(100 * 2 ** 20), () => undefined);
    expect(await code).toBe(1009);
    await expectAlive();
  });

  it.each([
    ['text', '{"type":"call"}', 1003],
    ['an empty frame', new Uint8Array(0), 1007],
    ['zeros', new Uint8Array(64), 1007],
  ])('that sends %s is closed', async (_name, data, expected) => {
    const socket = await connected(test);
    const code = closeCode(socket);
    socket.send(data);
    expect(await code).toBe(expected);
    await expectAlive();
  });

  it('that sends well-formed nonsense is answered', async () => {
    const socket = await connected(test);
    for (const message of [
      null,
      7,
      { type: 'answer', id: 3 },
      { type: 'call', id: 3, name: 'rm', ask: {} },
    ]) {
      socket.send(encodeFrame(message));
      expect(await nextMessage(socket)).toMatchObject({ type: 'answer', outcome: { ok: false } });
    }
    socket.close();
  });

  it('that sends 300 random frames never hurts the host', async () => {
    const whole = encodeFrame({ type: 'call', id: 1, name: 'jobs.list', ask: { x: new Float32Array(4) } });
    const cookie = await enter(test);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 80 }), damaged(whole)), async (frame) => {
        const opened = await openSocket(test.door, { cookie });
        if (!('socket' in opened)) throw new Error('refused');
        const over = Promise.race([closeCode(opened.socket), nextMessage(opened.socket)]);
        opened.socket.send(frame);
        await over;
        opened.socket.terminate();
      }),
      { numRuns: 300 },
    );
    await expectAlive();
    expect(test.fake.faults).toEqual([]);
  });

  it('that asks without end gets so many answers at a time', async () => {
    let running = 0;
    let most = 0;
    const release: (() => void)[] = [];
    await reopen({
      handlers: {
        'jobs.list': async () => {
          most = Math.max(most, ++running);
          await new Promise<void>((resolve) => {
            release.push(resolve);
          });
          running--;
          return accept({ jobs: [] });
        },
      },
    });
    const socket = await connected(test);
    const busy = nextMessage(socket, (message) => message.type === 'answer' && !message.outcome.ok);
    for (let id = 1; id <= 100; id++) sendCall(socket, id, 'jobs.list', {});
    expect(await busy).toMatchObject({ id: 65, outcome: { issues: [{ code: 'host/busy' }] } });
    expect(most).toBe(64);
    for (const free of release) free();
    socket.terminate();
  });

  it('that does not read neither fills our memory nor disturbs the others', async () => {
    await reopen({
      handlers: { 'data.open': async () => accept({ labels: new Uint8Array(2 ** 20) } as never) },
    });
    let asked = 0;
    const slow = await connected(test);
    slow.pause();
    for (let id = 1; id <= 60; id++) {
      asked++;
      sendCall(slow, id, 'data.open', { source: 'x' });
    }
    const reader = await connected(test);
    const got = nextMessage(reader, (message) => message.type === 'news');
    for (let k = 0; k < 5000; k++) test.fake.news.publish('runs.changed', { runIds: [`r${k}`] });
    expect(await got).toMatchObject({ name: 'runs.changed' });
    // When it reads at last, every call is answered, and the news come as a few messages, not as 5,000.
    let answers = 0;
    let news = 0;
    slow.on('message', (data: Buffer) => (data.length > 2 ** 19 ? answers++ : news++));
    slow.resume();
    await vi.waitFor(() => expect(answers).toBe(asked), { timeout: 20_000 });
    sendCall(slow, 99, 'jobs.list', {});
    await nextMessage(slow, (message) => message.type === 'answer' && message.id === 99);
    expect(news).toBeLessThan(1000);
    slow.terminate();
    reader.terminate();
  });

  it('that vanishes without a word is noticed', async () => {
    await reopen({ limits: { heartbeatMs: 50 } });
    const socket = await connected(test, { autoPong: false });
    expect(await closeCode(socket)).toBe(1006);
  });
});

/** The frame with a few bytes changed, or cut short. */
function damaged(frame: Uint8Array): fc.Arbitrary<Uint8Array> {
  const edits = fc.array(fc.tuple(fc.nat(frame.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 });
  return fc.tuple(edits, fc.nat(frame.length)).map(([changes, length]) => {
    const copy = frame.slice(0, Math.max(1, length));
    for (const [at, byte] of changes) if (at < copy.length) copy[at] = byte;
    return copy;
  });
}
