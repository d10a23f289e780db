// The Search page on the built workbench: a space described, searched with HAS and exhaustively, looked at and adopted.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageSuite } from '../support/page-suite.ts';
import { shootViews } from '../support/page-views.ts';
import type { ServedWorkbench } from '../support/served-workbench.ts';

const suite = await pageSuite('the Search page');

describe.skipIf(suite.skipped)(suite.title, () => {
  let complaints: readonly string[] = [];
  let workbench: ServedWorkbench;
  let page: Page;

  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  const space = () =>
    at('search-space').locator('textarea').or(page.locator('textarea#search-space')).first();
  const shot = (name: string) => shootViews(page, name);

  beforeAll(async () => {
    ({ page, complaints, workbench } = await suite.open({ timeoutMs: 60_000 }));
    await at('home-page').waitFor();
    await page.evaluate(() => (location.hash = '#/search/new'));
    await at('search-form').waitFor();
  });

  afterAll(suite.close);

  it('offers a window size per layer, and names what is wrong with a space', async () => {
    await expect.poll(() => space().inputValue()).toMatch(/^tws\[0\] = 1, 2, 3, 5, 10\n/);
    const offered = await space().inputValue();
    await space().fill('aray.rows = 4, 8');
    await at('search-start').click();
    await page.getByText('did you mean array.rows', { exact: false }).first().waitFor();
    await space().fill(offered);
  });

  it('searches with HAS and shows its probabilities', async () => {
    await at('search-start').click();
    await at('search-front').first().waitFor();
    await expect.poll(() => at('search-state').innerText(), { timeout: 60_000 }).toMatch(/done/i);
    expect(await at('search-facts').innerText()).toMatch(/has · \d+ of/);
    await at('search-view-alphas').click();
    await at('search-alphas').first().waitFor();
    await shot('search-has');
  });

  it('searches exhaustively, marks a candidate and adopts it', async () => {
    await space().fill(
      'tws[1] = 1, 2, 3, 5\narray.rows = 4, 8, 16\narray.cols = 4, 8, 16\nclockMhz = 100, 200',
    );
    await at('search-method').click();
    await page.getByText('exhaustive', { exact: true }).last().click();
    await at('search-start').click();
    await expect
      .poll(() => at('search-candidates').locator('tbody tr').count(), { timeout: 60_000 })
      .toBe(72);
    await at('search-candidates').locator('tbody tr').nth(1).click();
    await shot('search-exhaustive');
    await at('search-view-parallel').click();
    await at('search-parallel').first().waitFor();
    await shot('search-parallel');
    await at('search-view-importance').click();
    expect(await at('search-importance').innerText()).toMatch(/array\.cols/);
    await at('search-view-table').click();
    const cells = await at('search-candidates').locator('tbody tr').nth(1).locator('td').allInnerTexts();
    await at('search-adopt').click();
    await at('hardware-page').waitFor();
    // The accelerator of the marked candidate is the editor's draft: rows, columns, clock as the table shows them.
    const draft = () =>
      page.evaluate(() => JSON.parse(JSON.parse(localStorage.getItem('spikex.arch-draft') ?? '"{}"')));
    await expect.poll(async () => (await draft())['array.rows']).toBe(Number(cells[2]));
    expect((await draft())['clockMhz']).toBe(Number(cells[4]));
    await page.evaluate(() => history.back());
    await at('search-simulate').click();
    await at('simulate-page').waitFor();
  });

  it('compares the methods on one space', async () => {
    await page.evaluate(() => (location.hash = '#/search/new'));
    await space().fill('tws[1] = 1, 2, 3, 5\narray.rows = 4, 8, 16\narray.cols = 4, 8, 16');
    await at('search-compare').click();
    await at('search-view-comparison').click();
    await expect
      .poll(() => at('search-comparison').locator('tbody tr').count(), { timeout: 120_000 })
      .toBeGreaterThanOrEqual(2);
    await shot('search-methods');
  });

  it('saves its space as a file and reads it back, and adds a parameter', async () => {
    await page.evaluate(() => (location.hash = '#/search/new'));
    await space().fill('tws[0] = 2, 3\nclockMhz = 100, 200');
    const [download] = await Promise.all([page.waitForEvent('download'), at('search-space-save').click()]);
    const file = await download.path();
    const saved = JSON.parse(readFileSync(file, 'utf8'));
    expect(saved.parameters).toEqual([
      { key: 'tws[0]', values: [2, 3] },
      { key: 'clockMhz', values: [100, 200] },
    ]);
    await at('search-add').click();
    await page.getByText('lbuf.bytes', { exact: true }).last().click();
    await expect.poll(() => space().inputValue()).toMatch(/lbuf\.bytes = \d+, \d+, \d+$/);
    await at('search-space-load-input').setInputFiles(file);
    await expect.poll(() => space().inputValue()).toBe('tws[0] = 2, 3\nclockMhz = 100, 200');
  });

  it('opens the joint study, which says what it needs', async () => {
    await page.evaluate(() => (location.hash = '#/search/fig13'));
    await at('fig13-none').waitFor();
    expect(await at('fig13').innerText()).toMatch(/TWS out of 2, 3, 5, 10/);
  });

  it('lies among the runs, opens again with its settings, and is no training', async () => {
    await at('page-runs').click();
    const row = await page.locator('[data-test^="runs-row-"]').first().getAttribute('data-test');
    const id = row?.replace('runs-row-', '') ?? '';
    await page.evaluate((run) => (location.hash = `#/search/${run}`), id);
    await at('search-reuse').click();
    await expect
      .poll(() => space().inputValue())
      .toBe('tws[1] = 1, 2, 3, 5\narray.rows = 4, 8, 16\narray.cols = 4, 8, 16');
    await page.evaluate((run) => (location.hash = `#/train/${run}`), id);
    await expect.poll(() => page.evaluate(() => location.hash)).toBe(`#/runs/${id}`);
    await at('runs-page').waitFor();
  });

  it('complains of nothing', () => {
    expect(complaints).toEqual([]);
    expect(workbench.log()).not.toMatch(/Error|fault/);
  });
});
