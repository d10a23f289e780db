// Descriptions dropped anywhere: a network, an accelerator, an energy table; and what was opened is on Home.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageSuite } from '../support/page-suite.ts';
import { shootViews } from '../support/page-views.ts';
import type { ServedWorkbench } from '../support/served-workbench.ts';

const suite = await pageSuite('dropping descriptions');

const resources = resolve(import.meta.dirname, '../../resources');
const changed = (file: string, change: object): string =>
  JSON.stringify({ ...JSON.parse(readFileSync(join(resources, file), 'utf8')), ...change });

describe.skipIf(suite.skipped)(suite.title, () => {
  let complaints: readonly string[] = [];
  let workbench: ServedWorkbench;
  let page: Page;
  const at = (name: string) => page.locator(`[data-test="${name}"]`);

  /** As from a file manager: over the window, then let go. */
  async function drop(name: string, text: string): Promise<void> {
    await page.evaluate(
      ([file, content]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([content], file));
        const target = document.querySelector('main') ?? document.body;
        for (const type of ['dragenter', 'dragover', 'drop'])
          target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
      },
      [name, text] as const,
    );
  }

  beforeAll(async () => {
    ({ page, complaints, workbench } = await suite.open());
    await at('run-demo').waitFor();
  });

  afterAll(suite.close);

  it('opens a network in its editor', async () => {
    await drop(
      'mine.json',
      changed('networks/nmnist-small.json', { name: 'mine', title: 'Dropped network' }),
    );
    await at('network-page').waitFor();
    // 784 inputs of the last layer: the small network, not the one that was open.
    await at('network-table').getByText('784').first().waitFor();
    expect(await at('network-edited').isVisible()).toBe(true);
  });

  it('opens an accelerator in its editor', async () => {
    await drop('wide.json', changed('arch/spikex-8x8.json', { array: { rows: 8, cols: 32 } }));
    await at('hardware-page').waitFor();
    await at('block-picture').getByText('8 × 32').waitFor();
    expect(await at('block-picture').textContent()).toContain('8 × 32');
  });

  it('simulates with an energy table', async () => {
    await drop('mine-table.json', changed('tech/cacti-32nm.json', { name: 'mine-table' }));
    await at('simulate-page').waitFor();
    await page.waitForFunction(() =>
      document.querySelector('[data-test="simulate-energy"]')?.textContent?.includes('mine-table.json'),
    );
    await at('simulate-start').click();
    await at('simulate-totals').waitFor();
    // Its name stands with every figure.
    const title = await at('simulate-stats').locator('[title]').first().getAttribute('title');
    expect(title).toContain('mine-table');
  });

  it('offers on Home what was opened', async () => {
    await drop('net.nir', 'no HDF5');
    await at('import-page').waitFor();
    await at('page-home').click();
    await at('recent-path').first().waitFor();
    expect(await at('recent-path').first().textContent()).toContain('net.nir');
    await at('recent-path').first().click();
    await at('import-page').waitFor();
  });

  it('lists the copy that it keeps, and deletes it', async () => {
    await at('page-data').click();
    await at('open-uploads').click();
    const rows = at('uploads-table').locator('tbody tr');
    await rows.first().waitFor();
    expect(await rows.first().innerText()).toMatch(/^net\.nir\s+1\s+7\s?B\s+/);
    // Beside it the energy table of the test before; networks and accelerators go into the editors at once.
    expect(await rows.count()).toBe(2);
    expect(await rows.nth(1).innerText()).toMatch(/^mine-table\.json\s+1\s+/);
    expect(await at('uploads-size').innerText()).toMatch(/^2\.\d+\sKB of 2\.00\sGB$/);
    await shootViews(page, 'uploads');
    await at('uploads-remove').first().click();
    await expect.poll(() => rows.count()).toBe(1);
    expect(readdirSync(join(workbench.home, 'cache/uploads'))).toHaveLength(1);
    await at('uploads-remove').first().click();
    await at('uploads-none').waitFor();
    expect(readdirSync(join(workbench.home, 'cache/uploads'))).toEqual([]);
    await at('uploads-close').click();
    await at('page-home').click();
    await at('home-page').waitFor();
    expect(await at('recent-path').filter({ hasText: 'net.nir' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
