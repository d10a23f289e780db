// The Paper page on the built workbench: what is missing is run and stopped, a figure moves with its settings, the report is saved.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageSuite } from '../support/page-suite.ts';
import { shootViews } from '../support/page-views.ts';
import type { ServedWorkbench } from '../support/served-workbench.ts';

const LONG = { timeout: 60_000 };
const suite = await pageSuite('the Paper page');

describe.skipIf(suite.skipped)(suite.title, () => {
  let complaints: readonly string[] = [];
  let workbench: ServedWorkbench;
  let page: Page;

  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  const shot = (name: string) => shootViews(page, name);

  beforeAll(async () => {
    ({ page, complaints, workbench } = await suite.open({ timeoutMs: 90_000 }));
    await at('page-paper').click();
    await at('paper-list').waitFor();
  });

  afterAll(suite.close);

  it('says of every figure what is missing', async () => {
    expect(await page.locator('[data-test^="paper-figure-"]').count()).toBe(10);
    expect(await at('paper-missing').innerText()).toMatch(/Not measured yet/);
    expect(await at('paper-row-fig9.fig9.energy.tws2').innerText()).toMatch(/46.6/);
    await at('paper-table-2').click();
    expect(await at('paper-view-table-2').innerText()).toMatch(/34 16 3 2 12/);
  });

  it('measures one figure by itself', { timeout: 180_000 }, async () => {
    await at('paper-figure-12').click();
    await at('paper-measure').click();
    await expect.poll(() => at('paper-part-drawn').innerText(), { timeout: 150_000 }).toMatch(/1 of 4/);
    await at('paper-start').waitFor();
    expect(await at('paper-missing').count()).toBe(0);
  });

  it('runs the drawn figures first, and stops when asked', { timeout: 300_000 }, async () => {
    await at('paper-start').click();
    await at('paper-stop').waitFor();
    await expect.poll(() => at('paper-part-drawn').innerText(), { timeout: 240_000 }).toMatch(/4 of 4/);
    await at('paper-stop').click();
    await at('paper-start').waitFor();
    await at('paper-figure-9').click();
    await at('paper-chart-fall-energy-plot').locator('svg').waitFor();
    expect(await at('paper-row-fig9.energy.tws2').locator('[data-test="measured"]').innerText()).toMatch(
      /^4\d\.\d\s%\s±/,
    );
    await shot('paper-fig9');
  });

  it('measures a figure at other settings, and goes back', { timeout: 180_000 }, async () => {
    await at('paper-tws').locator('input').fill('2, 6');
    await expect.poll(() => at('paper-state').innerText(), LONG).toMatch(/at your settings/);
    expect(await at('paper-row-fig9.energy.tws2').locator('[data-test="now"]').innerText()).toMatch(/%/);
    await at('paper-tws').locator('input').fill('two');
    await expect.poll(() => at('paper-state').innerText()).toBe('');
    await at('paper-tws').locator('input').fill('');
    await at('paper-rows').locator('input').fill('16');
    await at('paper-rows').locator('input').press('Enter');
    await expect.poll(() => at('paper-state').innerText(), LONG).toMatch(/at your settings/);
    await shot('paper-live');
    await at('paper-reset').click();
    await expect.poll(() => page.locator('[data-test="now"]').count()).toBe(0);
  });

  it('saves the report', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), at('paper-save').click()]);
    expect(download.suggestedFilename()).toBe('spikex-paper-quick.zip');
  });

  it('never complained, and the host logged no fault', () => {
    expect(complaints).toEqual([]);
    expect(workbench.log()).not.toMatch(/fault/);
  });
});
