/** A page of the workbench in both sizes and schemes that every page is looked at in, and what it complains of. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
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

export async function openWatched(browser: Browser, url: string, timeoutMs: number): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: SIZES[0], colorScheme: 'light' });
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

/** Pictures under out/shots; the page is left large and light. */
export async function shootViews(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  for (const size of SIZES)
    for (const scheme of ['light', 'dark'] as const) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: scheme });
      await settled(page);
      await page.screenshot({ path: join(SHOTS, `${name}-${size.width}-${scheme}.png`) });
    }
  await page.setViewportSize(SIZES[0]);
  await page.emulateMedia({ colorScheme: 'light' });
}
