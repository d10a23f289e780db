/**
 * Frame times of the Data page in a real Chromium while a recording of ten million events is scrubbed and played. Prints
 * one JSON document. The recording lies in a folder of the served workbench and is made here, seeded.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { encodeDat } from '../../engine/events/formats/dat.ts';
import { Random } from '../../engine/math/random.ts';
import { launchBrowser } from './browser.ts';
import { serveWorkbench } from './served-workbench.ts';

const EVENTS = Number(process.argv[2] ?? 10_000_000);
const [WIDTH, HEIGHT] = [640, 480];
const DURATION_US = 20_000_000;
const MOVES = 400;

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

interface Frames {
  readonly frames: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly mostMs: number;
  /** Pictures that came with another number of events than the one before. */
  readonly pictures: number;
}

/** Frame times while `work` runs. */
async function framesDuring(page: Page, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const record = { times: [] as number[], pictures: 0, last: '', on: true };
    Object.assign(globalThis, { frameRecord: record });
    const tick = (now: number): void => {
      record.times.push(now);
      const events = document.querySelector('[data-test="event-picture"]')?.getAttribute('data-events') ?? '';
      if (events !== record.last) record.pictures++;
      record.last = events;
      if (record.on) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await work();
  const { times, pictures } = await page.evaluate(() => {
    const { frameRecord } = globalThis as unknown as {
      frameRecord: { times: number[]; pictures: number; on: boolean };
    };
    frameRecord.on = false;
    return { times: frameRecord.times, pictures: frameRecord.pictures };
  });
  const deltas = times.slice(1).map((time, i) => time - times[i]);
  const sorted = deltas.sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { frames: sorted.length, medianMs: at(0.5), p99Ms: at(0.99), mostMs: at(1), pictures };
}

const browser = await launchBrowser();
if (typeof browser === 'string') throw new Error(browser);
const workbench = await serveWorkbench();
try {
  const file = join(workbench.home, 'long_td.dat');
  writeFileSync(file, recording());
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  page.setDefaultTimeout(120_000);
  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  await page.addInitScript((path) => localStorage.setItem('spikex.dataset', JSON.stringify(path)), file);
  await page.goto(workbench.url);
  await at('home-page').waitFor();
  const opening = performance.now();
  const open = await framesDuring(page, async () => {
    await at('page-data').click();
    await at('event-picture').waitFor();
  });
  const openMs = performance.now() - opening;
  const box = await at('play-scrub').boundingBox();
  if (!box) throw new Error('no scrub bar');
  const scrub = async (): Promise<void> => {
    const x = (share: number): number => box.x + 60 + (box.width - 80) * share;
    await page.mouse.move(x(0), box.y + box.height / 2);
    await page.mouse.down();
    for (let i = 1; i <= MOVES; i++) {
      // To and fro, with jumps: the hand of someone who looks for a place.
      const share = i % 50 === 0 ? (i / MOVES + 0.5) % 1 : 0.5 - 0.5 * Math.cos((3 * Math.PI * i) / MOVES);
      await page.mouse.move(x(share), box.y + box.height / 2);
    }
    await page.mouse.up();
  };
  const cold = await framesDuring(page, scrub);
  await page.waitForTimeout(500);
  const warm = await framesDuring(page, scrub);
  const playing = await framesDuring(page, async () => {
    await at('play-start').click();
    await at('play').click();
    await page.waitForTimeout(5000);
    await at('play').click();
  });
  process.stdout.write(`${JSON.stringify({ events: EVENTS, openMs, open, cold, warm, playing }, null, 1)}\n`);
} finally {
  await browser.close();
  await workbench.close();
}
process.exit(0);
