// The Train page on the built workbench: a sweep over β on one page, a training paused and gone on with, a sample looked at.
import { readFileSync } from 'node:fs';
import * as jsfive from 'jsfive';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageSuite } from '../support/page-suite.ts';
import { shootViews } from '../support/page-views.ts';
import type { ServedWorkbench } from '../support/served-workbench.ts';

const suite = await pageSuite('the Train page');

describe.skipIf(suite.skipped)(suite.title, () => {
  let complaints: readonly string[] = [];
  let workbench: ServedWorkbench;
  let page: Page;

  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  const fill = async (name: string, value: string): Promise<void> => {
    const field = at(`train-${name}`)
      .locator('input')
      .or(page.locator(`input[data-test="train-${name}"]`));
    await field.first().fill(value);
  };
  const shot = (name: string) => shootViews(page, name);

  beforeAll(async () => {
    ({ page, complaints, workbench } = await suite.open({ timeoutMs: 60_000 }));
    await at('home-page').waitFor();
  });

  afterAll(suite.close);

  const describeTraining = async (epochs: number): Promise<void> => {
    await page.evaluate(() => (location.hash = '#/train/new'));
    await at('train-form').waitFor();
    await at('train-network').click();
    await page.getByText('nmnist-small', { exact: false }).last().click();
    await fill('maxTrain', '80');
    await fill('maxTest', '40');
    await fill('epochs', String(epochs));
  };

  it('sweeps β and shows accuracy, densities, EDP and layers on one page', async () => {
    await describeTraining(6);
    await fill('sweepBetas', '0, 0.003, 0.03');
    await fill('sweepSeeds', '1');
    await shot('train-form');
    await at('train-start-sweep').click();
    await at('train-sweep').waitFor();
    await expect.poll(() => at('sweep-table').locator('tbody tr').count(), { timeout: 120_000 }).toBe(3);
    for (const chart of ['accuracy', 'edp-per-inference', 'spike-density', 'tw-density'])
      await at(`sweep-${chart}`).first().waitFor();
    expect(await at('sweep-layers').locator('tbody tr').count()).toBe(3);
    expect(await at('sweep-table').innerText()).toMatch(/baseline/);
    await shot('train-sweep');
  });

  it('pauses a training and goes on after its last complete epoch', async () => {
    await describeTraining(200);
    await at('train-start').click();
    await at('train-live').waitFor();
    await expect.poll(() => at('train-activity').locator('tbody tr').count(), { timeout: 60_000 }).toBe(3);
    await at('train-pause').click();
    await at('train-resume').waitFor();
    expect(await at('train-message').innerText()).toMatch(/paused by the user/);
    await at('train-resume').click();
    await at('train-pause').waitFor();
    await at('train-stop').click();
    await at('train-resume').waitFor();
  });

  it('shows the spikes and the potential behind one answer', async () => {
    await page.evaluate(() => (location.hash = '#/train/new'));
    await at('train-subject').click();
    await page.getByText('β 0.03', { exact: false }).first().click();
    await at('train-live').waitFor();
    await at('train-detail-raster').click();
    await at('look-raster').waitFor();
    expect(await at('look-verdict').innerText()).toMatch(/^reads /);
    await shot('train-live');
    await at('look-next').click();
    await expect.poll(() => at('look-sample').innerText()).toMatch(/Sample 2/);
    await at('look-layer').selectOption('1');
    await at('train-detail-potential').click();
    await at('look-potential').waitFor();
    await shot('train-potential');
    await at('train-detail-confusion').click();
    await at('confusion').waitFor();
  });

  it('saves a finished training as NIR, and its integer weights', async () => {
    await page.evaluate(() => (location.hash = '#/runs'));
    await page.locator('.n-data-table-td', { hasText: 'β 0.03' }).first().click();
    await at('run-nir-export').click();
    await page.locator('input#nir-export-dt').fill('none');
    expect(await at('nir-export-wrong').innerText()).toContain('above 0 ms');
    expect(await at('nir-export-network').isDisabled()).toBe(true);
    await page.locator('input#nir-export-dt').fill('');
    await shot('runs-nir-export');
    const [network] = await Promise.all([page.waitForEvent('download'), at('nir-export-network').click()]);
    expect(network.suggestedFilename()).toMatch(/\.nir$/);
    const bytes = Uint8Array.from(readFileSync(await network.path()));
    const hdf5 = new jsfive.File(bytes.buffer, 'network.nir');
    expect([...(hdf5.get('node') as jsfive.Group).keys].sort()).toEqual(['edges', 'nodes', 'type']);
    await page.locator('input#nir-export-bits').fill('4');
    const [weights] = await Promise.all([page.waitForEvent('download'), at('nir-export-weights').click()]);
    expect(weights.suggestedFilename()).toMatch(/\.weights\.json$/);
    const { schema, nodes } = JSON.parse(readFileSync(await weights.path(), 'utf8'));
    expect(schema).toBe('spikex-nir-weights/1');
    expect(Object.values(nodes)).toContainEqual(expect.objectContaining({ bits: 4 }));
    await page.keyboard.press('Escape');
  });

  it('complains of nothing', () => {
    expect(complaints).toEqual([]);
    expect(workbench.log()).not.toMatch(/Error|fault/);
  });
});
