// One valid question per call; a call without one does not compile.
import { DEFAULT_TRAIN, type Ask, type CallName } from '../../../engine/contract/index.ts';

export const VALID_ASKS: { readonly [K in CallName]: Ask<K> } = {
  'host.info': {},
  'host.doctor': {},
  'files.list': { path: '/home/me' },
  'files.uploadBegin': { name: 'digits', files: 2, bytes: 10 },
  'files.uploadChunk': {
    uploadId: 'u1',
    relativePath: 'Train/0/00002.bin',
    offset: 0,
    bytes: new Uint8Array(5),
  },
  'files.uploadEnd': { uploadId: 'u1' },
  'networks.list': {},
  'archs.list': {},
  'tech.list': {},
  'data.open': { source: 'synthetic-nmnist' },
  'data.sample': {
    source: 'synthetic-nmnist',
    index: 3,
    bins: { timesteps: 30, mode: 'window', windowUs: 10_000 },
  },
  'train.start': { spec: DEFAULT_TRAIN },
  'demo.start': { quick: true },
  'simulate.run': {
    spec: {
      network: 'nmnist',
      systems: ['spikex', 'ptb'],
      tws: [3],
      spikes: { kind: 'random', rate: 0.05, seed: 1 },
      arch: 'spikex-8x8',
      archOverrides: { 'array.rows': 8, tailoring: true, drain: 'stage' },
      energy: 'paper',
    },
  },
  'simulate.explain': {
    spec: {
      network: 'nmnist',
      systems: ['spikex'],
      tws: [2, 3, 2, 5],
      spikes: { kind: 'run', runId: 'r1' },
      arch: 'spikex-8x8',
      archOverrides: {},
      energy: 'paper',
    },
    before: null,
  },
  'jobs.list': {},
  'jobs.cancel': { jobId: 'j1' },
  'runs.list': {},
  'runs.get': { runId: 'r1' },
  'runs.export': { runIds: ['r1', 'r2'], format: 'csv' },
};
