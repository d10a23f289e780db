/** What a browser suite begins and ends with: the built workbench behind its door, a watched page on it, both closed. */
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { whyNoBrowser, launchBrowser } from './browser.ts';
import { openWatched, type WatchedPage } from './page-views.ts';
import { serveWorkbench, type ServedWorkbench, type ServeOptions } from './served-workbench.ts';

export interface OpenedSuite extends WatchedPage {
  readonly browser: Browser;
  readonly workbench: ServedWorkbench;
}

export interface PageSuite {
  readonly skipped: boolean;
  /** With the reason where the suite is skipped. */
  readonly title: string;
  open(options?: {
    readonly prepare?: ServeOptions['prepare'];
    /** Longest wait for anything on the page. */
    readonly timeoutMs?: number;
    readonly context?: BrowserContextOptions;
  }): Promise<OpenedSuite>;
  close(): Promise<void>;
}

/** Throws where a browser is required and there is none. */
export async function pageSuite(title: string): Promise<PageSuite> {
  const missing = await whyNoBrowser();
  if (missing && process.env['SPIKEX_REQUIRE_BROWSER']) throw new Error(`browser suite: ${missing}`);
  let browser: Browser | undefined;
  let workbench: ServedWorkbench | undefined;
  return {
    skipped: missing !== null,
    title: missing ? `${title} (${missing})` : title,
    async open({ prepare, timeoutMs = 30_000, context } = {}) {
      const launched = await launchBrowser();
      if (typeof launched === 'string') throw new Error(launched);
      browser = launched;
      workbench = await serveWorkbench({ prepare });
      return { browser, workbench, ...(await openWatched(browser, workbench.url, timeoutMs, context)) };
    },
    async close() {
      await browser?.close();
      await workbench?.close();
    },
  };
}
