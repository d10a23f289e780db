/**
 * Frame times of the Data page while a recording of ten million events is scrubbed and played. The recording lies in a
 * folder of the served workbench and is made here, seeded.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { FRAME_PROBE, frameFigures, type FrameFigures } from '../../bench/frames.ts';
import { encodeDat } from '../../engine/events/formats/dat.ts';
import { Random } from '../../engine/math/random.ts';
import { serveWorkbench } from '../support/served-workbench.ts';

export const SCRUBBED_EVENTS = 10_000_000;
const EVENTS = SCRUBBED_EVENTS;
const [WIDTH, HEIGHT] = [640, 480];
const DURATION_US = 20_000_000;
const MOVES = 400;

export interface ScrubFigures {
  /** From the click until the first picture stands. */
  readonly openMs: number;
  /** Slices are fetched on the way, and then all at hand. */
  readonly cold: FrameFigures;
  readonly warm: FrameFigures;
  readonly playing: FrameFigures;
}

/** Two edges that sweep the picture, and noise everywhere: what a camera before a turning scene gives. */
function recording(): Uint8Array {
  const random = new Random(1);
  const stream = {
    width: WIDTH,
    height: HEIGHT,
    x: new Uint16Array(EVENTS),
    y: new Uint16Array(EVENTS),
    p: new Uint8Array(EVENTS),
    tUs: new Float64Array(EVENTS),
  };
  for (let i = 0; i < EVENTS; i++) {
    const t = Math.floor((i / EVENTS) * DURATION_US);
    const isNoise = random.uniform() < 0.1;
    const edge = (t / 1_000_000) * WIDTH * 0.8 + (random.uniform() < 0.5 ? 0 : WIDTH / 2);
    stream.x[i] = isNoise ? random.below(WIDTH) : Math.floor(edge + random.uniform() * 6) % WIDTH;
    stream.y[i] = random.below(HEIGHT);
    stream.p[i] = random.below(2);
    stream.tUs[i] = t;
  }
  const bytes = encodeDat(stream, 'scrub');
  if (!bytes.ok) throw new Error(bytes.issues[0].message);
  return bytes.value;
}

async function framesDuring(page: Page, work: () => Promise<void>): Promise<FrameFigures> {
  await page.evaluate(FRAME_PROBE);
  await work();
  return frameFigures(await page.evaluate<number[]>('window.stopFrames()'));
}

export async function scrubFrames(browser: Browser): Promise<ScrubFigures> {
  const workbench = await serveWorkbench();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const file = join(workbench.home, 'long_td.dat');
    writeFileSync(file, recording());
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    const at = (name: string) => page.locator(`[data-test="${name}"]`);
    await page.addInitScript((path) => localStorage.setItem('spikex.dataset', JSON.stringify(path)), file);
    await page.goto(workbench.url);
    await at('home-page').waitFor();
    const opening = performance.now();
    await at('page-data').click();
    await at('event-picture').waitFor();
    const openMs = performance.now() - opening;
    const cold = await framesDuring(page, () => scrub(page));
    await page.waitForTimeout(500);
    const warm = await framesDuring(page, () => scrub(page));
    const playing = await framesDuring(page, async () => {
      await at('play-start').click();
      await at('play').click();
      await page.waitForTimeout(5000);
      await at('play').click();
    });
    return { openMs, cold, warm, playing };
  } finally {
    await context.close();
    await workbench.close();
  }
}

/** To and fro, with jumps: the hand of someone who looks for a place. */
async function scrub(page: Page): Promise<void> {
  const box = await page.locator('[data-test="play-scrub"]').boundingBox();
  if (!box) throw new Error('scrub: the page has no scrub bar');
  const [y, x] = [box.y + box.height / 2, (share: number) => box.x + 60 + (box.width - 80) * share];
  await page.mouse.move(x(0), y);
  await page.mouse.down();
  for (let i = 1; i <= MOVES; i++) {
    const swing = 0.5 - 0.5 * Math.cos((3 * Math.PI * i) / MOVES);
    await page.mouse.move(x(i % 50 === 0 ? (i / MOVES + 0.5) % 1 : swing), y);
  }
  await page.mouse.up();
}
