// A browser door over a fake host, and clients that may say whatever they like.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import type { Handlers, Wire } from '../../../engine/contract/index.ts';
import { decodeFrame, encodeFrame } from '../../../engine/contract/wire-codec.ts';
import { startWebDoor, type WebDoor } from '../../../electron/web/door.ts';
import type { DoorLimits } from '../../../electron/web/limits.ts';
import { fakeHost, type FakeHost } from '../ipc/fake-handlers.ts';

export const SCRIPT = `export const text = "${'the same words again and again '.repeat(100)}";\n`;
export const SECRET = 'top secret';

export interface TestDoor {
  readonly door: WebDoor;
  readonly fake: FakeHost;
  /** Every address that was printed. */
  readonly addresses: string[];
  close(): Promise<void>;
}

/** A folder as the build makes it, with a secret beside it and links that lead out. */
export function rendererFolder(): { readonly folder: string; readonly remove: () => void } {
  const top = mkdtempSync(join(tmpdir(), 'spikex-door-'));
  const folder = join(top, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(top, 'secret.txt'), SECRET);
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>window</title>');
  writeFileSync(join(folder, 'assets', 'app-Ab3_dE9x.js'), SCRIPT);
  writeFileSync(join(folder, 'assets', 'icon.png'), Buffer.alloc(64));
  symlinkSync(join(top, 'secret.txt'), join(folder, 'link.txt'));
  symlinkSync(top, join(folder, 'up'));
  return { folder, remove: () => rmSync(top, { recursive: true, force: true }) };
}

export async function openTestDoor(
  options: { handlers?: Partial<Handlers>; limits?: Partial<DoorLimits>; port?: number } = {},
): Promise<TestDoor> {
  const renderer = rendererFolder();
  const fake = fakeHost(options.handlers);
  const addresses: string[] = [];
  const started = await startWebDoor(fake.host, {
    rendererDir: renderer.folder,
    port: options.port ?? 0,
    onAddress: (url) => addresses.push(url),
    log: (fault) => fake.faults.push(fault),
    limits: options.limits,
  });
  if (!started.ok) throw new Error(started.issues[0].message);
  const door = started.value;
  return {
    door,
    fake,
    addresses,
    async close() {
      await door.close();
      renderer.remove();
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One request, the path exactly as given. */
export function ask(
  door: WebDoor,
  path: string,
  options: { method?: string; headers?: Record<string, string>; cookie?: string } = {},
): Promise<Answer> {
  const headers = { ...options.headers, ...(options.cookie ? { Cookie: options.cookie } : {}) };
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: door.port, path, method: options.method ?? 'GET', headers, agent: false },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

/** Enters with the printed address; returns the cookie. */
export async function enter(test: TestDoor): Promise<string> {
  const { pathname, search } = new URL(test.door.address());
  const answer = await ask(test.door, pathname + search);
  const cookie = answer.headers['set-cookie']?.[0].split(';')[0];
  if (!cookie) throw new Error(`not let in: ${answer.status}`);
  return cookie;
}

/** Raw bytes in, everything that comes back until the end. */
export function talk(door: WebDoor, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = plainSocket(door);
    let got = '';
    socket.on('data', (part: Buffer) => (got += part.toString('latin1')));
    socket.on('close', () => resolve(got));
    socket.on('error', reject);
    socket.write(bytes);
  });
}

export function plainSocket(door: WebDoor): Socket {
  return connect({ host: '127.0.0.1', port: door.port });
}

export type SocketOutcome = { readonly socket: WebSocket } | { readonly status: number };

/** A WebSocket as a page of the door would open it, unless told otherwise. */
export function openSocket(
  door: WebDoor,
  options: { cookie?: string; origin?: string | null; host?: string; path?: string; autoPong?: boolean } = {},
): Promise<SocketOutcome> {
  const origin = options.origin === undefined ? `http://127.0.0.1:${door.port}` : options.origin;
  const headers: Record<string, string> = {
    ...(options.cookie ? { Cookie: options.cookie } : {}),
    ...(origin === null ? {} : { Origin: origin }),
    ...(options.host ? { Host: options.host } : {}),
  };
  const socket = new WebSocket(`ws://127.0.0.1:${door.port}${options.path ?? '/rpc'}`, {
    headers,
    autoPong: options.autoPong ?? true,
  });
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve({ socket }));
    socket.on('unexpected-response', (_request, response) => {
      resolve({ status: response.statusCode ?? 0 });
      response.resume();
      socket.terminate();
    });
    socket.on('error', (error) => {
      if (socket.readyState === socket.CONNECTING) reject(error);
    });
  });
}

export async function connected(test: TestDoor, options: { autoPong?: boolean } = {}): Promise<WebSocket> {
  const opened = await openSocket(test.door, { ...options, cookie: await enter(test) });
  if (!('socket' in opened)) throw new Error(`refused with ${opened.status}`);
  return opened.socket;
}

export function sendCall(socket: WebSocket, id: number, name: string, question: unknown): void {
  socket.send(encodeFrame({ type: 'call', id, name, ask: question }));
}

/** The next message that fits. */
export function nextMessage(socket: WebSocket, fits: (message: Wire) => boolean = () => true): Promise<Wire> {
  return new Promise((resolve) => {
    const look = (data: unknown): void => {
      const message = data instanceof Uint8Array ? decodeFrame(data) : null;
      if (!message?.ok || !fits(message.value as Wire)) return;
      socket.off('message', look);
      resolve(message.value as Wire);
    };
    socket.on('message', look);
  });
}

export function closeCode(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.on('close', (code) => resolve(code));
  });
}
