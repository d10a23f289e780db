// The quantisation study's page, and the exchange with other tools, in a real browser.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { writeQuantisation } from '../support/quantised-study.ts';
import { settled } from '../support/settled.ts';
import { serveWorkbench, type ServedWorkbench } from '../support/served-workbench.ts';

const SHOTS = join(resolve(import.meta.dirname, '../../out'), 'shots');
const browserOrReason = await launchBrowser();
const hasBrowser = typeof browserOrReason !== 'string';
if (!hasBrowser && process.env['SPIKEX_REQUIRE_BROWSER'])
  throw new Error(`browser suite: ${browserOrReason}`);

describe.skipIf(!hasBrowser)(`study and exchange${hasBrowser ? '' : ` (${browserOrReason})`}`, () => {
  const browser = browserOrReason as Browser;
  const complaints: string[] = [];
  let workbench: ServedWorkbench;
  let page: Page;
  let trainings = 0;
  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  const shots = async (name: string): Promise<void> => {
    for (const [width, height] of [
      [1440, 900],
      [1024, 720],
    ]) {
      await page.setViewportSize({ width, height });
      for (const scheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await settled(page);
        await page.screenshot({ path: join(SHOTS, `${name}-${width}-${scheme}.png`) });
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
  };
  const saved = async (button: string): Promise<Buffer> => {
    const [download] = await Promise.all([page.waitForEvent('download'), at(button).click()]);
    return readFileSync(await download.path());
  };

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    workbench = await serveWorkbench({
      prepare: (home) => {
        trainings = writeQuantisation(join(home, 'experiments.sqlite'));
      },
    });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(workbench.url);
  });

  afterAll(async () => {
    await browser.close();
    await workbench.close();
  });

  it('answers what bits do, coding by coding, with every format beside', async () => {
    await at('page-train').click();
    await page.evaluate(() => (location.hash = '#/train/quantisation'));
    await at('quantisation-table').waitFor();
    expect(await at('quantisation').innerText()).toContain(`${trainings} of ${trainings} trainings`);
    // 2 bits lose five points, 4 bits nothing: the answer is about 4 bits.
    const answers = await at('quantisation-answers').locator('p').allInnerTexts();
    expect(answers).toHaveLength(2);
    for (const answer of answers)
      expect(answer).toMatch(
        /int4 instead of fp32 takes 14\.7× less energy on SpikeX, .*; sparsity \+0\.9 points, accuracy 0\.0/,
      );
    expect(await at('quantisation-table').locator('tbody tr').count()).toBe(8);
    expect(await at('quantisation-published').innerText()).not.toBe('');
    await shots('quantisation');
  });

  it('writes files of other tools', async () => {
    await at('page-simulate').click();
    await at('simulate-exchange').click();
    await at('exchange-scalesim').click();
    await at('exchange-save-nmnist.csv').waitFor();
    const topology = await saved('exchange-save-nmnist.csv');
    expect(topology.toString()).toMatch(/CONV2/);
    const cfg = await saved('exchange-save-nmnist.cfg');
    await at('exchange-npy').click();
    await at('exchange-save-CONV1.npy').waitFor();
    expect((await saved('exchange-save-CONV1.npy')).subarray(1, 6).toString()).toBe('NUMPY');
    await shots('exchange');
    writeFileSync(join(workbench.home, 'net.csv'), topology);
    writeFileSync(join(workbench.home, 'net.cfg'), cfg);
  });

  it('takes a SCALE-Sim network back into the editor', async () => {
    await at('exchange-topology-input').setInputFiles(join(workbench.home, 'net.csv'));
    await at('exchange-cfg-input').setInputFiles(join(workbench.home, 'net.cfg'));
    await at('exchange-read').click();
    await at('network-table').waitFor();
    await expect.poll(() => at('network-row-1').innerText()).toContain('CONV2');
    expect(complaints).toEqual([]);
  });
});
