// The Network and Hardware pages in a real browser: edit, undo, ways out, linked estimate, keep, use.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageSuite } from '../support/page-suite.ts';
import { shoot } from '../support/page-views.ts';
import type { ServedWorkbench } from '../support/served-workbench.ts';

const suite = await pageSuite('the editors');

describe.skipIf(suite.skipped)(suite.title, () => {
  let complaints: readonly string[] = [];
  let workbench: ServedWorkbench;
  let page: Page;

  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  const cell = (row: number, column: string) => at(`network-row-${row}`).locator(`[data-column="${column}"]`);
  const fill = async (form: string, key: string, value: string) => {
    await page.locator(`input#${form}-${key}`).fill(value);
    await page.locator(`input#${form}-${key}`).blur();
  };
  const shot = (name: string) => shoot(page, name);
  const edp = () => at('estimate-figures').locator('.value').first().innerText();

  beforeAll(async () => {
    ({ page, complaints, workbench } = await suite.open());
    await at('page-network').click();
    await at('network-table').waitFor();
  });

  afterAll(suite.close);

  it('infers the shapes above an edited layer', async () => {
    await at('network-row-0').click();
    await fill('layer', 'stride', '1');
    await expect.poll(() => cell(0, 'R').innerText()).toBe('32');
    await expect.poll(() => cell(1, 'H').innerText()).toBe('32');
    expect(await at('network-edited').isVisible()).toBe(true);
    await shot('network');
  });

  it('undoes and redoes with the keys', async () => {
    await page.keyboard.press('Control+z');
    await expect.poll(() => cell(0, 'R').innerText()).toBe('16');
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => cell(0, 'R').innerText()).toBe('32');
    await page.keyboard.press('Control+z');
    await expect.poll(() => at('network-edited').count()).toBe(0);
  });

  it('adds a layer, in graph and table alike, and deletes it', async () => {
    await at('network-add').click();
    await at('network-row-4').waitFor();
    await at('network-node-layer-4').waitFor();
    await at('network-delete-layer').click();
    await expect.poll(() => at('network-row-4').count()).toBe(0);
  });

  it('names a mistake of the JSON view and offers the way out', async () => {
    await at('network-view-json').click();
    const text = await at('network-json').inputValue();
    await at('network-json').fill(text.replace('"C": 2304', '"C": 99'));
    await at('network-json-apply').click();
    await at('network-errors').waitFor();
    await at('network-view-table').click();
    await at('network-row-3').click();
    expect(await at('network-issue').innerText()).toContain('got 99');
    await shot('network-mistake');
    await at('network-fix').click();
    await expect.poll(() => at('network-errors').count()).toBe(0);
    await at('network-view-json').click();
    await at('network-json').fill('{ not json');
    await at('network-json-apply').click();
    expect(await at('network-page').innerText()).toContain('must be the JSON of a network');
    await at('network-view-table').click();
  });

  it('keeps the network and offers it everywhere', async () => {
    await at('network-row-1').click();
    await fill('layer', 'M', '20');
    await expect.poll(() => cell(2, 'C').innerText()).toBe('20');
    await at('network-save').click();
    await at('network-save-dialog-name').locator('input').fill('nmnist');
    await at('network-save-dialog-keep').click();
    await expect.poll(() => at('network-save-dialog').innerText()).toContain('must differ from the shipped');
    await at('network-save-dialog-name').locator('input').fill('narrow');
    await at('network-save-dialog-keep').click();
    await expect.poll(() => at('network-choose').innerText()).toContain('narrow');
    expect(await at('network-edited').count()).toBe(0);
    await at('network-train').click();
    await at('train-page').waitFor();
    expect(await at('train-page').innerText()).toContain('narrow');
  });

  it('estimates while the accelerator changes', async () => {
    await at('page-hardware').click();
    await at('block-picture').waitFor();
    const before = await edp();
    await fill('arch', 'array\\.rows', '16');
    await expect.poll(() => edp()).not.toBe(before);
    expect(await at('estimate-figures').innerText()).toContain('by the last edit');
    await at('estimate-layers').locator('tbody tr').nth(1).hover();
    await expect.poll(() => at('hardware-page').innerText()).toContain('while it works on CONV2');
    await shot('hardware');
  });

  it('says at the field what is wrong, and takes it back', async () => {
    await fill('arch', 'lbuf\\.bytes', '16');
    await expect.poll(() => at('hardware-state').innerText()).toContain('1 mistake');
    expect(await at('arch-lbuf.bytes-issue').innerText()).toContain('must hold one weight per row');
    await at('hardware-undo').click();
    await expect.poll(() => at('hardware-state').innerText()).toContain('Valid');
  });

  it('hands its changes to Simulate', async () => {
    await at('hardware-simulate').click();
    await at('simulate-page').waitFor();
    await expect.poll(() => at('simulate-override-value-0').locator('input').inputValue()).toBe('16');
  });

  it('keeps its drafts over a reload, and is drawn in the dark and small', async () => {
    await page.reload();
    await at('page-hardware').click();
    await at('block-picture').waitFor();
    expect(await page.locator('input#arch-array\\.rows').inputValue()).toBe('16');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shot('hardware-dark-1440');
    await page.setViewportSize({ width: 1024, height: 720 });
    await shot('hardware-dark-1024');
    await at('page-network').click();
    await at('network-table').waitFor();
    await shot('network-dark-1024');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });

  it('leads through the pages and ends where it began', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    await at('page-home').click();
    await at('tour-start').click();
    const seen: string[] = [];
    for (let step = 0; step < 8; step++) {
      await at('tour')
        .getByText(`${step + 1} of 8`)
        .waitFor();
      seen.push(new URL(page.url()).hash);
      if (step === 3) await shot('tour');
      await at('tour-next').press('Enter');
    }
    await at('tour').waitFor({ state: 'detached' });
    expect(seen).toEqual([
      '#/home',
      '#/data',
      '#/network',
      '#/hardware',
      '#/simulate',
      '#/train',
      '#/compare',
      '#/home',
    ]);
    expect(await at('tour-offer').count()).toBe(0);
  });

  it('names the packages inside with their licences', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('licences');
    await page.keyboard.press('Enter');
    await at('about-packages').locator('li').first().waitFor();
    const vue = at('about-packages').locator('li', { hasText: '@vue/runtime-core' });
    await vue.locator('button').click();
    expect(await vue.innerText()).toMatch(/MIT[\s\S]*Permission is hereby granted/);
    await shot('about-dark-1024');
    await page.keyboard.press('Escape');
  });

  it('never complained on the console, and the host logged no fault', () => {
    expect(complaints).toEqual([]);
    expect(workbench.log()).not.toMatch(/fault/);
  });
});
