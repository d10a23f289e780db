import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accept } from '../../../engine/contract/index.ts';
import { SocketApi, type SocketOptions } from '../../../renderer/src/api/websocket.ts';
import type { ConnectionState } from '../../../renderer/src/stores/api.ts';
import { enter, openTestDoor, type TestDoor } from '../../electron/web/test-door.ts';

let test: TestDoor;
beforeEach(async () => {
  test = await openTestDoor({ handlers: { 'host.info': () => new Promise(() => undefined) } });
});
afterEach(() => test.close());

/** A window of the door, with a clock that is moved by hand. */
class TestWindow {
  readonly states: ConnectionState[] = [];
  readonly waits: number[] = [];
  readonly sockets: WebSocket[] = [];
  lockedOut = 0;
  readonly api: SocketApi;
  #cookie: string;
  #later: (() => void)[] = [];
  #watchers: (() => void)[] = [];

  constructor(cookie: string, options: Partial<SocketOptions> = {}) {
    this.#cookie = cookie;
    this.api = new SocketApi({
      open: () => this.#open(),
      onState: (state) => {
        this.states.push(state);
        this.#look();
      },
      isLockedOut: async () => false,
      onLockedOut: () => {
        this.lockedOut++;
        this.#look();
      },
      later: (ms, action) => {
        this.waits.push(ms);
        this.#later.push(action);
        this.#look();
      },
      ...options,
    });
  }

  #open(): WebSocket {
    const { port } = test.door;
    // Node's WebSocket takes headers in the place of the protocols; a page's cookie and origin come by themselves.
    const init = { headers: { Cookie: this.#cookie, Origin: `http://127.0.0.1:${port}` } };
    const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, init as never);
    this.sockets.push(socket);
    return socket;
  }

  /** Lets the waiting time pass. */
  pass(): void {
    for (const action of this.#later.splice(0)) action();
  }

  #look(): void {
    for (const watcher of this.#watchers) watcher();
  }
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (holds()) resolve();
      };
      this.#watchers.push(look);
      look();
    });
  }
}

describe('the window', () => {
  it('may call before the connection stands', async () => {
    const { api, states } = new TestWindow(await enter(test));
    expect(await api.call('jobs.cancel', { jobId: 'j1' })).toEqual(accept({ cancelled: true }));
    expect(states).toEqual(['connecting', 'open']);
  });

  it('hears the news it asked for until it no longer wants them', async () => {
    const { api } = new TestWindow(await enter(test));
    await api.call('jobs.list', {});
    const heard: (readonly string[])[] = [];
    const stop = api.on('runs.changed', ({ runIds }) => heard.push(runIds));
    test.fake.news.publish('runs.changed', { runIds: ['r1'] });
    await api.call('jobs.list', {});
    stop();
    test.fake.news.publish('runs.changed', { runIds: ['r2'] });
    await api.call('jobs.list', {});
    expect(heard).toEqual([['r1']]);
  });

  it('does not send what the host would hang up on', async () => {
    const { api } = new TestWindow(await enter(test));
    const ask = { uploadId: 'u', relativePath: 'a', offset: 0, bytes: new Uint8Array(9 * 2 ** 20) };
    expect(await api.call('files.uploadChunk', ask)).toMatchObject({
      issues: [{ code: 'connection/too-large' }],
    });
    expect((await api.call('jobs.list', {})).ok).toBe(true);
  });
});

describe('a lost connection', () => {
  it('ends waiting calls with an issue, refuses new ones, and comes back after growing pauses', async () => {
    const window = new TestWindow(await enter(test));
    await window.api.call('jobs.list', {});
    const waiting = window.api.call('host.info', {});
    await test.door.close();
    expect(await waiting).toMatchObject({ ok: false, issues: [{ code: 'connection/lost' }] });
    expect(await window.api.call('jobs.list', {})).toMatchObject({
      ok: false,
      issues: [{ code: 'connection/lost' }],
    });
    for (let attempts = 2; attempts <= 7; attempts++) {
      window.pass();
      await window.until(() => window.waits.length === attempts);
    }
    expect(window.waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000]);
    expect(window.states).toEqual(['connecting', 'open', 'lost']);
  });

  it('that comes back is open again, and hears news again', async () => {
    const window = new TestWindow(await enter(test));
    const heard: (readonly string[])[] = [];
    window.api.on('runs.changed', ({ runIds }) => heard.push(runIds));
    await window.api.call('jobs.list', {});
    window.sockets[0].close();
    await window.until(() => window.waits.length === 1);
    window.pass();
    await window.until(() => window.states.at(-1) === 'open');
    expect((await window.api.call('jobs.list', {})).ok).toBe(true);
    test.fake.news.publish('runs.changed', { runIds: ['r1'] });
    await window.api.call('jobs.list', {});
    expect(heard).toEqual([['r1']]);
    expect(window.states).toEqual(['connecting', 'open', 'lost', 'open']);
  });

  it('asks for a new key when the host no longer knows the window', async () => {
    const window = new TestWindow('nobody=1', { isLockedOut: async () => true });
    await window.until(() => window.waits.length === 1);
    window.pass();
    await window.until(() => window.lockedOut === 1);
    expect(window.states).toEqual(['connecting', 'lost']);
  });
});
