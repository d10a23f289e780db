/** A page of the workbench with what it complains of, and its pictures: as it is, or in every size and scheme. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { settled } from './settled.ts';

const SHOTS = resolve(import.meta.dirname, '../../out/shots');
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 720 },
];

export interface WatchedPage {
  readonly page: Page;
  /** Uncaught errors and errors on the console, as they come. */
  readonly complaints: readonly string[];
}

export async function openWatched(
  browser: Browser,
  url: string,
  timeoutMs: number,
  options?: BrowserContextOptions,
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: SIZES[0], colorScheme: 'light', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.setDefaultTimeout(timeoutMs);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints };
}

/** A picture under out/shots, as the page stands. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await settled(page);
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

/** Without transitions, which a picture would catch half way between the schemes. The page is left light. */
export async function shootSchemes(page: Page, name: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await shoot(page, `${name}-${scheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.emulateMedia({ reducedMotion: null });
}

/** In both sizes and schemes that every page is looked at in; the page is left large and light. */
export async function shootViews(page: Page, name: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await shootSchemes(page, `${name}-${size.width}`);
  }
  await page.setViewportSize(SIZES[0]);
}
