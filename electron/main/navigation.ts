/** The window shows its own pages and nothing else. Links to known places open in the user's browser. */
import { app, shell } from 'electron';
import { isOwnPage } from './origin.ts';

/** Where the workbench itself points to: papers, standards, its licence. */
const KNOWN_HOSTS: ReadonlySet<string> = new Set([
  'doi.org',
  'arxiv.org',
  'ieeexplore.ieee.org',
  'dl.acm.org',
  'github.com',
  'creativecommons.org',
  'opensource.org',
]);

export function isKnownLink(url: string): boolean {
  const parsed = URL.parse(url);
  return (
    parsed !== null &&
    parsed.protocol === 'https:' &&
    parsed.port === '' &&
    parsed.username === '' &&
    KNOWN_HOSTS.has(parsed.hostname)
  );
}

/** For every page that is ever created, whoever creates it. */
export function setupNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (isOwnPage(event.url)) return;
      event.preventDefault();
      openKnownLink(event.url);
    });
    contents.on('will-redirect', (event) => {
      if (!isOwnPage(event.url)) event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      if (!isOwnPage(event.url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      openKnownLink(url);
      return { action: 'deny' };
    });
  });
}

function openKnownLink(url: string): void {
  if (isKnownLink(url)) void shell.openExternal(url);
}
