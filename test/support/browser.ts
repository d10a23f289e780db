/** A real Chromium for the end-to-end tests: the system's browser, else the one that an npm package carries. */
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const SYSTEM_BROWSERS: Record<string, readonly string[]> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
];

interface BrowserFile {
  readonly file: string;
  readonly args: readonly string[];
}

async function browserFile(): Promise<BrowserFile | null> {
  const chosen = process.env['SPIKEX_BROWSER'];
  const system = [chosen ?? '', ...(SYSTEM_BROWSERS[process.platform] ?? [])].find(
    (file) => file && existsSync(file),
  );
  if (system) return { file: system, args: FLAGS };
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const { default: packaged } = await import('@sparticuz/chromium');
  return { file: await packaged.executablePath(), args: FLAGS };
}

const NONE = 'no Chromium, Chrome or Edge found; install one or set SPIKEX_BROWSER to its path';

export async function whyNoBrowser(): Promise<string | null> {
  return (await browserFile()) ? null : NONE;
}

/** Starts the browser, or says in one sentence why there is none. */
export async function launchBrowser(): Promise<Browser | string> {
  const found = await browserFile();
  if (!found) return NONE;
  const home = mkdtempSync(join(tmpdir(), 'spikex-browser-'));
  return chromium.launch({
    executablePath: found.file,
    args: [...found.args],
    env: { ...process.env, HOME: process.env['HOME'] ?? home, XDG_CACHE_HOME: home },
  });
}
