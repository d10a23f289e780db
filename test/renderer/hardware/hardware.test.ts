// The Hardware page as data: flat keys, groups, figures of the block picture, the bottleneck.
import { describe, expect, it } from 'vitest';
import { archKeys, checkArchDraft } from '../../../engine/arch/check-draft.ts';
import type { SystemReport } from '../../../engine/contract/index.ts';
import { flatOf, nestedOf } from '../../../renderer/src/stores/arch-draft.ts';
import { windowsOf } from '../../../renderer/src/stores/estimate.ts';
import { blockFigures } from '../../../renderer/src/views/hardware/block-figures.ts';
import { bottleneckOf } from '../../../renderer/src/views/hardware/bottleneck.ts';
import { archGroups, choiceOf, choiceOptions } from '../../../renderer/src/views/hardware/groups.ts';
import { ARCHS } from '../../support/fake/catalog.ts';
import { simulated } from '../../support/fake/simulation.ts';

const [arch] = ARCHS;
const { capacities } = checkArchDraft(JSON.stringify(arch));
const [spikex] = simulated({
  network: 'nmnist',
  systems: ['spikex'],
  tws: [3],
  spikes: { kind: 'random', rate: 0.02, seed: 1 },
  arch: 'spikex-8x8',
  archOverrides: {},
  energy: 'paper',
});

describe('keys', () => {
  it('there and back', () => {
    const { name: _name, title: _title, source: _source, ...groups } = arch;
    expect(nestedOf(flatOf(arch))).toEqual(groups);
  });

  it('every key of the host stands in exactly one group', () => {
    const shown = archGroups(archKeys()).flatMap(({ keys }) => keys.map(({ key }) => key));
    expect(shown.toSorted()).toEqual(
      archKeys()
        .map(({ key }) => key)
        .toSorted(),
    );
  });

  it('a choice of true, false or nothing survives the select', () => {
    const tailoring = archKeys().find(({ key }) => key === 'tailoring');
    if (!tailoring) throw new Error('no key tailoring');
    for (const { value } of choiceOptions(tailoring)) expect(String(choiceOf(tailoring, value))).toBe(value);
  });
});

describe('the block picture', () => {
  const needs = spikex.layers.map(({ name }, at) => ({
    name,
    glbWeightBytes: 1000 * (at + 1),
    glbSpikeBytes: 10,
    lbufWeightBytes: 72,
    lbufSpikeBytes: 27,
    rowTiles: 2,
    lastRows: 4,
  }));
  if (!capacities) throw new Error('the fake accelerator is wrong');

  it('of the network shows the largest layer and shares that add up', () => {
    const figures = blockFigures(spikex, needs, capacities, arch, null);
    expect(figures.glbWeights).toEqual({ needBytes: 1000 * needs.length, haveBytes: 13_824 });
    expect(Object.values(figures.energyShare).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(figures.lastRows).toBe(8);
    expect(figures.busyColumns).toBeLessThanOrEqual(8);
  });

  it('of one layer shows its own share of the bandwidth', () => {
    const [first] = spikex.layers;
    const figures = blockFigures(spikex, needs, capacities, arch, first.name);
    expect(figures.dram.share).toBeCloseTo(first.dramCycles / first.cycles, 12);
    // 30 GB/s at 200 MHz = 150 B per cycle
    expect(figures.dram.bytesPerCycle).toBeCloseTo(150 * figures.dram.share, 9);
    expect(figures.lastRows).toBe(4);
  });
});

describe('the bottleneck', () => {
  const withFirst = (change: object): SystemReport => ({
    ...spikex,
    layers: spikex.layers.map((layer, at) => ({
      ...layer,
      computeCycles: 100,
      cycles: 100,
      dramCycles: 10,
      glbCycles: 10,
      ...(at === 0 ? change : {}),
    })),
  });

  it('is none where the array is the slowest', () => {
    expect(bottleneckOf(withFirst({}), arch)).toBeNull();
  });

  it('names layer, memory, share and the bandwidth that would do', () => {
    // DRAM needs 250 cycles for 100 of the array: 2.5 times 30 GB/s; 150 of 250 cycles are waited
    expect(bottleneckOf(withFirst({ dramCycles: 250, cycles: 250 }), arch)).toEqual({
      layer: spikex.layers[0].name,
      level: 'DRAM',
      share: 0.6,
      bandwidth: 75,
    });
  });
});

describe('window sizes', () => {
  it('one, one per layer, or the first of a list that does not fit', () => {
    expect(windowsOf('3', 4)).toEqual([3]);
    expect(windowsOf('2, 3 5,8', 4)).toEqual([2, 3, 5, 8]);
    expect(windowsOf('2, 3', 4)).toEqual([2]);
  });
});
