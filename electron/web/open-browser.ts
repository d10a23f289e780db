/**
 * Opens the default browser at a one-time address. The address does not appear on a command line, which every user
 * of the machine can read: the browser is given a file of ours (mode 0600) that leads there.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

export interface BrowserLauncher {
  /** Removes the file that led the browser here. */
  dispose(): void;
}

/** A browser that does not start is no error: the address stands on the terminal. */
export function openBrowser(url: string, log: (line: string) => void): BrowserLauncher {
  const folder = mkdtempSync(join(tmpdir(), 'spikex-open-')); // mode 0700
  const file = join(folder, 'open.html');
  writeFileSync(file, redirectPage(url), { mode: 0o600 });
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, pathToFileURL(file).href], { stdio: 'ignore', detached: true });
  child.on('error', () => log('No browser could be started; open the address above yourself.'));
  child.unref();
  return { dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

export function redirectPage(url: string): string {
  const safe = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url=${safe}"><title>Opening SpikeX Workbench</title></head>
<body><p><a href="${safe}" rel="noreferrer">Open SpikeX Workbench</a></p></body></html>
`;
}
