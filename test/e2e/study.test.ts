// The quantisation study's page, and the exchange with other tools, in a real browser.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeQuantisation } from '../support/quantised-study.ts';
import { pageSuite } from '../support/page-suite.ts';
import { shootViews } from '../support/page-views.ts';
import type { ServedWorkbench } from '../support/served-workbench.ts';

const suite = await pageSuite('study and exchange');

describe.skipIf(suite.skipped)(suite.title, () => {
  let complaints: readonly string[] = [];
  let workbench: ServedWorkbench;
  let page: Page;
  let trainings = 0;
  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  const shots = (name: string) => shootViews(page, name);
  const saved = async (button: string): Promise<Buffer> => {
    const [download] = await Promise.all([page.waitForEvent('download'), at(button).click()]);
    return readFileSync(await download.path());
  };

  beforeAll(async () => {
    ({ page, complaints, workbench } = await suite.open({
      prepare: (home) => {
        trainings = writeQuantisation(join(home, 'experiments.sqlite'));
      },
    }));
  });

  afterAll(suite.close);

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
