/** Pictures of every page after the demo, light and dark, for the documentation. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launchBrowser } from './browser.ts';
import { settled } from './settled.ts';
import { serveWorkbench } from './served-workbench.ts';

const FOLDER = resolve(import.meta.dirname, '../../docs/pictures');
const PAGES = [
  'home',
  'data',
  'network',
  'hardware',
  'import',
  'simulate',
  'search',
  'runs',
  'compare',
  'paper',
];
const DEMO_LIMIT_MS = 600_000;

const browser = await launchBrowser();
if (typeof browser === 'string') throw new Error(browser);
const workbench = await serveWorkbench();
try {
  mkdirSync(FOLDER, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  await page.goto(workbench.url);
  await at('run-demo').click();
  await at('page-data').click();
  await at('event-picture').or(at('open-embedded')).first().waitFor();
  if (await at('open-embedded').isVisible()) await at('open-embedded').click();
  await at('event-picture').waitFor();
  await at('page-simulate').click();
  await at('simulate-start').click();
  await at('simulate-totals').waitFor();
  await at('page-home').click();
  await at('demo-done').waitFor({ timeout: DEMO_LIMIT_MS });
  await at('page-runs').click();
  const first = await page
    .locator('[data-test^="runs-row-"]', { hasText: 'large beta' })
    .first()
    .getAttribute('data-test');
  const trained = `#/train/${first?.replace('runs-row-', '')}`;
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const name of PAGES) {
      await at(`page-${name}`).click();
      await at(`${name}-page`).waitFor();
      if (name === 'simulate') await at('simulate-bounds').waitFor();
      if (name === 'paper' && scheme === 'light') {
        await at('paper-measure').click();
        await at('paper-chart-fall-energy-plot').locator('svg').waitFor({ timeout: DEMO_LIMIT_MS });
      }
      await settled(page);
      await page.screenshot({ path: join(FOLDER, `${name}-${scheme}.png`) });
      if (name !== 'hardware' || scheme !== 'light') continue;
      await at('playback-expand').click();
      await at('playback-forward').click();
      await at('playback-strips').waitFor();
      await settled(page);
      await page.screenshot({ path: join(FOLDER, 'playback-light.png') });
      await at('playback-expand').click();
    }
    await page.evaluate((hash) => (location.hash = hash), trained);
    await at('train-activity').locator('tbody tr').first().waitFor();
    await settled(page);
    await page.screenshot({ path: join(FOLDER, `train-${scheme}.png`) });
  }
} finally {
  await browser.close();
  await workbench.close();
}
