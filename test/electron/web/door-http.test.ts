import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask, enter, openTestDoor, plainSocket, SCRIPT, SECRET, talk, type TestDoor } from './test-door.ts';

let test: TestDoor;
beforeEach(async () => {
  test = await openTestDoor();
});
afterEach(() => test.close());

const own = (): string => `127.0.0.1:${test.door.port}`;
const openPath = (): string => {
  const { pathname, search } = new URL(test.door.address());
  return pathname + search;
};
/** The door still does its work. */
async function expectAlive(): Promise<void> {
  const answer = await ask(test.door, '/', { cookie: await enter(test) });
  expect(answer.status).toBe(200);
}

describe('the one-time address', () => {
  it('lets a browser in and redirects to the window', async () => {
    expect(test.addresses).toEqual([test.door.address()]);
    const answer = await ask(test.door, openPath());
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^spikex_${test.door.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
  });

  it('enters by a page of our own when another site or a file began the journey', async () => {
    // A strict cookie would not travel on a redirect that a foreign page began.
    const answer = await ask(test.door, openPath(), { headers: { 'Sec-Fetch-Site': 'cross-site' } });
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toContain('http-equiv="refresh" content="0;url=/"');
    expect(answer.headers['set-cookie']).toHaveLength(1);
  });

  it('works once: replayed, it shows how to get a new one, which is printed and works', async () => {
    const used = openPath();
    await ask(test.door, used);
    const replay = await ask(test.door, used);
    expect(replay.status).toBe(403);
    expect(replay.headers['set-cookie']).toBeUndefined();
    expect(replay.body.toString()).toContain('A new one stands in the terminal');
    expect(test.addresses).toHaveLength(2);
    expect(test.addresses[1]).not.toBe(test.addresses[0]);
    const { pathname, search } = new URL(test.addresses[1]);
    expect((await ask(test.door, pathname + search)).status).toBe(303);
  });

  it('is kept by a HEAD request, which link previews send', async () => {
    expect((await ask(test.door, openPath(), { method: 'HEAD' })).headers['set-cookie']).toBeUndefined();
    expect((await ask(test.door, openPath())).status).toBe(303);
  });

  it('opened again by the browser that is in leads to the window', async () => {
    const used = openPath();
    const cookie = (await ask(test.door, used)).headers['set-cookie']?.[0].split(';')[0];
    expect((await ask(test.door, used, { cookie })).headers.location).toBe('/');
  });

  it.each(['/open', '/open?token=', '/open?token=wrong', `/open?token=${'x'.repeat(2000)}`])(
    '%s lets nobody in and does not fill the terminal',
    async (path) => {
      for (let k = 0; k < 20; k++) expect((await ask(test.door, path)).status).toBe(403);
      expect(test.addresses).toHaveLength(2); // the first one, and one reminder
      expect(test.addresses[1]).toBe(test.addresses[0]); // still unused, so still good
    },
  );
});

describe('without a session', () => {
  it('the window stays closed and says how to get in', async () => {
    const answer = await ask(test.door, '/');
    expect(answer.status).toBe(401);
    expect(answer.body.toString()).toContain('terminal');
    expect((await ask(test.door, '/assets/app-Ab3_dE9x.js')).status).toBe(401);
  });

  it.each(['spikex_PORT=', 'spikex_PORT=wrong', 'spikex_1=KEY', 'other=KEY', ';;;=;'])(
    'the cookie %s does not help',
    async (template) => {
      const key = (await enter(test)).split('=')[1];
      const cookie = template.replace('PORT', String(test.door.port)).replace('KEY', key);
      expect((await ask(test.door, '/', { cookie })).status).toBe(401);
    },
  );
});

describe('foreign pages', () => {
  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1:PORT.evil.example',
    '127.0.0.2:PORT',
  ])('that reach us under the name "%s" (DNS rebinding) are turned away', async (name) => {
    const cookie = await enter(test);
    const host = name.replace('PORT', String(test.door.port));
    expect((await ask(test.door, '/', { cookie, headers: { Host: host } })).status).toBe(403);
  });

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])('our own name %s is fine', async (name) => {
    const cookie = await enter(test);
    const answer = await ask(test.door, '/', { cookie, headers: { Host: `${name}:${test.door.port}` } });
    expect(answer.status).toBe(200);
  });

  it.each([
    'null',
    'http://evil.example',
    'https://127.0.0.1:PORT',
    'http://127.0.0.1:1',
    'not a url',
    'file://',
    '',
  ])('of origin "%s" are turned away', async (template) => {
    const cookie = await enter(test);
    const origin = template.replace('PORT', String(test.door.port));
    const answer = await ask(test.door, '/', { cookie, headers: { Origin: origin, Host: own() } });
    expect(answer.status).toBe(403);
  });

  it('our own origin is fine', async () => {
    const cookie = await enter(test);
    const headers = { Origin: `http://${own()}`, Host: own() };
    expect((await ask(test.door, '/', { cookie, headers })).status).toBe(200);
  });
});

describe('files', () => {
  it('are served with the headers that protect the window', async () => {
    const answer = await ask(test.door, '/', { cookie: await enter(test) });
    expect(answer.body.toString()).toContain('<title>window</title>');
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-cache');
    const policy = String(answer.headers['content-security-policy']);
    for (const rule of [
      "default-src 'self'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "connect-src 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'none'",
    ]) {
      expect(policy.split('; ')).toContain(rule);
    }
    expect(answer.headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });

  it('are compressed, kept by the browser when their name has a hash, and known again by their tag', async () => {
    const cookie = await enter(test);
    const path = '/assets/app-Ab3_dE9x.js';
    const zipped = await ask(test.door, path, { cookie, headers: { 'Accept-Encoding': 'br, gzip' } });
    expect(zipped.headers).toMatchObject({
      'content-encoding': 'gzip',
      'cache-control': 'private, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
    });
    expect(zipped.body.length).toBeLessThan(SCRIPT.length / 5);
    expect(gunzipSync(zipped.body).toString()).toBe(SCRIPT);
    expect((await ask(test.door, path, { cookie })).body.toString()).toBe(SCRIPT);
    const etag = String(zipped.headers.etag);
    const known = await ask(test.door, path, { cookie, headers: { 'If-None-Match': etag } });
    expect([known.status, known.body.length]).toEqual([304, 0]);
  });

  it('are described without their body for HEAD', async () => {
    const answer = await ask(test.door, '/', { cookie: await enter(test), method: 'HEAD' });
    expect([answer.status, answer.body.length]).toEqual([200, 0]);
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(10);
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '//secret.txt',
    '/link.txt',
    '/up/secret.txt',
    '/assets',
    '/assets/',
    '/index.html/',
    '/__proto__',
    '/etc/passwd',
  ])('%s leads nowhere', async (path) => {
    const answer = await ask(test.door, path, { cookie: await enter(test) });
    expect(answer.status).toBe(404);
    expect(answer.body.toString()).not.toContain(SECRET);
  });

  it.each(['/%', '/%zz', '/%c0%ae', '/a%00b', '/..\\secret.txt', '/..%5csecret.txt'])(
    'GET %s is answered 400 and nothing breaks',
    async (path) => {
      expect((await ask(test.door, path, { cookie: await enter(test) })).status).toBe(400);
      await expectAlive();
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s is not served', async (method) => {
    const answer = await ask(test.door, '/', { cookie: await enter(test), method });
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

describe('rude clients', () => {
  it('with an absolute address are answered 400', async () => {
    const got = await talk(
      test.door,
      `GET http://evil.example/ HTTP/1.1\r\nHost: ${own()}\r\nConnection: close\r\n\r\n`,
    );
    expect(got).toMatch(/^HTTP\/1\.1 400/);
  });

  it.each(['Host: ', 'Host: a\r\nHost: b', 'X: 1'])(
    'with the host line "%s" are turned away',
    async (line) => {
      const got = await talk(test.door, `GET / HTTP/1.1\r\n${line}\r\nConnection: close\r\n\r\n`);
      expect(got).toMatch(/^HTTP\/1\.1 40[03]/);
    },
  );

  it('that speak no HTTP are answered 400', async () => {
    expect(await talk(test.door, '\u0016\u0003\u0001 hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
    await expectAlive();
  });

  it('with huge headers are answered 431', async () => {
    const got = await talk(
      test.door,
      `GET / HTTP/1.1\r\nHost: ${own()}\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
    );
    expect(got).toMatch(/^HTTP\/1\.1 431/);
    await expectAlive();
  });

  it('that never finish their request are sent away', async () => {
    await test.close();
    test = await openTestDoor({ limits: { requestMs: 300 } });
    expect(await talk(test.door, `GET / HTTP/1.1\r\nHost: ${own()}\r\nX-Slow: `)).toMatch(/^HTTP\/1\.1 408/);
    await expectAlive();
  });

  it('that connect and say nothing are sent away', async () => {
    await test.close();
    test = await openTestDoor({ limits: { requestMs: 300 } });
    expect(await talk(test.door, '')).toMatch(/^(HTTP\/1\.1 408|$)/);
    await expectAlive();
  });

  it('that open very many connections do not get them', async () => {
    await test.close();
    test = await openTestDoor({ limits: { connections: 10 } });
    const sockets = Array.from({ length: 60 }, () => plainSocket(test.door));
    const ended = sockets.map(
      (socket) =>
        new Promise<void>((resolve) => {
          socket.on('error', () => undefined);
          socket.on('close', () => resolve());
        }),
    );
    // 10 of 60 stay open, the others are cut off; once those go too, the door is free again.
    let cut = 0;
    for (const end of ended) void end.then(() => cut++);
    await vi.waitFor(() => expect(cut).toBe(50), { timeout: 20_000 });
    for (const socket of sockets) socket.destroy();
    await Promise.all(ended);
    await expectAlive();
  });
});

describe('the port', () => {
  it('that is busy is passed over', async () => {
    const next = await openTestDoor({ port: test.door.port });
    expect(next.door.port).toBeGreaterThan(test.door.port);
    await next.close();
  });

  it('belongs to the loopback interface only', async () => {
    const other = createServer();
    // Another address of this machine is free, so the door does not hold it.
    await new Promise<void>((resolve) => {
      other.listen(test.door.port, '127.0.0.2', resolve);
    });
    expect((other.address() as AddressInfo).port).toBe(test.door.port);
    await new Promise((resolve) => {
      other.close(resolve);
    });
  });
});
