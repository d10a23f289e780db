/** One window on a page of our own: its isolation, its headers, its paths. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as standIn from '../../support/electron-stand-in.ts';
import { PAGE, check, contents, serve, until } from './harness.ts';

export async function windowChecks(): Promise<void> {
  await check('one window opens, sandboxed and isolated, on a page of our own', async () => {
    await until('the page', () => standIn.timesOf('loadURL') > 0);
    assert.equal(standIn.windows.length, 1);
    const web = standIn.windows[0].options.webPreferences ?? {};
    assert.deepEqual(
      [web.sandbox, web.contextIsolation, web.nodeIntegration, web.webSecurity, web.webviewTag],
      [true, true, false, true, false],
    );
    assert.ok(existsSync(String(web.preload)), 'the preload file must exist');
    assert.equal(contents().mainFrame.url, PAGE);
    assert.equal(standIn.timesOf('show'), 1);
  });

  await check('the page comes with its protecting headers', async () => {
    const page = await serve(PAGE);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /<div id="app"/);
    assert.match(
      String(page.headers.get('content-security-policy')),
      /default-src 'self'.*frame-ancestors 'none'/,
    );
    assert.equal(page.headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.equal(page.headers.get('cross-origin-embedder-policy'), 'require-corp');
  });

  await check('no path leads out of the window folder', async () => {
    const paths = [
      '../main/main.js',
      '%2e%2e/main/main.js',
      '..%2fmain%2fmain.js',
      '../../package.json',
      'assets',
    ];
    for (const path of paths) assert.equal((await serve(PAGE + path)).status, 404, path);
    for (const path of ['%', 'a%00b', '..%5cx']) assert.equal((await serve(PAGE + path)).status, 400, path);
    assert.equal((await serve('app://elsewhere/index.html')).status, 403);
    assert.equal((await serve(PAGE, 'POST')).status, 405);
  });
}
