// A study of forty runs in a real browser: table, groups, bulk changes with undo, Pareto with brush, re-pricing, diff,
// curves, parameters, confusion, exports, import.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WANDB_RUNS } from '../support/foreign-files.ts';
import { pageSuite } from '../support/page-suite.ts';
import { shoot } from '../support/page-views.ts';
import type { ServedWorkbench } from '../support/served-workbench.ts';
import { STUDY_RUNS, writeStudy } from '../support/study.ts';

const suite = await pageSuite('experiments in a browser');

describe.skipIf(suite.skipped)(suite.title, () => {
  let complaints: readonly string[] = [];
  let workbench: ServedWorkbench;
  let page: Page;
  let ids: string[] = [];

  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  const go = async (hash: string, name: string): Promise<void> => {
    await page.evaluate((to) => (location.hash = to), hash);
    await at(name).first().waitFor();
  };
  const shot = (name: string) => shoot(page, name);
  const rowCount = () => page.locator('[data-test^="runs-row-"]').count();
  const saved = async (download: Download): Promise<Buffer> => readFileSync(await download.path());
  const downloaded = async (press: () => Promise<void>): Promise<Download> => {
    const [download] = await Promise.all([page.waitForEvent('download'), press()]);
    return download;
  };

  beforeAll(async () => {
    ({ page, complaints, workbench } = await suite.open({
      timeoutMs: 20_000,
      prepare: (home) => {
        ids = writeStudy(join(home, 'experiments.sqlite'));
      },
    }));
    await at('home-page').waitFor();
  });

  afterAll(suite.close);

  it('filters by a comparison and sorts by two keys', async () => {
    await go('#/runs', 'runs-table');
    await expect.poll(() => at('runs-count').innerText()).toBe(`${STUDY_RUNS} runs`);
    await at('runs-filter').locator('input').fill('beta=0.03 dataset:gesture');
    await expect.poll(() => at('runs-count').innerText()).toBe(`5 of ${STUDY_RUNS} runs`);
    await at('runs-filter').locator('input').fill('');
    await at('runs-sort-beta').click();
    await at('runs-sort-accuracy').click({ modifiers: ['Shift'] });
    expect(await at('runs-sort-accuracy').innerText()).toMatch(/[↑↓]2/);
    await shot('experiments-runs');
  });

  it('groups all but the seed, with mean and spread', async () => {
    await at('runs-grouping').click();
    await page.locator('.n-base-select-option', { hasText: 'All but the seed' }).click();
    await expect.poll(rowCount).toBe(8);
    const line = page.locator('[data-test^="runs-row-group"]').first();
    expect(await line.innerText()).toMatch(/5[\s\S]*±/);
    await line.click();
    await expect.poll(rowCount).toBe(13);
    await shot('experiments-groups');
    await line.click();
    await at('runs-grouping').click();
    await page.locator('.n-base-select-option', { hasText: 'No groups' }).click();
  });

  it('tags, archives and deletes many runs, and takes every change back', async () => {
    await at('runs-filter').locator('input').fill('beta=0.03');
    await expect.poll(() => at('runs-count').innerText()).toBe(`10 of ${STUDY_RUNS} runs`);
    await at('runs-choose-all').click();
    expect(await at('runs-chosen').innerText()).toBe('10 chosen');
    await at('runs-tag').click();
    await at('runs-tag-text').locator('input').fill('<b>paper</b>');
    await at('runs-tag-add').click();
    await at('runs-done').waitFor();
    expect(await at('runs-done').innerText()).toBe('10 runs tagged');
    // Shown as text, not as markup.
    await expect
      .poll(() => page.locator('.n-data-table-td', { hasText: '<b>paper</b>' }).count())
      .toBeGreaterThan(0);
    await at('runs-undo').click();
    await expect.poll(() => page.locator('.n-data-table-td', { hasText: '<b>paper</b>' }).count()).toBe(0);
    await at('runs-project').click();
    await at('runs-project-name').locator('input').fill('thesis');
    await shot('experiments-project');
    await at('runs-project-move').click();
    await expect.poll(() => at('runs-done').innerText()).toBe('10 runs moved');
    await at('runs-project').click();
    await at('runs-project-name').locator('input').fill('book');
    await at('runs-project-rename').click();
    await expect.poll(() => at('runs-done').innerText()).toBe('Project thesis is now book');
    await at('runs-delete').click();
    await expect.poll(() => at('runs-count').innerText()).toBe(`0 of ${STUDY_RUNS - 10} runs`);
    await at('runs-undo').click();
    await expect.poll(() => at('runs-count').innerText()).toBe(`10 of ${STUDY_RUNS} runs`);
    await at('runs-filter').locator('input').fill('');
  });

  it('keeps a named view', async () => {
    await at('runs-filter').locator('input').fill('accuracy>0.9');
    await at('runs-view').click();
    await at('runs-preset-name').locator('input').fill('good ones');
    await at('runs-preset-save').click();
    await page.keyboard.press('Escape');
    await at('runs-filter').locator('input').fill('');
    await page.reload();
    await go('#/runs', 'runs-table');
    await at('runs-view').click();
    await at('runs-preset-good ones').click();
    expect(await at('runs-filter').locator('input').inputValue()).toBe('accuracy>0.9');
    await at('runs-filter').locator('input').fill('');
    await page.keyboard.press('Escape');
  });

  it('draws the front with seeds as bars, and a frame over points filters the table', async () => {
    await go('#/compare', 'compare-table');
    const facet = at('facet-N-MNIST');
    await facet.locator('svg, canvas').first().waitFor();
    await shot('experiments-front');
    await at('compare-energy-split-both').click();
    await at('energy').locator('svg').first().waitFor();
    await shot('experiments-both');
    for (const level of ['ALU', 'RF', 'LBUF', 'GLB']) await at(`legend-${level}`).click();
    await at('energy-table').click();
    const columns = await at('energy').locator('thead').innerText();
    expect(columns).toContain('DRAM weights');
    expect(columns).not.toContain('GLB');
    await at('energy-table').click();
    await at('compare-energy-split-level').click();
    await facet.locator('[data-test$="-table"]').first().click();
    // Four betas on two systems, each the mean of five seeds.
    expect(await facet.locator('tbody tr').count()).toBe(8);
    expect(await facet.locator('thead').innerText()).toContain('s.d.');
    await facet.locator('[data-test$="-table"]').first().click();
    const plot = facet.locator('[data-test$="-plot"]').first();
    const box = await plot.boundingBox();
    if (!box) throw new Error('no plot');
    await page.mouse.move(box.x + 60, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height - 60, { steps: 4 });
    await page.mouse.up();
    await at('compare-brushed').waitFor();
    const framed = Number(/\d+/.exec(await at('compare-brushed').innerText())?.[0]);
    expect(framed).toBeGreaterThan(0);
    expect(framed).toBeLessThan(40);
    expect(await page.locator('[data-test^="compare-row-"]').count()).toBe(framed);
    await shot('experiments-brushed');
    await at('compare-brushed').click();
    await plot.focus();
    await page.keyboard.press('b');
    await at('compare-brushed').waitFor();
    const before = await at('compare-brushed').innerText();
    for (let press = 0; press < 6; press++) await page.keyboard.press('Shift+ArrowUp');
    await expect.poll(() => at('compare-brushed').innerText()).not.toBe(before);
    await shot('experiments-brush-keys');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('[data-test^="compare-row-"]').count()).toBe(40);
  });

  it('prices everything with another table, and back', async () => {
    const first = () => page.locator('[data-test^="compare-row-"]').first().innerText();
    const before = await first();
    await at('price-table').click();
    await page.locator('.n-base-select-option', { hasText: 'cacti-32nm' }).click();
    await expect.poll(first).not.toBe(before);
    await shot('experiments-repriced');
    await at('price-table').click();
    await page.locator('.n-base-select-option', { hasText: 'Own energy tables' }).click();
    await expect.poll(first).toBe(before);
  });

  it('shows any two figures', async () => {
    await at('compare-quantity').click();
    await page.locator('.n-base-select-option', { hasText: /^Spike density$/ }).click();
    await expect.poll(() => at('compare-table').locator('thead').innerText()).toContain('Spike density');
    await at('compare-quantity').click();
    await page.locator('.n-base-select-option', { hasText: /^EDP$/ }).click();
  });

  it('says what differs between runs, and why their EDP does', async () => {
    await go('#/runs', 'runs-table');
    if (await at('runs-unchoose').isVisible()) await at('runs-unchoose').click();
    for (const id of [ids[0], ids[15], ids[18]]) {
      await at('runs-filter').locator('input').fill(`id:${id}`);
      await at(`runs-choose-${id}`).click();
    }
    await at('runs-filter').locator('input').fill('beta<1');
    await at('runs-diff').click();
    await at('diff-configuration').waitFor();
    const rows = await at('diff-configuration').innerText();
    expect(rows).toContain('hardwareLoss.beta');
    expect(rows).not.toContain('learningRate');
    await at('waterfall').locator('svg').first().waitFor();
    await shot('experiments-diff');
    await at('waterfall-table').click();
    const logs = await at('waterfall').locator('tbody tr td:nth-child(3)').allInnerTexts();
    const values = await at('waterfall').locator('tbody tr td:nth-child(4)').allInnerTexts();
    expect(logs.length).toBeGreaterThan(3);
    expect(values.length).toBe(logs.length);
    await at('waterfall-table').click();
  });

  it('draws curves with bands, parameters and confusion of the chosen runs', async () => {
    await go('#/compare/curves', 'curves-view');
    await at('curves').locator('svg').first().waitFor();
    await shot('experiments-curves');
    await go('#/compare/parameters', 'parameters-view');
    await at('parallel').locator('svg, canvas').first().waitFor();
    await at('importance').locator('svg').first().waitFor();
    const parameters = () => page.locator('[data-test^="parameter-left-"]').all();
    const names = async () => Promise.all((await parameters()).map((one) => one.getAttribute('data-test')));
    const [one, two] = await names();
    await (await parameters())[1].click();
    expect((await names()).slice(0, 2)).toEqual([two, one]);
    await at(String(two).replace('left', 'flip')).click();
    await expect.poll(() => at('parallel').innerHTML()).toContain('↓');
    await shot('experiments-parameters');
    await go('#/compare/confusion', 'confusion-view');
    await expect.poll(() => at('confusion-view').locator('svg').count()).toBeGreaterThanOrEqual(3);
    await shot('experiments-confusion');
  });

  it('saves figures and tables with names and units', async () => {
    await go('#/compare/diff', 'waterfall');
    for (const [kind, check] of [
      [
        'svg-88',
        (file: Buffer) => file.toString().includes('Why EDP changed') && file.toString().includes('88mm'),
      ],
      ['png-88', (file: Buffer) => file.subarray(1, 4).toString() === 'PNG'],
      ['pdf-88', (file: Buffer) => file.subarray(0, 5).toString() === '%PDF-'],
      ['csv', (file: Buffer) => file.toString().startsWith('Step,Factor,ln of it,EDP after it (')],
    ] as const) {
      const download = await downloaded(async () => {
        await at('waterfall-export').click();
        await at(`waterfall-export-${kind}`).click();
      });
      expect([kind, check(await saved(download))]).toEqual([kind, true]);
    }
    await go('#/runs', 'runs-table');
    const latex = await downloaded(async () => {
      await at('runs-export').click();
      await at('runs-export-latex').click();
    });
    expect((await saved(latex)).toString()).toContain('\\begin{tabular}');
    const bundle = await downloaded(() => at('runs-bundle').click());
    expect((await saved(bundle)).subarray(0, 2).toString()).toBe('PK');
  });

  it('takes in a table of W&B, whose formulas stay text', async () => {
    writeFileSync(join(workbench.home, 'wandb.csv'), WANDB_RUNS);
    await at('runs-import').click();
    await at('import-file').locator('input').fill(join(workbench.home, 'wandb.csv'));
    await at('import-go').click();
    await at('import-report').waitFor();
    expect(await at('import-report').innerText()).toContain('2 runs from wandb');
    await at('import-close').click();
    await at('runs-filter').locator('input').fill('note:=1+1');
    await expect.poll(rowCount).toBe(1);
    await at('runs-filter').locator('input').fill('');
  });

  it('is drawn in the dark and in a small window, too', async () => {
    for (const [width, height] of [
      [1440, 900],
      [1024, 720],
    ]) {
      await page.setViewportSize({ width, height });
      for (const scheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        for (const [hash, name] of [
          ['#/runs', 'runs-table'],
          ['#/compare', 'compare-table'],
          ['#/compare/diff', 'diff-table'],
          ['#/compare/curves', 'curves-view'],
          ['#/compare/parameters', 'parameters-view'],
        ]) {
          await go(hash, name);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
          await shot(`experiments${hash.slice(1).replaceAll('/', '-')}-${scheme}-${width}`);
        }
      }
    }
  });

  it('never complains', () => {
    expect(complaints).toEqual([]);
  });
});
