// Every page by axe-core, light and dark, in both languages: no serious issue. And the whole demo by keyboard alone.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settled } from '../support/settled.ts';
import { pageSuite } from '../support/page-suite.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const suite = await pageSuite('accessibility');

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly where: readonly string[];
}

/** Runs in the page, past its content policy, which forbids inline scripts for good reason. */
async function findings(page: Page): Promise<readonly Finding[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const axe: { run(root: Document, options: object): Promise<{ violations: AxeViolation[] }> } =
      Reflect.get(window, 'axe');
    interface AxeViolation {
      readonly id: string;
      readonly impact: string | null;
      readonly nodes: readonly { readonly target: readonly string[] }[];
    }
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    // The region around the virtual rows has the focus and scrolls them with arrows, pages, Home and End.
    const scrollsByItsRegion = ({ id, nodes }: AxeViolation): boolean =>
      id === 'scrollable-region-focusable' && nodes.every(({ target }) => target.join(' ') === '.v-vl');
    return violations
      .filter((violation) => !scrollsByItsRegion(violation))
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, impact, nodes }) => ({
        id,
        impact: impact ?? '',
        where: nodes.slice(0, 5).map(({ target }) => target.join(' ')),
      }));
  });
}

describe.skipIf(suite.skipped)(suite.title, () => {
  let complaints: readonly string[] = [];
  let page: Page;
  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  const pages = (): Promise<string[]> =>
    page
      .locator('nav.rail a')
      .evaluateAll((links) =>
        links.map((link) => (link.getAttribute('data-test') ?? '').replace('page-', '')),
      );

  beforeAll(async () => {
    ({ page, complaints } = await suite.open());
    await at('run-demo').waitFor();
  });

  afterAll(suite.close);

  it('runs the demo and looks at its results by keyboard alone', async () => {
    // The palette is one key away; everything below is typed, nothing is clicked.
    await page.keyboard.press('Control+k');
    await page.keyboard.type('run the demo');
    await page.keyboard.press('Enter');
    await at('demo-done').waitFor({ timeout: 240_000 });
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await at('runs-page').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await at('compare-page').waitFor();
    const focus = () => page.evaluate(() => document.activeElement?.tagName ?? '');
    await page.keyboard.press('Tab');
    expect(await focus()).not.toBe('BODY');
  }, 300_000);

  it.each([
    ['light', 'en'],
    ['dark', 'en'],
    ['light', 'zh-Hans'],
    ['dark', 'zh-Hans'],
  ] as const)(
    'finds no serious issue on any page, %s, %s',
    async (scheme, language) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      // The button goes on to the next of: as the system, English, Chinese.
      while ((await page.locator('html').getAttribute('lang')) !== language) await at('language').click();
      const found: Record<string, readonly Finding[]> = {};
      for (const name of await pages()) {
        await at(`page-${name}`).click();
        await at(`${name}-page`).waitFor();
        await settled(page);
        const serious = await findings(page);
        if (serious.length) found[name] = serious;
      }
      expect(found).toEqual({});
    },
    120_000,
  );

  it('has a ring on what has the focus', async () => {
    await at('page-home').click();
    await page.keyboard.press('Tab');
    const outline = await page.evaluate(() => {
      const element = document.activeElement;
      return element ? getComputedStyle(element).outlineStyle : 'none';
    });
    expect(outline).not.toBe('none');
  });

  it('fits at 200 % zoom without a sideways scroll', async () => {
    await page.setViewportSize({ width: 720, height: 450 });
    for (const name of await pages()) {
      await at(`page-${name}`).click();
      await at(`${name}-page`).waitFor();
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
    }
    expect(complaints).toEqual([]);
  });
});
