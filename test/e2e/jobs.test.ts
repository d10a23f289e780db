// The job list in a real browser: a training is cancelled in it and started again by a click, after the epochs it kept.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageSuite } from '../support/page-suite.ts';
import { shoot } from '../support/page-views.ts';
import type { ServedWorkbench } from '../support/served-workbench.ts';

const LONG = { timeout: 60_000 };
const suite = await pageSuite('the job list');

describe.skipIf(suite.skipped)(suite.title, () => {
  let complaints: readonly string[] = [];
  let workbench: ServedWorkbench;
  let page: Page;
  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  /** Newest first. */
  const job = (index: number) => at('job-list').locator('li').nth(index);
  const epochsDone = async (index: number): Promise<number> =>
    Number(/(\d+)\/200 epochs/.exec(await job(index).innerText())?.[1] ?? -1);

  beforeAll(async () => {
    ({ page, complaints, workbench } = await suite.open({ timeoutMs: 60_000 }));
    await page.evaluate(() => (location.hash = '#/train/new'));
    await at('train-form').waitFor();
    await at('train-network').click();
    await page.getByText('nmnist-small', { exact: false }).last().click();
    for (const [name, value] of Object.entries({ maxTrain: '80', maxTest: '40', epochs: '200' })) {
      const field = at(`train-${name}`);
      await field
        .locator('input')
        .or(page.locator(`input[data-test="train-${name}"]`))
        .first()
        .fill(value);
    }
    await at('train-start').click();
    await at('train-live').waitFor();
  });

  afterAll(suite.close);

  it('cancels a training and says by whom', async () => {
    await at('open-jobs').click();
    await expect.poll(() => epochsDone(0), LONG).toBeGreaterThanOrEqual(2);
    await job(0).locator('[data-test^="cancel-"]').click();
    await job(0).locator('[data-test^="restart-"]').waitFor();
    expect(await job(0).innerText()).toContain('cancelled by the user');
    await shoot(page, 'jobs-cancelled');
  });

  it('starts it again with a click, as a job that goes on after its last epoch', async () => {
    const titles = await job(0).locator('.strong').innerText();
    await job(0).locator('[data-test^="restart-"]').click();
    await expect.poll(() => at('job-list').locator('li').count(), LONG).toBe(2);
    await expect.poll(() => epochsDone(0), LONG).toBeGreaterThanOrEqual(2);
    expect(await job(0).locator('.strong').innerText()).toBe(titles);
    // One run, gone on with: not a second one from the start.
    await at('close-jobs').click();
    await at('page-runs').click();
    await expect.poll(() => page.locator('[data-test^="runs-row-"]').count(), LONG).toBe(1);
    expect(await page.locator('[data-test^="runs-row-"]').first().innerText()).toContain('Running');
    await at('open-jobs').click();
    await job(0).locator('[data-test^="cancel-"]').click();
    await job(0).locator('[data-test^="restart-"]').waitFor();
    expect(complaints).toEqual([]);
    expect(workbench.log()).not.toMatch(/fault/);
  });
});
