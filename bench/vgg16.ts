/**
 * A spiking network of the size of VGG16 (Simonyan and Zisserman, ICLR 2015): 13 convolutions and 3 fully connected
 * layers on 224 x 224 pixels. Pooling is read as stride 2 in the last convolution of a block, since the format of
 * networks has no pooling; input has the two polarities of an event camera. For tests of scale.
 */
import type { LayerSpec, NetworkSpec } from '../engine/contract/index.ts';

const BLOCKS = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];
const DENSE = [4096, 4096, 1000];

export function vgg16(timesteps = 4, side = 224): NetworkSpec {
  const layers: LayerSpec[] = [];
  let channels = 2;
  let H = side;
  for (const block of BLOCKS)
    block.forEach((M, i) => {
      const stride = i === block.length - 1 ? 2 : 1;
      const R = H / stride;
      const name = `CONV${layers.length + 1}`;
      layers.push({ name, kind: 'conv', H, R, E: 3, C: channels, M, stride, pad: 1 });
      [channels, H] = [M, R];
    });
  DENSE.forEach((M, i) => {
    const C = i === 0 ? channels * H * H : DENSE[i - 1];
    layers.push({ name: `FC${i + 1}`, kind: 'fc', H: 1, R: 1, E: 1, C, M, stride: 1, pad: 0 });
  });
  return {
    schema: 'spikex-network/1',
    name: 'vgg16',
    title: 'VGG16 size',
    description: 'Sizes of VGG16 with strides in place of pooling',
    source: 'Simonyan and Zisserman, ICLR 2015, configuration D',
    timesteps,
    input: { width: side, height: side, channels: 2 },
    neuron: { model: 'lif', leak: 0.9, threshold: 1, reset: 'zero' },
    classes: Array.from({ length: 1000 }, (_, i) => `class ${i + 1}`),
    layers,
  };
}
