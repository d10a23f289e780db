// The studies: what they measure is right, complete, repeatable, and deaf to what the paper prints.
import { describe, expect, it } from 'vitest';
import { plainSimulate } from '../../../bench/plain-simulate.ts';
import type { CounterKey, EnergyTable, Level } from '../../../engine/contract/index.ts';
import { streamSeed } from '../../../engine/math/random.ts';
import { DRAWN_FIGURES } from '../../../engine/contract/index.ts';
import { compareFigure, STUDIES } from '../../../engine/paper/index.ts';
import { randomSpikes } from '../../../engine/workload/generators.ts';
import { denseFromSpikes, inputShape } from '../../../engine/workload/spikes.ts';
import { measure, PUBLISHED, SETUP } from './setup.ts';

const measurements = new Map(DRAWN_FIGURES.map((figure) => [figure, measure(STUDIES[figure], 2)]));
const of = (figure: (typeof DRAWN_FIGURES)[number]) => {
  const found = measurements.get(figure);
  if (!found) throw new Error(`figure ${figure} was not measured`);
  return found;
};
const valueIn = (figure: (typeof DRAWN_FIGURES)[number], id: string): number =>
  Number(of(figure).measured.find((one) => one.id === id)?.value);

describe.each(DRAWN_FIGURES)('figure %s', (figure) => {
  it('measures the same twice', () => {
    expect(measure(STUDIES[figure], 2)).toEqual(of(figure));
  });

  it('can be stopped after every draw', () => {
    expect(of(figure).yields).toBe(2);
  });

  it('stands beside every value that the paper prints for it', () => {
    const measured = new Set(of(figure).measured.map((one) => one.published));
    const printed = PUBLISHED.values.filter((value) => /^fig(\d+)/.exec(value.figure)?.[1] === figure);
    expect(printed.length).toBeGreaterThan(0);
    expect(printed.map((value) => value.key).filter((key) => !measured.has(key))).toEqual([]);
  });

  it('measures the same whatever the paper prints', () => {
    const altered = {
      ...PUBLISHED,
      values: PUBLISHED.values.map((value) => ({
        ...value,
        value: typeof value.value === 'number' ? value.value * 3 + 1 : 'altered',
      })),
    };
    const original = compareFigure(STUDIES[figure], of(figure), PUBLISHED);
    const changed = compareFigure(STUDIES[figure], measure(STUDIES[figure], 2), altered);
    expect(changed.rows.map((row) => row.paper)).not.toEqual(original.rows.map((row) => row.paper));
    expect(changed.rows.map((row) => row.measured)).toEqual(original.rows.map((row) => row.measured));
    const bare = ({ charts }: typeof changed) => charts.map((chart) => ({ ...chart, published: [] }));
    expect(bare(changed)).toEqual(bare(original));
  });

  it('gives every row an id and a reason', () => {
    const { measured } = of(figure);
    expect(new Set(measured.map((one) => one.id)).size).toBe(measured.length);
    expect(measured.every((one) => one.reason.length > 10 && one.draws === 2)).toBe(true);
  });
});

describe('against plain loops', () => {
  const share = (counts: Partial<Record<CounterKey, number>>, level: Level, table: EnergyTable): number => {
    const price = {
      ALU: table.aluPj,
      RF: table.rfPjPerByte,
      LBUF: table.lbufPjPerByte,
      GLB: table.glbPjPerByte,
      DRAM: table.dramPjPerByte,
    };
    const energy = (wanted: (key: string) => boolean): number =>
      Object.entries(counts)
        .filter(([key]) => wanted(key))
        .reduce((sum, [key, count]) => sum + count * price[key.split('.')[0] as Level], 0);
    return (100 * energy((key) => key.startsWith(`${level}.`))) / energy(() => true);
  };

  it('figure 12: shares of one draw, under the given and the held-out table', () => {
    const network = SETUP.networks.medium;
    const fc1 = network.layers[4];
    const spikes = randomSpikes('random', inputShape(fc1, network.timesteps), 0.08, streamSeed(12, 0));
    const arch = { ...SETUP.arch, batch: 64 };
    const plain = plainSimulate(fc1, network.timesteps, denseFromSpikes(spikes), 4, 'spikex', arch);
    const { measured } = measure(STUDIES['12'], 1);
    const value = (id: string) => measured.find((one) => one.id === id)?.value;
    expect(value('shared.RF.tws4')).toBeCloseTo(share(plain.counts, 'RF', SETUP.energy), 9);
    expect(value('heldOut.DRAM.tws4')).toBeCloseTo(share(plain.counts, 'DRAM', SETUP.heldOut.fig9), 9);
  });

  it('figure 9: the latency fall of one draw', () => {
    const network = SETUP.networks.nmnist;
    const conv1 = network.layers[0];
    const cycles = (rate: number, stream: number): number => {
      const shape = inputShape(conv1, network.timesteps);
      const dense = denseFromSpikes(randomSpikes('random', shape, rate, streamSeed(9, 0, stream)));
      return plainSimulate(conv1, network.timesteps, dense, 5, 'spikex', SETUP.arch).cycles;
    };
    const { measured } = measure(STUDIES['9'], 1);
    const fall = measured.find((one) => one.id === 'latency.tws5')?.value;
    expect(fall).toBeCloseTo(100 * (1 - cycles(0.0001, 1) / cycles(0.005, 0)), 9);
  });
});

describe('what must hold in the measurements', () => {
  it('shares add up: components to 100, usages to 100', () => {
    for (const setting of ['shared', 'heldOut', 'single']) {
      const at = (share: string): number => valueIn('12', `${setting}.${share}.tws4`);
      expect(at('ALU') + at('memory')).toBeCloseTo(100, 9);
      expect(at('RF') + at('LBUF') + at('GLB') + at('DRAM')).toBeCloseTo(at('memory'), 9);
      expect(at('weight') + at('spike') + at('alu')).toBeCloseTo(100, 9);
    }
  });

  it('SpikeX is never slower than PTB', () => {
    const gains = of('10').charts.flatMap(({ series }) =>
      series.flatMap(({ points }) => points.map(({ y }) => y)),
    );
    expect(gains).toHaveLength(20); // 2 readings x 2 TWS x 5 rates
    expect(Math.min(...gains)).toBeGreaterThanOrEqual(1);
  });

  it('the worst energy is at least the best', () => {
    for (const one of of('11').measured) expect(Number(one.value)).toBeGreaterThanOrEqual(1);
  });
});
