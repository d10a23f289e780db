// Edits of a network as data: after the host fills in the shapes, every one of them is a valid network.
import { describe, expect, it } from 'vitest';
import { checkNetworkDraft } from '../../../engine/workload/check-draft.ts';
import type { NetworkSpec } from '../../../engine/contract/index.ts';
import { graphOf, inputDensity } from '../../../renderer/src/views/network/graph.ts';
import {
  withKind,
  withLayerAfter,
  withLayerMoved,
  withoutLayer,
} from '../../../renderer/src/views/network/edits.ts';
import { NETWORKS } from '../../support/fake/catalog.ts';
import { simulated } from '../../support/fake/simulation.ts';

const network = NETWORKS[0];
const names = (of: NetworkSpec): string[] => of.layers.map(({ name }) => name);
const shaped = (of: NetworkSpec): NetworkSpec | null => checkNetworkDraft(JSON.stringify(of), true).network;

describe('adding a layer', () => {
  it.each([
    [-1, 0, 'conv'],
    [0, 1, 'conv'],
    [2, 3, 'conv'],
    [3, 3, 'conv'], // never behind the layer that gives the classes
  ])('after layer %i puts a new one at %i', (index, place, kind) => {
    const added = withLayerAfter(network, index);
    expect(added.place).toBe(place);
    expect(added.network.layers[place]).toMatchObject({ kind, name: 'CONV4' });
    const valid = shaped(added.network);
    expect(valid?.layers.length).toBe(5);
    expect(valid?.layers.at(-1)?.M).toBe(10);
  });

  it('after a fully connected one adds another', () => {
    const two = shaped(withLayerAfter({ ...network, layers: [...network.layers] }, 2).network);
    expect(two).not.toBeNull();
    const fc = withLayerAfter(
      { ...network, layers: [{ ...network.layers[3], name: 'A', M: 20 }, network.layers[3]] },
      0,
    );
    expect(fc.network.layers[1]).toMatchObject({ kind: 'fc', name: 'FC2' });
    expect(shaped(fc.network)).not.toBeNull();
  });
});

describe('moving and removing', () => {
  it('moves within the network only', () => {
    expect(names(withLayerMoved(network, 0, 1) ?? network)).toEqual(['CONV2', 'CONV1', 'CONV3', 'FC1']);
    expect(withLayerMoved(network, 0, -1)).toBeNull();
    expect(withLayerMoved(network, 3, 1)).toBeNull();
  });

  it('removes one and leaves a valid network', () => {
    const fewer = withoutLayer(network, 1);
    expect(names(fewer)).toEqual(['CONV1', 'CONV3', 'FC1']);
    expect(shaped(fewer)).not.toBeNull();
  });

  it('changes the kind', () => {
    const layers = network.layers.with(2, withKind(network.layers[2], 'fc'));
    const valid = shaped({ ...network, layers });
    expect(valid?.layers[2]).toMatchObject({ kind: 'fc', H: 1, R: 1, E: 1, C: 32 * 14 * 14, M: 8 });
  });
});

describe('the graph', () => {
  const [report] = simulated({
    network: 'nmnist',
    systems: ['spikex'],
    tws: [3],
    spikes: { kind: 'random', rate: 0.02, seed: 1 },
    arch: 'spikex-8x8',
    archOverrides: {},
    energy: 'paper',
  });

  it('has a box per layer between input and readout, and shares that add up', () => {
    const { nodes, edges } = graphOf(network, report);
    expect(nodes.map(({ id }) => id)).toEqual([
      'input',
      'layer-0',
      'layer-1',
      'layer-2',
      'layer-3',
      'readout',
    ]);
    expect(edges.length).toBe(5);
    const shares = nodes.reduce((sum, { energyShare }) => sum + (energyShare ?? 0), 0);
    expect(shares).toBeCloseTo(1, 9);
    expect(nodes.every((node, at) => at === 0 || node.x > nodes[at - 1].x)).toBe(true);
  });

  it('draws no share from a simulation of another network', () => {
    const { nodes } = graphOf(NETWORKS[1], report);
    expect(nodes.every(({ energyShare }) => energyShare === null)).toBe(true);
  });

  it('gives the density of the input by hand', () => {
    const { H, C } = network.layers[1];
    expect(inputDensity(network, report, 1)).toBeCloseTo(report.layers[1].spikes / (H * H * C * 30), 12);
  });
});
