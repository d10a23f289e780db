// The Data page on the built workbench in a real browser: open a folder of recordings, play, scrub, count pixels, change
// events and see what the network gets, drop a single file, hand the chain over to training.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDataset } from '../../electron/data/make-dataset.ts';
import { SLICE_EVENTS } from '../../engine/contract/index.ts';
import { encodeDat } from '../../engine/events/formats/dat.ts';
import { streamOf } from '../support/event-streams.ts';
import type { EventRow } from '../support/event-streams.ts';
import { pageSuite } from '../support/page-suite.ts';
import type { ServedWorkbench } from '../support/served-workbench.ts';

const WAIT = { timeout: 15_000 };
const suite = await pageSuite('the Data page');

describe.skipIf(suite.skipped)(suite.title, () => {
  let complaints: readonly string[] = [];
  let workbench: ServedWorkbench;
  let page: Page;

  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  /** Thin and hard spaces as plain ones. */
  const textOf = async (name: string): Promise<string> =>
    (await at(name).innerText()).replaceAll(/[\u00a0\u2009\u202f]/g, ' ');
  const eventsShown = async (): Promise<number> =>
    Number(await at('event-picture').getAttribute('data-events'));
  const openPath = async (path: string): Promise<void> => {
    await page.evaluate((value) => localStorage.setItem('spikex.dataset', JSON.stringify(value)), path);
    await page.reload();
    await at('data-page').waitFor();
    await at('event-picture').waitFor();
  };

  const prepare = async (home: string): Promise<void> => {
    const made = await makeDataset({
      kind: 'synthetic-gesture',
      out: join(home, 'gestures'),
      trainSamples: 11,
      testSamples: 11,
      seed: 3,
    });
    if (!made.ok) throw new Error(made.issues[0].message);
    // Two slices and a bit: one event per µs, sweeping a 64 x 48 sensor.
    const rows = Array.from({ length: 2 * SLICE_EVENTS + 1000 }, (_, i): EventRow => [
      i % 64,
      (i >> 6) % 48,
      i & 1,
      i,
    ]);
    const long = encodeDat(streamOf(rows, 64, 48), 'long');
    if (!long.ok) throw new Error(long.issues[0].message);
    writeFileSync(join(home, 'long_td.dat'), long.value);
  };

  beforeAll(async () => {
    ({ page, complaints, workbench } = await suite.open({ prepare }));
    await at('home-page').waitFor();
    await at('page-data').click();
    await at('data-page').waitFor();
  });

  afterAll(suite.close);

  it('opens a folder of gestures, binned as the network of this size wants it', async () => {
    await openPath(join(workbench.home, 'gestures'));
    expect(await textOf('dataset-facts')).toMatch(/Classes\s+11/);
    // 128 x 128 for dvsg-medium: two by two pixels joined, 300 steps.
    expect(await textOf('tensor-facts')).toMatch(/64 × 64 × 2 × 300/);
    expect(await textOf('bins-network')).toContain('dvsg-medium');
    await at('class-10').click();
    await expect.poll(() => textOf('recording-facts'), WAIT).toMatch(/Class\s+right hand wave/);
  });

  it('steps, plays and scrubs; the tensor follows', async () => {
    const position = () => textOf('play-position');
    await at('play-start').click();
    expect(await position()).toBe('0 ms');
    await at('play-forward').click();
    expect(await position()).toBe('20 ms');
    await at('play').click();
    await expect.poll(position, WAIT).not.toBe('20 ms');
    await at('play').click();
    const box = await at('play-scrub').boundingBox();
    if (!box) throw new Error('no scrub bar');
    await page.mouse.click(box.x + box.width * 0.6, box.y + box.height / 2);
    await expect.poll(() => textOf('tensor-picture'), WAIT).toMatch(/step 1[5-9]\d of 300/);
    expect(await eventsShown()).toBeGreaterThan(0);
  });

  it('shows what each transform leaves, and names a wrong parameter at its place', async () => {
    await at('transform-add').locator('input').click();
    await page.keyboard.type('Denoise');
    await page.keyboard.press('Enter');
    await expect.poll(() => textOf('transform-effect-0'), WAIT).toMatch(/events \(\d+(\.\d+)? %\)/);
    const field = at('transform-0-filterTimeUs').locator('input');
    await field.fill('-5');
    await field.press('Enter');
    await expect.poll(() => textOf('transforms'), WAIT).toMatch(/must be a number above 0 \(got -5\)/);
    await field.fill('5000');
    await field.press('Enter');
    await at('transform-add').locator('input').click();
    await page.keyboard.type('CropTime');
    await page.keyboard.press('Enter');
    await at('transform-1-maxUs').locator('input').fill('500000');
    await at('transform-1-maxUs').locator('input').press('Enter');
    await expect.poll(() => textOf('transform-effect-1'), WAIT).toMatch(/events/);
    await at('transforms-on').click();
    await expect.poll(() => at('transform-effect-0').count(), WAIT).toBe(0);
    await at('transforms-on').click();
    await at('transform-effect-1').waitFor();
  });

  it('cuts steps by the modes of ToFrame, with their own fields', async () => {
    const choose = async (label: string): Promise<void> => {
      await at('bins-mode').click();
      await page.locator('.n-base-select-option', { hasText: label }).click();
    };
    await choose('Event counts');
    await at('bins-events').locator('input').fill('50');
    await at('bins-events').locator('input').press('Enter');
    await expect.poll(() => textOf('tensor-facts'), WAIT).toMatch(/50 events/);
    await choose('T time bins');
    await at('bins-overlap').locator('input').fill('100');
    await at('bins-overlap').locator('input').press('Enter');
    await expect
      .poll(() => textOf('sample-issues'), WAIT)
      .toMatch(/must be a share of a step, 0 or more and below 1 \(got 1\)/);
    await at('bins-overlap').locator('input').fill('50');
    await at('bins-overlap').locator('input').press('Enter');
    await expect.poll(() => at('sample-issues').count(), WAIT).toBe(0);
    await choose('Fixed length from 0');
  });

  it('counts events per pixel and draws them in space and time', async () => {
    await at('view-pixels').click();
    await at('pixel-picture').waitFor();
    expect(await textOf('pixel-groups')).toMatch(/0\s+[\d ]+\s+\d+(\.\d)? %/);
    await at('view-spaceTime').click();
    await at('space-time').waitFor();
    await at('view-polarity').click();
  });

  it('fetches a longer recording as it is looked at; the window that is shown holds every event', async () => {
    await openPath(join(workbench.home, 'long_td.dat'));
    const box = await at('play-scrub').boundingBox();
    if (!box) throw new Error('no scrub bar');
    for (const share of [0.2, 0.55, 0.95, 0.55]) {
      await page.mouse.click(box.x + 60 + (box.width - 80) * share, box.y + box.height / 2);
      // One event per µs: 20 ms hold 20,000.
      await expect.poll(eventsShown, WAIT).toBe(20_000);
    }
    expect(await at('use-for-training').isDisabled()).toBe(true);
  });

  it('opens a file that is dropped', async () => {
    const bytes = [...readFileSync(join(workbench.home, 'long_td.dat')).subarray(0, 8000)];
    await page.evaluate((content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(content)], 'short_td.dat'));
      const target = document.querySelector('[data-test="data-page"]');
      for (const kind of ['dragenter', 'dragover', 'drop'])
        target?.dispatchEvent(
          new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }),
        );
    }, bytes);
    await expect.poll(() => textOf('dataset-facts'), WAIT).toMatch(/Name\s+short_td\.dat/);
  });

  it('hands chain and bins over to training, where they are saved with the run', async () => {
    await openPath(join(workbench.home, 'gestures'));
    await at('transform-add').locator('input').click();
    await page.keyboard.type('Denoise');
    await page.keyboard.press('Enter');
    await at('transform-effect-0').waitFor();
    await at('use-for-training').click();
    await at('train-page').waitFor();
    const chain = at('train-transforms');
    await chain.getByText('Denoise', { exact: true }).waitFor();
    await chain.locator('[data-test="transform-add"] input').click();
    await page.keyboard.type('DropEvent');
    await page.keyboard.press('Enter');
    await chain.locator('[data-test="transform-1-p"] input').fill('2');
    await chain.locator('[data-test="transform-1-p"] input').press('Enter');
    await at('train-start').click();
    await chain.getByText(/must .*\(got 2\)/).waitFor();
    expect(complaints).toEqual([]);
  });
});
