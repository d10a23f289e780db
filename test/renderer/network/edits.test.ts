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
import {
  layerFields,
  layerOptions,
  networkFields,
  withLayerValue,
  withNetworkValue,
} from '../../../renderer/src/views/network/inspector-fields.ts';
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

describe('fields of layers and network', () => {
  it('every choice gives a description that the host accepts', () => {
    const [conv, , , fc] = network.layers;
    const changed = [
      withLayerValue(conv, 'normalise', true),
      withLayerValue(fc, 'recurrent', true),
      withLayerValue(fc, 'normalise', true),
    ];
    const layers = [changed[0], ...network.layers.slice(1, 3), changed[1]];
    expect(shaped({ ...network, layers })).not.toBeNull();
    for (const model of ['lif', 'cuba-lif', 'if'])
      expect(shaped(withNetworkValue(network, 'model', model))).not.toBeNull();
    for (const coding of ['events', 'rate', 'direct'])
      expect(shaped(withNetworkValue(network, 'coding', coding))).not.toBeNull();
  });

  it('what is switched off leaves no trace', () => {
    const [conv] = network.layers;
    const there = withLayerValue(withLayerValue(conv, 'normalise', true), 'add', 'CONV1');
    const back = withLayerValue(withLayerValue(there, 'add', ''), 'normalise', false);
    expect(back).toEqual(conv);
  });

  it('offers earlier layers to add, and shows only what a kind has', () => {
    expect(layerOptions('add', network.layers.slice(0, 2)).map(({ value }) => value)).toEqual([
      '',
      'CONV1',
      'CONV2',
    ]);
    const keys = (kind: 'conv' | 'fc' | 'pool') =>
      layerFields(withKind(network.layers[0], kind)).map(({ key }) => key);
    expect(keys('pool')).not.toContain('M');
    expect(keys('fc')).toContain('recurrent');
    expect(networkFields(network).map(({ key }) => key)).not.toContain('synapseLeak');
  });

  it('a pooling layer keeps the channels', () => {
    const layers = network.layers.with(1, withKind(network.layers[1], 'pool'));
    // 16 -> floor((16 - 2) / 2) + 1 = 8
    expect(shaped({ ...network, layers })?.layers[1]).toMatchObject({ kind: 'pool', R: 8, C: 12, M: 12 });
  });

  it('draws added spikes and loops as lines of their own', () => {
    const layers = [
      network.layers[0],
      { ...network.layers[1], add: 'CONV1' },
      network.layers[2],
      { ...network.layers[3], recurrent: true },
    ];
    const { edges } = graphOf({ ...network, layers }, null);
    expect(edges.filter(({ kind }) => kind === 'added')).toMatchObject([
      { source: 'layer-0', target: 'layer-1' },
    ]);
    expect(edges.filter(({ kind }) => kind === 'loop')).toMatchObject([
      { source: 'layer-3', target: 'layer-3' },
    ]);
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
