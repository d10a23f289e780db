// The real desktop application, wherever Electron's binary and a display are; elsewhere skipped, saying so.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..', '..');
const runtime: { installedElectron(): string | null } = await import(
  pathToFileURL(join(root, 'scripts', 'lib', 'electron-runtime.mjs')).href
);
const executable = runtime.installedElectron();
const isBuilt = existsSync(join(root, 'out', 'main', 'main.js'));
const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
const missing = [
  executable ? [] : ['no Electron binary here'],
  isBuilt ? [] : ['out/ is not built'],
  hasDisplay ? [] : ['no display'],
].flat();

describe.skipIf(missing.length > 0)(
  `the desktop application${missing.length ? ` (skipped: ${missing.join(', ')})` : ''}`,
  () => {
    let home: string;
    let app: ElectronApplication;
    let page: Page;

    beforeAll(async () => {
      home = mkdtempSync(join(tmpdir(), 'spikex-electron-'));
      // Chromium's own sandbox cannot start for root, as in containers.
      const flags = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      app = await _electron.launch({
        executablePath: executable ?? '',
        args: [root, ...flags],
        env: { ...(process.env as Record<string, string>), SPIKEX_HOME: home },
      });
      page = await app.firstWindow();
    });
    afterAll(async () => {
      await app?.close();
      rmSync(home, { recursive: true, force: true });
    });

    it('shows the workbench, connected to its host', async () => {
      await page.locator('[data-test="open-palette"]').waitFor();
      expect(page.url()).toMatch(/^app:\/\/workbench\//);
      expect(await page.locator('[data-test="connection-lost"]').count()).toBe(0);
    });

    it('gives the page the workbench and nothing else', async () => {
      const seen = await page.evaluate(() => ({
        workbench: Object.keys(Reflect.get(window, 'workbench')).sort(),
        require: typeof Reflect.get(window, 'require'),
        process: typeof Reflect.get(window, 'process'),
        isolated: crossOriginIsolated,
      }));
      expect(seen).toEqual({
        workbench: ['call', 'on'],
        require: 'undefined',
        process: 'undefined',
        isolated: true,
      });
    });

    it('answers calls, typed arrays included', async () => {
      const labels = await page.evaluate(async () => {
        const { call } = Reflect.get(window, 'workbench');
        const outcome = await call('data.open', { source: 'synthetic-nmnist' });
        return outcome.ok ? outcome.value.labels.constructor.name : JSON.stringify(outcome.issues);
      });
      expect(labels).toBe('Uint16Array');
    });

    it('stays where it is', async () => {
      await page.evaluate(() => {
        location.href = 'https://example.org/';
        window.open('https://example.org/');
      });
      expect(await app.windows()).toHaveLength(1);
      expect(page.url()).toMatch(/^app:\/\/workbench\//);
    });
  },
);
