// Units taken out of a training on the built workbench, and trained on with what is left.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageSuite } from '../support/page-suite.ts';
import { shootViews } from '../support/page-views.ts';

const suite = await pageSuite('Remove units');

describe.skipIf(suite.skipped)(suite.title, () => {
  let complaints: readonly string[] = [];
  let page: Page;

  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  const fill = async (form: string, name: string, value: string): Promise<void> => {
    const field = at(`${form}-${name}`)
      .locator('input')
      .or(page.locator(`input[data-test="${form}-${name}"]`));
    await field.first().fill(value);
  };

  beforeAll(async () => {
    ({ page, complaints } = await suite.open({ timeoutMs: 60_000 }));
    await at('home-page').waitFor();
    await page.evaluate(() => (location.hash = '#/train/new'));
    await at('train-network').click();
    await page.getByText('nmnist-small', { exact: false }).last().click();
    for (const [name, value] of [['maxTrain', '40'], ['maxTest', '20'], ['epochs', '1']]) await fill('train', name, value); // prettier-ignore
    await at('train-start').click();
    await at('train-remove-units').waitFor();
  }, 90_000);

  afterAll(suite.close);

  it('says at the field what is wrong', async () => {
    await at('train-remove-units').click();
    await at('shrink').waitFor();
    expect(await at('shrink-file').locator('input').inputValue()).toMatch(/spikexckpt$/);
    await fill('shrink', 'units', '8');
    await at('shrink-start').click();
    expect(await at('shrink-units-issue').innerText()).toContain('now they are CONV1 8, CONV2 16');
    await fill('shrink', 'units', '8, x');
    await at('shrink-start').click();
    await expect.poll(() => at('shrink-units-issue').innerText()).toContain('whole number');
    await fill('shrink', 'units', '');
    await fill('shrink', 'drop', '100');
  });

  it('is cancelled', async () => {
    await at('shrink-start').click();
    await at('shrink-progress').waitFor();
    await at('shrink-cancel').click();
    await at('shrink-start').waitFor();
    expect(await at('shrink-result').count()).toBe(0);
    expect(await at('shrink').locator('[data-test="issue"]').count()).toBe(0);
  });

  it('shows units, accuracy and costs before and after', async () => {
    await fill('shrink', 'samples', '20');
    await page.keyboard.press('Enter');
    await at('shrink-result').waitFor();
    expect(await at('shrink-layers').locator('tbody tr').allInnerTexts()).toEqual([
      'CONV1\t8\t8',
      'CONV2\t16\t8',
    ]);
    const figures = await at('shrink-figures').locator('tbody tr').allInnerTexts();
    expect(figures).toHaveLength(7);
    expect(figures[0]).toMatch(/^Accuracy, 20 training samples\t[\d.]+\s%\t[\d.]+\s%/);
    expect(figures[1]).toMatch(/^EDP, SpikeX\t.*J·s\t.*J·s\t[\d.]+×$/);
    await shootViews(page, 'shrink');
  });

  it('is trained on', async () => {
    await at('shrink-use').click();
    await at('train-form').waitFor();
    expect(await at('train-network').innerText()).toContain('nmnist-small-8-8');
    expect(await at('train-file').locator('input').inputValue()).toMatch(/nmnist-small-8-8\.spkx$/);
    await at('train-shrink').scrollIntoViewIfNeeded();
    await shootViews(page, 'train-form-shrink');
    await at('train-start').click();
    await at('train-live').waitFor();
    await at('train-remove-units').waitFor();
    expect(await at('train-page').innerText()).toContain('nmnist-small-8-8');
  });

  it('complains of nothing', () => {
    expect(complaints).toEqual([]);
  });
});
