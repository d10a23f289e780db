/** Frame times of the Hardware page while the schedule of N-MNIST CONV2 is played and stepped through. */
import type { Browser } from 'playwright-core';
import { FRAME_PROBE, frameFigures, type FrameFigures } from '../../bench/frames.ts';
import { serveWorkbench } from '../support/served-workbench.ts';

const PLAYED_MS = 5000;
const STEPS = 150;

export interface PlaybackFigures {
  /** From the choice of the page until the strips stand. */
  readonly openMs: number;
  readonly playing: FrameFigures;
  readonly stepping: FrameFigures;
}

export async function playbackFrames(browser: Browser): Promise<PlaybackFigures> {
  const workbench = await serveWorkbench();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    const at = (name: string) => page.locator(`[data-test="${name}"]`);
    const framesDuring = async (work: () => Promise<void>): Promise<FrameFigures> => {
      await page.evaluate(FRAME_PROBE);
      await work();
      return frameFigures(await page.evaluate<number[]>('window.stopFrames()'));
    };
    await page.goto(workbench.url);
    await at('home-page').waitFor();
    const opening = performance.now();
    await page.evaluate(() => (location.hash = '#/hardware/playback'));
    await at('playback-strips').waitFor();
    const openMs = performance.now() - opening;
    await page.waitForTimeout(500);
    const playing = await framesDuring(async () => {
      await at('playback-play').click();
      await page.waitForTimeout(PLAYED_MS);
      await at('playback-play').click();
    });
    await at('playback-start').click();
    await page.locator('h1').first().click();
    const stepping = await framesDuring(async () => {
      for (let i = 0; i < STEPS; i++) await page.keyboard.press('ArrowRight');
    });
    return { openMs, playing, stepping };
  } finally {
    await context.close();
    await workbench.close();
  }
}
