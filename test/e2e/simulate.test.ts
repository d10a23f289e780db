// The Simulate page in a real browser on the built workbench: its figures are those of the command line, to the last bit.
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SystemReport } from '../../engine/contract/index.ts';
import { pageSuite } from '../support/page-suite.ts';
import { shoot } from '../support/page-views.ts';
import type { ServedWorkbench } from '../support/served-workbench.ts';

const OUT = resolve(import.meta.dirname, '../../out');
const suite = await pageSuite('the Simulate page');

function onCommandLine(home: string, ...options: string[]): readonly SystemReport[] {
  const text = execFileSync(process.execPath, [join(OUT, 'main/cli.js'), 'simulate', '--json', ...options], {
    encoding: 'utf8',
    env: { ...process.env, SPIKEX_HOME: join(home, 'command-line') },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { systems }: { systems: readonly SystemReport[] } = JSON.parse(text);
  return systems;
}

describe.skipIf(suite.skipped)(suite.title, () => {
  let complaints: readonly string[] = [];
  let workbench: ServedWorkbench;
  let page: Page;

  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  const field = (name: string) => page.locator(`input#simulate-${name}`);
  const shot = (name: string) => shoot(page, name);
  /** The raw value, which Ctrl+C copies, is the last line of a figure's tooltip. */
  const raw = async (row: string, column: string): Promise<number> => {
    const title = await at(row).locator(`[data-column="${column}"] [title]`).getAttribute('title');
    return Number.parseFloat(title?.split('\n').at(-1) ?? '');
  };
  async function expectFiguresOf(systems: readonly SystemReport[]): Promise<void> {
    for (const { system, total, layers } of systems) {
      expect(await raw(`simulate-totals-${system}`, 'energy')).toBe(total.energyPj * 1e-12);
      expect(await raw(`simulate-totals-${system}`, 'latency')).toBe(total.latencyUs * 1e-6);
      expect(await raw(`simulate-totals-${system}`, 'edp')).toBe(total.edpJs);
      await at(`simulate-read-${system}`).click();
      for (const layer of layers) {
        expect(await raw(`simulate-layer-${layer.name}`, 'cycles')).toBe(layer.cycles);
        expect(await raw(`simulate-layer-${layer.name}`, 'ntwu')).toBe(layer.ntwu);
      }
    }
  }

  beforeAll(async () => {
    ({ page, complaints, workbench } = await suite.open());
    await at('page-simulate').click();
    await at('simulate-empty').waitFor();
  });

  afterAll(suite.close);

  it('works as it opens, with the figures of the command line', async () => {
    await at('simulate-start').click();
    await at('simulate-layers').waitFor();
    await expectFiguresOf(onCommandLine(workbench.home, '--system', 'spikex,ptb', '--spikes', 'random:0.02'));
    await at('simulate-breakdown').locator('svg').first().waitFor();
    await at('simulate-by-both').click();
    await at('legend-psum').click();
    await at('simulate-breakdown-table').click();
    const parts = await at('simulate-breakdown').locator('thead').innerText();
    expect(parts).toContain('DRAM weights');
    expect(parts).not.toContain('partial sums');
    await at('simulate-breakdown-table').click();
    await at('legend-psum').click();
    await shot('simulate-both');
    await at('simulate-by-level').click();
    await at('simulate-roofline').locator('svg').first().waitFor();
    expect(await at('simulate-stats').innerText()).toContain('EDP against SpikeX');
    await shot('simulate');
  });

  it('takes window sizes per layer and keys of the accelerator, as the command line does', async () => {
    await field('tws').fill('2, 3, 2, 5');
    await field('rate').fill('0.05');
    await at('simulate-add-override').click();
    await at('simulate-override-0').locator('.key').click();
    await page.keyboard.type('array.rows');
    await page.keyboard.press('Enter');
    await at('simulate-override-value-0').locator('input').fill('16');
    await at('simulate-start').click();
    await expect.poll(() => at('simulate-result').innerText()).toContain('array.rows=16');
    const options = ['--system', 'spikex,ptb', '--spikes', 'random:0.05', '--tws', '2,3,2,5'];
    await expectFiguresOf(onCommandLine(workbench.home, ...options, '--set', 'array.rows=16'));
    expect(await at('simulate-change').locator('[role="row"]').count()).toBe(6);
    const [energyOf, edpOf] = [0, 1].map((column) =>
      at('simulate-factors').locator('tbody tr').locator('td.right').nth(column),
    );
    await energyOf.waitFor();
    expect(await edpOf.innerText()).toMatch(/×$/);
    expect(await at('simulate-factors').innerText()).toContain('Hardware array.rows 8 → array.rows 16');
    expect(await at('simulate-ablations').locator('tbody tr').count()).toBe(3);
    await shot('simulate-changed');
  });

  it('is filled again with a stored simulation from its row in Runs', async () => {
    await at('simulate-reset').click();
    expect(await field('tws').inputValue()).toBe('3');
    await at('page-runs').click();
    await page.locator('[data-test^="runs-row-"]').first().click();
    await at('run-simulate').click();
    await expect.poll(() => field('tws').inputValue()).toBe('2, 3, 2, 5');
    expect(await at('simulate-override-value-0').locator('input').inputValue()).toBe('16');
  });

  it('says at the field what is wrong, and keeps the last result', async () => {
    await at('simulate-override-value-0').locator('input').fill('-3');
    await at('simulate-start').click();
    await at('simulate-overrides-issue').waitFor();
    expect(await at('simulate-overrides-issue').innerText()).toMatch(/array\.rows.*got -3/);
    await field('tws').fill('0');
    await at('simulate-start').click();
    await at('simulate-tws-issue').waitFor();
    expect(await at('simulate-tws-issue').innerText()).toContain('got 0');
    expect(await at('simulate-layers').isVisible()).toBe(true);
  });

  it('is drawn in the dark and in a small window, too', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await shot('simulate-dark-1440');
    await page.setViewportSize({ width: 1024, height: 720 });
    await at('simulate-chart-roofline').click();
    await at('simulate-roofline').locator('svg').first().waitFor();
    await at('simulate-details').click();
    await at('simulate-totals').waitFor();
    await shot('simulate-dark-1024');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });

  it('never complained on the console, and the host logged no fault', () => {
    expect(complaints).toEqual([]);
    expect(workbench.log()).not.toMatch(/fault/);
  });

  it('sweeps over a grid with the figures of the command line, and draws the band of any percentage', async () => {
    await at('simulate-band-percent').locator('input').fill('50');
    await at('simulate-band-percent').locator('input').press('Enter');
    await at('simulate-reset').click();
    await at('simulate-mode-sweep').click();
    await page.locator('[data-test="sweep-values-0"] input').fill('2, 5');
    await at('sweep-start').click();
    await at('sweep-table').waitFor();
    const rows = await at('sweep-table').locator('tbody tr').count();
    expect(rows).toBeGreaterThanOrEqual(4);
    const title = await at('sweep-table')
      .locator('tbody tr')
      .first()
      .locator('[data-column="edp"] [title]')
      .getAttribute('title');
    expect(Number.parseFloat(title?.split('\n').at(-1) ?? '')).toBeGreaterThan(0);
    await at('sweep-chart').locator('svg').first().waitFor();
    await shot('sweep');
    await at('sweep-quantity-energy').click();
    await at('sweep-chart').locator('svg text', { hasText: 'Energy' }).first().waitFor();
    await page.locator('[data-test="sweep-values-0"] input').fill('0');
    await at('sweep-start').click();
    await at('sweep-issues').waitFor();
    expect(await at('sweep-issues').innerText()).toContain('(got 0)');
    await at('simulate-mode-one').click();
    expect(complaints).toEqual([]);
  });
});
