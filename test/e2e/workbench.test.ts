// The first whole loop as a newcomer meets it, in a real browser on the built workbench: the demo from the first
// screen to the accuracy-against-EDP chart, then a folder of event files.
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDataset } from '../../electron/data/make-dataset.ts';
import { pageSuite } from '../support/page-suite.ts';
import { shoot } from '../support/page-views.ts';
import type { ServedWorkbench } from '../support/served-workbench.ts';

const DEMO_LIMIT_MS = 300_000;
const suite = await pageSuite('the workbench in a browser');

describe.skipIf(suite.skipped)(suite.title, () => {
  let complaints: readonly string[] = [];
  let workbench: ServedWorkbench;
  let page: Page;

  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  const open = async (name: string): Promise<void> => {
    await at(`page-${name}`).click();
    await at(`${name}-page`).waitFor();
  };
  const shot = (name: string) => shoot(page, name);

  beforeAll(async () => {
    ({ page, complaints, workbench } = await suite.open());
    await at('home-page').waitFor();
  });

  afterAll(suite.close);

  it('opens on the demo, ready to run', async () => {
    expect(await at('run-demo').isVisible()).toBe(true);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await shot('home');
  });

  it('runs the demo, and the curve of its first run moves', { timeout: DEMO_LIMIT_MS }, async () => {
    await at('run-demo').click();
    await at('demo-progress').waitFor();
    await open('runs');
    const running = page.locator('[data-test^="runs-row-"]', { hasText: 'Running' }).first();
    await running.waitFor();
    const runId = (await running.getAttribute('data-test'))?.replace('runs-row-', '') ?? '';
    await page.evaluate((id) => (location.hash = `#/train/${id}`), runId);
    await at('train-live').waitFor();
    await at('train-loss-table').click();
    const points = () => at('train-loss').locator('tbody tr').count();
    await expect.poll(points, { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
    const before = await points();
    await expect.poll(points, { timeout: 60_000 }).toBeGreaterThan(before);
    await at('train-loss-table').click();
    await expect.poll(() => at('train-activity').locator('tbody tr').count(), { timeout: 60_000 }).toBe(4);
    await shot('train');
  });

  it(
    'ends with four runs in the table and at least three points in the chart',
    async () => {
      await open('home');
      await at('demo-done').waitFor({ timeout: DEMO_LIMIT_MS });
      await shot('home-done');
      await open('runs');
      await expect.poll(() => page.locator('[data-test^="runs-row-"]', { hasText: 'Done' }).count()).toBe(4);
      await shot('runs');
      await open('compare');
      await page.locator('[data-test^="compare-row-"]').first().waitFor();
      expect(await page.locator('[data-test^="compare-row-"]').count()).toBeGreaterThanOrEqual(3);
      await at('facet-synthetic-nmnist').locator('svg, canvas').first().waitFor();
      await shot('compare');
    },
    DEMO_LIMIT_MS + 60_000,
  );

  it('shows the points as a table, and one line for each run and system', async () => {
    const facet = at('facet-synthetic-nmnist');
    const button = facet.locator('[data-test$="-table"]');
    await button.click();
    expect(await facet.locator('tbody tr').count()).toBe(8);
    await button.click();
  });

  it('opens a folder of event files from its roots and draws a recording', async () => {
    const folder = join(workbench.home, 'digits');
    const made = await makeDataset({
      kind: 'synthetic-nmnist',
      out: folder,
      trainSamples: 40,
      testSamples: 10,
      seed: 5,
    });
    if (!made.ok) throw new Error(made.issues[0].message);
    await open('data');
    await at('choose-folder').click();
    await at('chooser-path').fill(folder);
    await at('chooser-go').click();
    await at('chooser-accept').click();
    await expect.poll(() => at('dataset').innerText()).toContain('digits');
    await at('event-picture').waitFor();
    await expect
      .poll(async () => Number(await at('event-picture').getAttribute('data-events')))
      .toBeGreaterThan(0);
    await shot('data');
  });

  it('names what is wrong with a folder, and stays alive', async () => {
    mkdirSync(join(workbench.home, 'nothing-here'));
    await at('choose-folder').click();
    await at('chooser-path').fill(join(workbench.home, 'nothing-here'));
    await at('chooser-go').click();
    await at('chooser-accept').click();
    await at('issue').first().waitFor();
    expect(await at('issue').first().innerText()).toMatch(/nothing-here/);
    await at('choose-folder').click();
    await at('chooser-path').fill('/etc');
    await at('chooser-go').click();
    await page.locator('dialog, [role="dialog"]').locator('[data-test="issue"]').first().waitFor();
    await at('chooser-cancel').click();
  });

  it('is drawn in the dark and in a small window, too', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const [width, height] of [
      [1440, 900],
      [1024, 720],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const name of ['home', 'data', 'simulate', 'train', 'runs', 'compare']) {
        await open(name);
        await shot(`${name}-dark-${width}`);
      }
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    }
  });

  it('never complained on the console, and the host logged no fault', () => {
    expect(complaints).toEqual([]);
    expect(workbench.log()).not.toMatch(/fault/);
  });
});

const realData = process.env['SPIKEX_TEST_DATA'];
const samples = realData ? join(realData, 'nmnist') : '';

const real = await pageSuite('a real N-MNIST folder in the window (needs SPIKEX_TEST_DATA)');

describe.skipIf(real.skipped || !existsSync(samples))(real.title, () => {
  afterAll(real.close);

  it('is summarised with its classes and trained on', async () => {
    const { page, complaints, workbench } = await real.open({
      timeoutMs: 60_000,
      prepare(home) {
        for (const digit of readdirSync(join(samples, 'Train')).slice(0, 10)) {
          const files = readdirSync(join(samples, 'Train', digit)).slice(0, 6);
          for (const file of files)
            cpSync(join(samples, 'Train', digit, file), join(home, 'nmnist/Train', digit, file));
        }
      },
    });
    const at = (name: string) => page.locator(`[data-test="${name}"]`);
    await at('page-data').click();
    await at('choose-folder').click();
    await at('chooser-path').fill(join(workbench.home, 'nmnist'));
    await at('chooser-go').click();
    await at('chooser-accept').click();
    await expect.poll(() => at('dataset-facts').innerText(), { timeout: 60_000 }).toMatch(/60/);
    await shoot(page, 'data-real');
    await at('use-for-training').click();
    await at('train-form').waitFor();
    await at('train-epochs')
      .locator('input')
      .or(page.locator('input[data-test="train-epochs"]'))
      .first()
      .fill('2');
    await at('train-start').click();
    await at('train-live').waitFor();
    await expect.poll(() => at('train-state').innerText(), { timeout: 60_000 }).toMatch(/done/i);
    expect(complaints).toEqual([]);
  });
});
