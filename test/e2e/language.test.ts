// The window in Chinese: chosen by key, live on the page that is open, kept after a reload, and no English left behind.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageSuite } from '../support/page-suite.ts';
import type { ServedWorkbench } from '../support/served-workbench.ts';
import { settled } from '../support/settled.ts';

const suite = await pageSuite('the window in Chinese');

/** Visible texts of two English words or more, outside what the host or the user named. */
async function english(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = (node.textContent ?? '').trim();
      const seen = node.parentElement?.checkVisibility({ visibilityProperty: true }) === true;
      if (seen && /[A-Za-z]{2,} [A-Za-z]{2,}/.test(text) && !/[\u4e00-\u9fff]/.test(text)) found.push(text);
    }
    return found;
  });
}

describe.skipIf(suite.skipped)(suite.title, () => {
  let browser: Browser;
  let complaints: readonly string[] = [];
  let workbench: ServedWorkbench;
  let page: Page;
  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  const lang = () => page.locator('html').getAttribute('lang');

  beforeAll(async () => {
    ({ browser, page, complaints, workbench } = await suite.open({
      context: { viewport: { width: 1024, height: 720 }, locale: 'en-US' },
    }));
    await at('run-demo').waitFor();
  });

  afterAll(suite.close);

  it('is chosen from the palette and changes what is on the screen', async () => {
    expect(await lang()).toBe('en');
    expect(await at('run-demo').textContent()).toContain('Run the demo');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('简体');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.documentElement.lang === 'zh-Hans');
    expect(await at('run-demo').textContent()).toContain('运行演示');
    expect(await at('page-simulate').textContent()).toContain('仿真');
  });

  it('leaves no English sentence on Home but names of the product and of networks', async () => {
    expect((await english(page)).filter((text) => text !== 'SpikeX Workbench')).toEqual([]);
  });

  it('simulates in Chinese: form, figures, table and remarks', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await at('simulate-page').waitFor();
    expect(await at('simulate-start').textContent()).toContain('仿真');
    await at('simulate-start').click();
    await at('simulate-stats').waitFor();
    await at('simulate-layers').waitFor();
    await settled(page);
    expect(await at('simulate-stats').textContent()).toMatch(/SpikeX 上的能量/);
    expect(await at('simulate-layers').locator('thead').textContent()).toContain('利用率');
    const own = ['simulate-stats', 'simulate-layers', 'simulate-breakdown'];
    const left = await page.evaluate(
      (names) =>
        names.map(
          (name) =>
            document.querySelector(`[data-test="${name}"] thead, [data-test="${name}"] dt`)?.textContent ??
            '',
        ),
      own,
    );
    expect(left.join(' ')).not.toMatch(/Energy|Latency|Layer/);
  });

  it('stays after a reload and goes back to English live', async () => {
    await page.reload();
    await at('simulate-page').waitFor();
    expect(await lang()).toBe('zh-Hans');
    const button = at('language');
    expect(await button.getAttribute('aria-label')).toBe('语言：简体中文');
    await button.click();
    expect(await button.getAttribute('aria-label')).toBe('Language: as the system');
    expect(await lang()).toBe('en');
    await page.waitForFunction(
      () =>
        document.querySelector('[data-test="simulate-start"]')?.textContent?.includes('Simulate') === true,
    );
  });

  it('is the language of the system where nothing was chosen', async () => {
    const context = await browser.newContext({ locale: 'zh-CN' });
    const other = await context.newPage();
    // Without a key the door gives nothing but prints the next address.
    const next = workbench.nextUrl();
    await other.goto(new URL('/', workbench.url).href);
    await other.goto(await next);
    await other.locator('[data-test="run-demo"]').waitFor();
    expect(await other.locator('html').getAttribute('lang')).toBe('zh-Hans');
    await context.close();
    expect(complaints).toEqual([]);
  });
});
