// What only a real browser can tell: cookies, redirects, policies. Skipped, saying so, where there is none.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redirectPage } from '../../../electron/web/open-browser.ts';
import { launchBrowser } from '../../support/browser.ts';
import { openTestDoor, type TestDoor } from './test-door.ts';

const launched = await launchBrowser();
const folder = mkdtempSync(join(tmpdir(), 'spikex-browser-door-'));
let test: TestDoor;
let foreign: Server;

beforeAll(async () => {
  test = await openTestDoor();
  foreign = createServer((_request, response) =>
    response.setHeader('Content-Type', 'text/html').end('<title>foreign</title>'),
  );
  await new Promise<void>((resolve) => {
    foreign.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(async () => {
  if (typeof launched !== 'string') await launched.close();
  foreign.close();
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A page of a browser profile of its own, at the given address. */
async function pageAt(url: string): Promise<Page> {
  const page = await (launched as Browser).newPage();
  await page.goto(url);
  return page;
}
const home = (): string => `http://127.0.0.1:${test.door.port}/`;

/** In the page: does a WebSocket to the door open? */
const canOpenSocket = (page: Page, host: string): Promise<boolean> =>
  page.evaluate(
    (address) =>
      new Promise<boolean>((resolve) => {
        const socket = new WebSocket(`ws://${address}/rpc`);
        socket.addEventListener('open', () => resolve(true));
        socket.addEventListener('error', () => resolve(false));
      }),
    host,
  );

describe.skipIf(typeof launched === 'string')(
  `a browser${typeof launched === 'string' ? ` (skipped: ${launched})` : ''}`,
  () => {
    it('enters with the printed address, keeps the key from scripts, and may connect', async () => {
      const page = await pageAt(test.door.address());
      await page.waitForURL(home());
      expect(await page.title()).toBe('window');
      expect(await page.evaluate(() => document.cookie)).toBe('');
      expect(await canOpenSocket(page, new URL(home()).host)).toBe(true);
      await page.reload();
      expect(await page.title()).toBe('window');
    });

    it('enters through the file that opens it, although a strict cookie does not follow a redirect from there', async () => {
      const file = join(folder, 'open.html');
      writeFileSync(file, redirectPage(test.door.address()), { mode: 0o600 });
      const page = await pageAt(pathToFileURL(file).href);
      await page.waitForURL(home());
      await page.waitForFunction(() => document.title === 'window');
      expect(await page.title()).toBe('window');
    });

    it('may compile WebAssembly but not run text as code', async () => {
      const page = await pageAt(test.door.address());
      await page.waitForURL(home());
      const script = await page.evaluate(async () => {
        const module = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
        const wasm = await WebAssembly.compile(module).then(() => 'compiled', String);
        const inline = document.createElement('script');
        inline.textContent = 'window.wasRun = true';
        document.body.append(inline);
        return [wasm, Reflect.get(window, 'wasRun') ?? 'not run'];
      });
      expect(script).toEqual(['compiled', 'not run']);
    });

    it('without a key sees how to get one', async () => {
      const page = await pageAt(home());
      expect(await page.locator('main').innerText()).toContain('terminal');
    });

    it('on a page of another program of this machine cannot reach the door with the key of the user', async () => {
      const page = await pageAt(test.door.address());
      await page.waitForURL(home());
      // The same profile, so the cookie is there; another port is the same site for cookies.
      await page.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`);
      expect(await page.title()).toBe('foreign');
      expect(await canOpenSocket(page, new URL(home()).host)).toBe(false);
      const fetched = await page.evaluate(
        (url) =>
          fetch(url, { mode: 'no-cors', credentials: 'include' }).then(
            () => 'read',
            () => 'refused',
          ),
        home(),
      );
      expect(fetched).toBe('refused');
    });
  },
);
