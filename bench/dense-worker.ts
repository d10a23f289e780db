/** A thread that runs the plain dense network: asked for a number of samples, it works through them and answers. */
import { parentPort, workerData } from 'node:worker_threads';
import type { NetworkSpec } from '../engine/contract/index.ts';
import { sampleAt, type SampleSet } from '../engine/workload/sample-set.ts';
import { DenseNetwork, type DenseOptions } from './dense-network.ts';

export interface DenseWork {
  readonly network: NetworkSpec;
  readonly weights: Float32Array;
  readonly options: DenseOptions;
  readonly samples: SampleSet;
}

export interface DenseAsk {
  readonly training: boolean;
  readonly samples: number;
}

const { network, weights, options, samples }: DenseWork = workerData;
const dense = new DenseNetwork(network, weights, options);
const loss = network.classes.map((_, j) => (j === 0 ? -0.9 : 0.1));

parentPort?.on('message', (ask: DenseAsk) => {
  for (let i = 0; i < ask.samples; i++) {
    dense.forward(sampleAt(samples, i % samples.count));
    if (ask.training) dense.backward(loss, null);
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage('done');
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage('ready');
