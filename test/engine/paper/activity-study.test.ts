// Recorded activity: shares by hand, and layer costs that are the simulator's own.
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import { measureActivity } from '../../../engine/paper/activity-study.ts';
import { countActivity, WindowCounts } from '../../../engine/paper/window-counts.ts';
import { planSimulation, Scratch, simulateNetwork } from '../../../engine/sim/index.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { spikesFromDense } from '../../../engine/workload/spikes.ts';
import { valueOf } from '../../support/outcomes.ts';
import { presetNetwork, presetTable } from '../../support/presets.ts';

describe('counts over windows', () => {
  // 10 steps, 1 channel, 1 x 2 pixels. Pixel 0 fires at 0, 1, 2, 3, 4, 9 (60 %), pixel 1 never.
  const dense = new Uint8Array(20);
  for (const t of [0, 1, 2, 3, 4, 9]) dense[2 * t] = 1;
  const spikes = spikesFromDense(dense, { timesteps: 10, channels: 1, height: 1, width: 2 });
  const counts = new WindowCounts('L', [2, 4]);
  countActivity(counts, spikes);
  const figures = counts.figures();

  it('shares neurons out by how often they fire', () => {
    expect(figures).toMatchObject({
      neurons: 2,
      timesteps: 10,
      spikeDensity: 0.3,
      aboveHalf: 0.5,
      belowTenth: 0.5,
    });
    // Silent: one of two. 60 % is in the class up to 100 %.
    expect(figures.rates).toEqual([0.5, 0, 0, 0, 0, 0, 0, 0.5]);
  });

  it('counts windows that hold a spike, the last one short', () => {
    // TWS 2: windows 0, 1, 2, 4 of 5, for one of two neurons: 4 / 10. TWS 4: 0, 1, 2 of 3: 3 / 6.
    expect(figures.windows).toEqual([
      { tws: 2, density: 0.4, spikesPerWindow: 1.5 },
      { tws: 4, density: 0.5, spikesPerWindow: 2 },
    ]);
  });

  it('adds samples up', () => {
    countActivity(counts, spikes);
    expect(counts.figures()).toEqual(figures);
  });
});

describe('measureActivity', () => {
  const network = presetNetwork('nmnist-small');
  const energy = presetTable('paper');
  const samples = [1, 2].map((seed) => randomInputs(network, 'bursty', 0.02, seed));
  const measuring = measureActivity(
    { network, arch: DEFAULT_ARCH_CONFIG, energy, candidates: [2, 5], scratch: new Scratch() },
    samples,
  );
  let step = measuring.next();
  while (!step.done) step = measuring.next();
  const activity = step.value;

  it('costs every layer as `simulate` does, mean over samples', () => {
    for (const system of ['ptb', 'spikex'] as const)
      for (const tws of [2, 5]) {
        const arch = {
          ...DEFAULT_ARCH_CONFIG,
          batch: 64,
          ptb: { ...DEFAULT_ARCH_CONFIG.ptb, tws: 'layer' as const },
        };
        const plan = valueOf(
          planSimulation({ network, systems: [system], tws: [tws, tws, tws], arch, energy }),
        );
        const totals = samples.map((inputs) => simulateNetwork(plan, inputs)[0].total.energyPj);
        const row = activity.costs.find(
          (one) => one.system === system && one.tws === tws && one.batch === 64,
        );
        const sum = row?.layers.reduce((all, { energyPj }) => all + energyPj, 0);
        expect(sum).toBeCloseTo((totals[0] + totals[1]) / 2, 3);
      }
  });

  it('names the layers by who fires, and shows the most active neurons first', () => {
    expect(activity.layers.map(({ name }) => name)).toEqual(['Input', 'CONV1', 'CONV2']);
    expect(activity.layers[1].spikeDensity).toBeCloseTo(0.02, 2);
    const totals = activity.raster.rows.map((row) => row.reduce((sum, count) => sum + count, 0));
    expect(activity.raster.layer).toBe('CONV2');
    expect(totals).toEqual(totals.toSorted((a, b) => b - a));
  });
});
