// The playback in a real browser: N-MNIST CONV2 stepped, scrubbed and played; the steps are those of the command line's trace.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../engine/arch/arch.ts';
import { traceLayer, type TracedLayer } from '../../engine/sim/playback/index.ts';
import { randomInputs } from '../../engine/workload/generators.ts';
import { valueOf } from '../support/outcomes.ts';
import { presetNetwork, presetTable } from '../support/presets.ts';
import { pageSuite } from '../support/page-suite.ts';
import { shootSchemes } from '../support/page-views.ts';

const suite = await pageSuite('the playback');

/** The first estimate of the page: 2 % random spikes, TWS 3. */
function expected(system: 'spikex' | 'ptb'): TracedLayer {
  const network = presetNetwork('nmnist');
  const inputs = randomInputs(network, 'random', 0.02, 1);
  const energy = presetTable('paper');
  return valueOf(
    traceLayer({ network, layer: 'CONV2', system, tws: 3, arch: DEFAULT_ARCH_CONFIG, energy, inputs }),
  );
}

describe.skipIf(suite.skipped)(suite.title, () => {
  let complaints: readonly string[] = [];
  let page: Page;
  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  const plain = async (name: string): Promise<string> =>
    (await at(name).innerText()).replaceAll('\u202F', '');
  const shot = (name: string) => shootSchemes(page, name);

  beforeAll(async () => {
    ({ page, complaints } = await suite.open());
  });

  afterAll(suite.close);

  it('opens from the palette with the layer of the drafts', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('play the schedule');
    await page.keyboard.press('Enter');
    await at('playback-strips').waitFor();
    await expect.poll(() => plain('playback-step')).toBe(`step 1 of ${expected('spikex').trace.steps}`);
    expect(await at('playback-does').innerText()).toBe('integrates input channel 0');
  });

  it('steps by passes and by stages, with the cycles of the trace', async () => {
    const { trace } = expected('spikex');
    await page.locator('body').click({ position: { x: 700, y: 120 } });
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => plain('playback-step')).toBe(`step 2 of ${trace.steps}`);
    const second = trace.stepsFrom(1, 1).startCycle[0];
    expect(await plain('playback-cycle')).toMatch(new RegExp(`^cycle ${Math.round(second)} of`));
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => plain('playback-step')).toBe(`step ${trace.firstStep[1] + 1} of ${trace.steps}`);
    expect(await at('playback-does').innerText()).toBe('integrates input channel 1');
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => plain('playback-step')).toBe(`step 1 of ${trace.steps}`);
    await page.keyboard.press('End');
    await expect.poll(() => plain('playback-step')).toBe(`step ${trace.steps} of ${trace.steps}`);
    expect(await at('playback-does').innerText()).toBe('updates the potentials');
    await at('playback-start').click();
    await expect.poll(() => at('playback-does').innerText()).toBe('waits for memory');
    await at('playback-forward').click();
    await expect.poll(() => at('playback-does').innerText()).toBe('integrates input channel 0');
  });

  it('says what a PE holds', async () => {
    const { trace } = expected('spikex');
    const { unit } = trace.columnsOf(0);
    const { windows } = trace.schedule;
    const array = await at('playback-array').boundingBox();
    if (!array) throw new Error('no array');
    // The second column, third row: cells start 44 px from the left and 34 px from the top.
    const [position, window] = [Math.floor(unit[1] / windows), unit[1] % windows];
    await at('playback-array').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => plain('playback-held'))
      .toMatch(
        new RegExp(
          `^PE 2, 1\\s+output channel 2 at \\(${Math.floor(position / 14)}, ${position % 14}\\), window ${window} `,
        ),
      );
    await shot('playback');
  });

  it('scrubs, zooms and plays', async () => {
    await at('playback-strips').click({ position: { x: 300, y: 40 } });
    await expect.poll(() => plain('playback-cycle')).not.toMatch(/^cycle 0 of/);
    const before = await plain('playback-cycle');
    await at('playback-closer').click();
    await at('playback-play').click();
    await expect.poll(() => plain('playback-cycle')).not.toBe(before);
    await at('playback-play').click();
    const paused = await plain('playback-cycle');
    await at('playback-whole').click();
    expect(await plain('playback-cycle')).toBe(paused);
  });

  it('shows another system and another layer', async () => {
    await at('playback-system').click();
    await page.locator('.n-base-select-option', { hasText: 'PTB' }).click();
    await expect.poll(() => plain('playback-step')).toBe(`step 1 of ${expected('ptb').trace.steps}`);
    await at('playback-layer').click();
    await page.locator('.n-base-select-option', { hasText: 'FC1' }).click();
    await expect.poll(() => at('playback-does').innerText()).toMatch(/^integrates input \d/);
    await page.setViewportSize({ width: 1024, height: 720 });
    await shot('playback-narrow');
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('is reached from a simulation with its setting, and goes back to the drafts', async () => {
    await at('page-simulate').click();
    await at('simulate-start').click();
    await at('simulate-layer-CONV3').click();
    await at('simulate-playback').click();
    await expect.poll(() => at('playback-source').innerText()).toMatch(/^from nmnist/);
    await expect.poll(() => at('playback-does').innerText()).toMatch(/^integrates input channel/);
    await at('playback-follow').click();
    await expect.poll(() => at('playback-source').count()).toBe(0);
    await at('playback-expand').click();
    await at('block-picture').waitFor();
    await shot('playback-below');
    expect(complaints).toEqual([]);
  });
});
