// The packed application, made by electron-builder from the built files into a stand-in of Electron's folder: what is
// inside, how the executable is locked down, and that host, worker and door run from the extracted archive on plain
// Node. What needs the runtime itself (the window, installers) is not checked here.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { electronFolder } from '../../support/electron-folder.ts';
import { serveWorkbench } from '../../support/served-workbench.ts';

const root = resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);
const isBuilt =
  existsSync(join(root, 'out/main/main.js')) && existsSync(join(root, 'out/renderer/index.html'));
const canPack = process.platform === 'linux' && process.arch === 'x64' && isBuilt;

const ON = 0x31;
const OFF = 0x30;

describe('the configuration', () => {
  const config = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8'));

  it('makes AppImage, deb, dmg and nsis installers with an icon', () => {
    expect(config.linux.target).toEqual(['AppImage', 'deb']);
    expect(config.mac.target).toContain('dmg');
    expect(config.win.target).toContain('nsis');
    const icon = readFileSync(join(root, config.directories.buildResources, 'icon.png'));
    // PNG: width and height stand at bytes 16 and 20; 512 is the least that icns and ico are made from.
    expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([1024, 1024]);
  });

  it('opens recordings, networks and bundles from the desktop, on Linux by their types', () => {
    const known: { ext: string; mimeType: string }[] = config.fileAssociations;
    expect(known.map(({ ext }) => ext)).toEqual(['aedat', 'aedat4', 'nir', 'spikexbundle']);
    expect(known.filter(({ mimeType }) => !mimeType.startsWith('application/x-'))).toEqual([]);
  });
});

describe.skipIf(!canPack)('the packed application (skipped unless built, on Linux x64)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spikex-packed-'));
  const packed = join(folder, 'dist', 'linux-unpacked');
  const archive = join(packed, 'resources', 'app.asar');
  const extracted = join(folder, 'extracted');
  let inside: string[] = [];

  beforeAll(async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'));
    await electronFolder(join(folder, 'electron'), version);
    // A mistake in electron-builder.yml ends this command: it checks its schema first.
    await run(
      process.execPath,
      [
        'node_modules/electron-builder/cli.js',
        '--linux',
        'dir',
        '--x64',
        '--publish',
        'never',
        `-c.electronDist=${join(folder, 'electron')}`,
        `-c.directories.output=${join(folder, 'dist')}`,
      ],
      { cwd: root, timeout: 100_000 },
    );
    inside = listPackage(archive, { isPack: false }).map((name) => name.replaceAll('\\', '/'));
    extractAll(archive, extracted);
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds what it needs', () => {
    for (const name of [
      'main/main.js',
      'main/worker.js',
      'main/team-worker.js',
      'main/decoder-thread.js',
      'main/licences.json',
      'preload/preload.cjs',
      'renderer/index.html',
      'wasm/kernels.wasm',
    ])
      expect(inside).toContain(`/out/${name}`);
    for (const name of [
      'networks/nmnist.json',
      'arch/spikex-8x8.json',
      'tech/paper.json',
      'papers/spikex.json',
    ])
      expect(inside).toContain(`/resources/${name}`);
  });

  it('holds nothing else: no sources, tests, maps, tools or dependencies that are bundled', () => {
    const allowed =
      /^\/(package\.json$|out$|out\/(main|preload|renderer|wasm)(\/|$)|resources(\/|$)|node_modules$|node_modules\/better-sqlite3(\/|$))/;
    expect(inside.filter((name) => !allowed.test(name))).toEqual([]);
    expect(inside.filter((name) => /\.(map|ts|vue|cc?|h|gyp|test\.\w+)$/.test(name))).toEqual([]);
    expect(inside.length).toBeLessThan(400);
  });

  it('has the database’s native module beside the archive, for this platform only', () => {
    const unpacked = `${archive}.unpacked/node_modules/better-sqlite3/prebuilds`;
    expect(readdirSync(unpacked)).toEqual(['linux-x64.node']);
  });

  it('keeps two languages of the browser inside, for the two of the window', () => {
    expect(readdirSync(join(packed, 'locales')).sort()).toEqual(['en-US.pak', 'zh-CN.pak']);
  });

  it('locks the executable down by its fuses', async () => {
    const wire = await getCurrentFuseWire(join(packed, 'spikex-workbench'));
    expect({
      runAsNode: wire[FuseV1Options.RunAsNode],
      nodeOptions: wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
      inspect: wire[FuseV1Options.EnableNodeCliInspectArguments],
      cookies: wire[FuseV1Options.EnableCookieEncryption],
      integrity: wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
      onlyAsar: wire[FuseV1Options.OnlyLoadAppFromAsar],
      fileProtocol: wire[FuseV1Options.GrantFileProtocolExtraPrivileges],
    }).toEqual({
      runAsNode: OFF,
      nodeOptions: OFF,
      inspect: OFF,
      cookies: ON,
      integrity: ON,
      onlyAsar: ON,
      fileProtocol: OFF,
    });
  });

  it('runs from the extracted archive on plain Node: database, worker and kernels', async () => {
    const home = join(folder, 'home');
    const { stdout } = await run(
      process.execPath,
      [
        join(extracted, 'out/main/cli.js'),
        'simulate',
        '--network',
        'nmnist-small',
        '--system',
        'spikex',
        '--spikes',
        'random:0.02',
        '--json',
      ],
      { cwd: folder, env: { ...process.env, SPIKEX_HOME: home }, timeout: 60_000 },
    );
    expect(stdout).toMatch(/"energyPj": ?[1-9]/);
    expect(existsSync(join(home, 'experiments.sqlite'))).toBe(true);
  }, 60_000);

  it('answers over the loopback door from the extracted archive', async () => {
    const workbench = await serveWorkbench({ entry: join(extracted, 'out/main/serve.js') });
    try {
      const opened = await fetch(workbench.url, { redirect: 'manual' });
      const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
      const page = await fetch(new URL('/', workbench.url), { headers: { cookie } });
      expect(page.status).toBe(200);
      const html = await page.text();
      expect(html).toContain('<div id="app"');
      const script = /src="([^"]+\.js)"/.exec(html)?.[1] ?? '';
      const code = await fetch(new URL(script, workbench.url), { headers: { cookie } });
      expect(code.headers.get('content-type')).toMatch(/javascript/);
    } finally {
      await workbench.close();
    }
  }, 60_000);
});
