// Network descriptions: the shipped ones, their sizes by hand, and every mistake by its exact message.
import { describe, expect, it } from 'vitest';
import { parseLayer, networkSizes } from '../../../engine/workload/layer.ts';
import { parseNetwork } from '../../../engine/workload/network.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { presetNames, presetNetwork } from '../../support/presets.ts';

const good = {
  schema: 'spikex-network/1',
  name: 'tiny',
  title: 'Tiny',
  description: 'for tests',
  source: 'ours',
  timesteps: 10,
  input: { width: 8, height: 8, channels: 2 },
  neuron: { model: 'lif', leak: 0.9, threshold: 1, reset: 'zero' },
  classes: ['a', 'b'],
  layers: [
    { name: 'CONV1', kind: 'conv', H: 8, R: 3, E: 3, C: 2, M: 4, stride: 2, pad: 0 },
    { name: 'FC1', kind: 'fc', C: 36, M: 2 },
  ],
};
const conv = good.layers[0];
const fc = good.layers[1];
const messages = (change: object): string[] => messagesOf(parseNetwork({ ...good, ...change }, 'n.json'));

describe('shipped networks', () => {
  it('parse without a warning', () => {
    expect(presetNames('networks')).toEqual([
      'dvsg-large',
      'dvsg-medium',
      'nmnist',
      'nmnist-direct',
      'nmnist-rate',
      'nmnist-resnet',
      'nmnist-small',
      'nmnist-tsslbp',
      'vgg9',
      'vgg9-quarter-direct',
      'vgg9-quarter-pictures',
      'vgg9-quarter-rate',
    ]);
    for (const name of presetNames('networks')) expect(presetNetwork(name).name).toBe(name);
  });

  it('have the sizes of SpikeX Table II', () => {
    // 3*3*2*12 = 216, 3*3*12*32 = 3,456, 3*3*32*64 = 18,432, 2304*10 = 23,040
    // neurons 16*16*12 = 3,072, 14*14*32 = 6,272, 6*6*64 = 2,304, 10
    // operations 256*216 = 55,296, 196*3,456 = 677,376, 36*18,432 = 663,552, 23,040
    expect(networkSizes(presetNetwork('nmnist'))).toEqual([
      { name: 'CONV1', weights: 216, neurons: 3072, synapticOps: 55_296 },
      { name: 'CONV2', weights: 3456, neurons: 6272, synapticOps: 677_376 },
      { name: 'CONV3', weights: 18_432, neurons: 2304, synapticOps: 663_552 },
      { name: 'FC1', weights: 23_040, neurons: 10, synapticOps: 23_040 },
    ]);
  });
});

describe('parseNetwork', () => {
  it('reads text and values, and fills in what an fc layer may leave out', () => {
    const network = valueOf(parseNetwork(JSON.stringify(good), 'n.json'));
    expect(network).toEqual(valueOf(parseNetwork(good, 'n.json')));
    expect(network.layers[1]).toEqual({
      name: 'FC1',
      kind: 'fc',
      H: 1,
      R: 1,
      E: 1,
      C: 36,
      M: 2,
      stride: 1,
      pad: 0,
    });
  });

  it('warns where windows run past the map', () => {
    const layers = [
      { ...conv, R: 4 },
      { ...fc, C: 64 },
    ];
    expect(messages({ layers })).toEqual([
      'n.json.layers[0].R: is usually (H + 2 pad - E) / stride + 1 = 3 (got 4); windows past the map read 0, set R to 3 if that is not meant',
    ]);
    expect(parseNetwork({ ...good, layers }, 'n.json').ok).toBe(true);
  });

  it.each([
    [
      'R too small',
      [{ ...conv, R: 2 }, fc],
      'n.json.layers[0].R: must be (H + 2 pad - E) / stride + 1 = 3 (got 2); set R to 3',
    ],
    [
      'kernel larger than the map',
      [{ ...conv, E: 9 }, fc],
      'n.json.layers[0].E: must be at most H + 2 pad = 8 (got 9); shrink E or raise pad',
    ],
    [
      'pad as large as the kernel',
      [{ ...conv, pad: 3 }, fc],
      'n.json.layers[0].pad: must be below E = 3 (got 3); lower pad or enlarge E',
    ],
    [
      'C of the first layer',
      [{ ...conv, C: 3 }, fc],
      'n.json.layers[0].C: must be 2, the channels of the input (got 3); set C to 2',
    ],
    [
      'H of the first layer',
      [{ ...conv, H: 7 }, fc],
      'n.json.layers[0].H: must be 8, the side of the input (got 7); set H to 8',
    ],
    [
      'fc inputs',
      [conv, { ...fc, C: 35 }],
      'n.json.layers[1].C: must be 36, all outputs of CONV1 (4 x 3 x 3) (got 35); set C to 36',
    ],
    [
      'classes',
      [conv, { ...fc, M: 3 }],
      'n.json.layers[1].M: must give one neuron per class, 2 (got 3); change M or the classes',
    ],
    [
      'names',
      [conv, { ...fc, name: 'CONV1' }],
      'n.json.layers[1].name: must be unique (got "CONV1" twice); rename one',
    ],
  ])('refuses wrong %s', (_, layers, message) => {
    expect(messages({ layers })).toContain(message);
    expect(parseNetwork({ ...good, layers }, 'n.json').ok).toBe(false);
  });

  it('compares C of a layer with M of the one below', () => {
    const second = { name: 'CONV2', kind: 'conv', H: 3, R: 1, E: 3, C: 5, M: 1, stride: 1, pad: 0 };
    const last = { ...fc, C: 1 };
    expect(messages({ layers: [conv, second, last] })).toEqual([
      'n.json.layers[1].C: must be 4, the channels of CONV1 (got 5); set C to 4',
    ]);
  });

  it('lists all mistakes at once', () => {
    const layers = [
      { ...conv, M: 0, strid: 2 },
      { ...fc, kind: 'blur' },
    ];
    expect(
      messages({
        timesteps: 0,
        classes: [],
        neuron: { model: 'lif', leak: 2, threshold: 0, reset: 'zero' },
        layers,
      }),
    ).toEqual([
      'n.json.timesteps: must be a whole number of at least 1 and at most 65535 (got 0); N-MNIST uses 30',
      'n.json.neuron.leak: must be a number of at least 0 and at most 1 (got 2); 0.9 is usual',
      'n.json.neuron.threshold: must be a number above 0 (got 0); 1 is usual',
      'n.json.classes: must be a list of class names (got a list of 0); write ["0", "1", …]',
      'n.json.layers[0].M: must be a whole number of at least 1 and at most 65535 (got 0); it counts the output channels',
      'n.json.layers[0].strid: must be a known key (got "strid"); did you mean "stride"?',
      'n.json.layers[1].kind: must be conv or fc or pool (got "blur"); choose one',
    ]);
  });

  it.each([
    ['no JSON', '{"a": ', /^n\.json: must be JSON \(.*\); correct the file at that place$/],
    ['a list', '[]', /^n\.json: must be a JSON object \(got a list of 0\); start with \{$/],
    ['null', 'null', /^n\.json: must be a JSON object \(got null\)/],
  ])('refuses %s', (_, text, pattern) => {
    expect(messagesOf(parseNetwork(text, 'n.json'))).toEqual([expect.stringMatching(pattern)]);
  });

  it('refuses a map that is not square', () => {
    expect(messages({ input: { width: 8, height: 9, channels: 2 } })).toContain(
      'n.json.input: must be square (got 8 x 9); crop or scale the events to a square',
    );
  });
});

describe('parseLayer', () => {
  it('reads one layer and names it', () => {
    const { name: _, ...unnamed } = conv;
    expect(valueOf(parseLayer(JSON.stringify(unnamed), '--layer'))).toEqual({ ...unnamed, name: 'LAYER' });
  });
  it.each([
    ['{', '--layer: must be JSON (got "{"); write {"kind":"conv","H":34,…}'],
    ['3', '--layer: must be an object (got 3); write { "kind": "conv", … }'],
    [
      '{"kind":"fc","C":4,"M":2,"E":3}',
      '--layer.E: must be a whole number of at least 1 and at most 1 (got 3); an fc layer has 1',
    ],
  ])('refuses %s', (text, message) => {
    expect(messagesOf(parseLayer(text, '--layer'))).toEqual([message]);
  });
});
