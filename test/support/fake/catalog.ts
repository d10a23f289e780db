/** Presets and host facts of the fake host, shaped like the shipped ones. */
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import type {
  ArchConfig,
  EnergyTable,
  HostInfo,
  LayerSpec,
  NetworkSpec,
} from '../../../engine/contract/index.ts';

const conv = (name: string, H: number, R: number, C: number, M: number, stride = 1): LayerSpec => ({
  name,
  kind: 'conv',
  H,
  R,
  E: 3,
  C,
  M,
  stride,
  pad: 0,
});
const fc = (name: string, C: number, M: number): LayerSpec => ({
  name,
  kind: 'fc',
  H: 1,
  R: 1,
  E: 1,
  C,
  M,
  stride: 1,
  pad: 0,
});

export const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

const network = (name: string, title: string, layers: readonly LayerSpec[]): NetworkSpec => ({
  schema: 'spikex-network/1',
  name,
  title,
  description: `${title} of the fake host.`,
  source: 'invented for tests',
  timesteps: 30,
  input: { width: 34, height: 34, channels: 2 },
  neuron: { model: 'lif', leak: 0.9, threshold: 1, reset: 'zero' },
  classes: DIGITS,
  layers,
});

export const NETWORKS: readonly NetworkSpec[] = [
  network('nmnist', 'N-MNIST network', [
    conv('CONV1', 34, 16, 2, 12, 2),
    conv('CONV2', 16, 14, 12, 32),
    conv('CONV3', 14, 6, 32, 8, 2),
    fc('FC1', 288, 10),
  ]),
  network('nmnist-small', 'Small N-MNIST network', [conv('CONV1', 34, 16, 2, 8, 2), fc('FC1', 2048, 10)]),
];

export const ARCHS: readonly ArchConfig[] = [
  {
    ...DEFAULT_ARCH_CONFIG,
    name: 'spikex-8x8',
    title: 'SpikeX 8 x 8',
    source: 'invented for tests',
    array: { rows: 8, cols: 8 },
    glb: { bytes: 55_296, bytesPerCycle: 32 },
    lbuf: { bytes: 2048 },
    buffers: { weightFraction: 0.5 },
    clockMhz: 200,
    dram: { gbPerSecond: 30 },
    bits: { weight: 8, psum: 16 },
    tbWindows: 8,
    batch: 1,
    dispatch: { unit: 'ic', mode: 'paper' },
    drain: 'stage',
    stalls: 'averaged',
    psum: { overflow: 'lbuf' },
    tailoring: null,
    ptb: { packing: 'none', tws: 'net' },
  },
];

const table = (name: string, title: string, fitted: boolean, dram: number): EnergyTable => ({
  schema: 'spikex-energy/1',
  name,
  title,
  source: 'invented for tests',
  licence: 'CC0-1.0',
  fitted,
  notes: fitted ? 'Fitted ratios; they are not physical.' : '',
  aluPj: 1,
  rfPjPerByte: 0.4,
  lbufPjPerByte: 1,
  glbPjPerByte: 2,
  dramPjPerByte: dram,
});

export const TABLES: readonly EnergyTable[] = [
  table('paper', 'SpikeX paper, relative', true, 15),
  table('cacti-32nm', 'CACTI 32 nm', false, 160),
];

export const HOST: HostInfo = {
  appVersion: '0.1.0',
  door: 'web',
  runtime: 'Node 24.12.0',
  platform: 'linux x64',
  cores: 8,
  memoryBytes: 16 * 1024 ** 3,
  simd: true,
  backend: 'WASM SIMD, 4 threads',
  database: { file: '/home/ada/.local/share/spikex/runs.sqlite', readOnly: false, runs: 0 },
  roots: ['/home/ada', '/data'],
  defaultWorkers: 4,
};
