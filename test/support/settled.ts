/** Waits until every chart on the page is drawn: their code is loaded when a page first needs it. */
import type { Page } from 'playwright-core';

export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('figure.chart .plot')].every(
      (plot) => plot.checkVisibility() === false || plot.querySelector('svg, canvas') !== null,
    ),
  );
  await page.evaluate(
    () => new Promise<void>((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn()))),
  );
}
