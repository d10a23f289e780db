/**
 * An imported network on event data: cnn_sinabs.nir on real N-MNIST where SPIKEX_TEST_DATA names the folder with both,
 * else a network of the same layers with drawn weights on the embedded synthetic N-MNIST. The baseline computes every
 * node densely in every step with plain loops, in the same process; samples alternate between both.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runDecoder } from '../electron/data/decoders/run-decoder.ts';
import { networkOf } from '../electron/data/nir/read-network-file.ts';
import { syntheticSource } from '../electron/data/synthetic-source.ts';
import { APP_PATHS } from '../electron/host/paths.ts';
import {
  DEFAULT_NIR_RUN,
  issueText,
  type EventStream,
  type NirRunOptions,
  type Outcome,
} from '../engine/contract/index.ts';
import { decodeEvents } from '../engine/events/decode.ts';
import { flattenGraph } from '../engine/exchange/nir/flat-graph.ts';
import type { NirGraph } from '../engine/exchange/nir/graph.ts';
import { stepOrder } from '../engine/exchange/nir/order.ts';
import { inferShapes, type ShapedGraph } from '../engine/exchange/nir/shapes.ts';
import { Classifier } from '../engine/nir-run/classify.ts';
import { compileNir } from '../engine/nir-run/compile.ts';
import { NirExecutor } from '../engine/nir-run/executor.ts';
import { countFrames, type NirFrames } from '../engine/nir-run/frames.ts';
import { sinabsLike } from './nir-network.ts';
import { runPlain, type PlainNode } from './plain-nir.ts';
import { median, type BenchResult, type BenchSuite } from './types.ts';

const STEPS = 300;
const SAMPLES = 12;
const SHAPE = { channels: 2, height: 34, width: 34 } as const;
const OPTIONS: NirRunOptions = { ...DEFAULT_NIR_RUN, dtS: 0.001, reset: 'subtract' };

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(outcome.issues.map(issueText).join('\n'));
}

export const suite: BenchSuite = async (progress): Promise<readonly BenchResult[]> => {
  const folder = process.env['SPIKEX_TEST_DATA'] ?? null;
  const graph = shapedOf(folder ? await realGraph(folder) : sinabsLike(1));
  const frames = (folder ? realStreams(folder) : await syntheticStreams()).map((stream) =>
    countFrames(stream, SHAPE, STEPS, 1000),
  );
  const wasm = new Uint8Array(readFileSync(APP_PATHS.wasm));
  const classifier = new Classifier(new NirExecutor(valueOf(compileNir(graph, OPTIONS, wasm, 'bench'))));
  const plain = plainNetwork(graph);
  for (const warmup of frames.slice(0, 3)) classifier.predict(warmup);
  const [ours, theirs]: [number[], number[]] = [[], []];
  let same = 0;
  frames.forEach((sample, i) => {
    const started = performance.now();
    const predicted = classifier.predict(sample);
    ours.push(performance.now() - started);
    const dense = denseFrames(sample);
    const again = performance.now();
    const output = plain(dense);
    theirs.push(performance.now() - again);
    if (output === predicted) same++;
    progress(`sample ${i + 1} of ${frames.length}`);
  });
  const [mine, baseline] = [median(ours), median(theirs)];
  return [
    {
      name: `NIR, ${folder ? 'cnn_sinabs.nir on N-MNIST' : 'synthetic CNN'}, ${STEPS} steps of 1 ms`,
      ours: mine,
      baseline,
      baselineName: 'plain loops',
      ratio: baseline / mine,
      unit: 'ms',
      runs: frames.length,
      note: `same class in ${same} of ${frames.length}; ${(1000 / mine).toFixed(0)} samples/s on one thread`,
    },
  ];
};

async function realGraph(folder: string): Promise<NirGraph> {
  const file = join(folder, 'nir', 'cnn_sinabs.nir');
  const tree = valueOf(await runDecoder('hdf5-read', { bytes: new Uint8Array(readFileSync(file)) }, file));
  return valueOf(networkOf(tree, file, OPTIONS.dtS)).graph;
}

const shapedOf = (graph: NirGraph): ShapedGraph =>
  valueOf(inferShapes(valueOf(flattenGraph(graph, 'bench')), 'bench'));

function realStreams(folder: string): EventStream[] {
  const train = join(folder, 'nmnist', 'Train');
  return Array.from({ length: SAMPLES }, (_, i) => {
    const own = join(train, String(i % 10));
    const file = join(own, readdirSync(own).sort()[Math.floor(i / 10)]);
    return valueOf(decodeEvents(new Uint8Array(readFileSync(file)), file, { width: 34, height: 34 })).stream;
  });
}

async function syntheticStreams(): Promise<EventStream[]> {
  const source = syntheticSource('synthetic-nmnist');
  const streams: EventStream[] = [];
  for (const sample of source.samples.slice(0, SAMPLES)) {
    const content = valueOf(await source.read(sample));
    streams.push(valueOf(await content.events()).stream);
  }
  return streams;
}

function denseFrames({ timesteps, ptr, indices, values }: NirFrames): Float64Array[] {
  return Array.from({ length: timesteps }, (_, t) => {
    const frame = new Float64Array(SHAPE.channels * SHAPE.height * SHAPE.width);
    for (let i = ptr[t]; i < ptr[t + 1]; i++) frame[indices[i]] = values[i];
    return frame;
  });
}

/** Class of one sample by the plain loops. */
function plainNetwork(graph: ShapedGraph): (input: readonly Float64Array[]) => number {
  const nodes = new Map<string, PlainNode>();
  for (const [name, node] of graph.nodes)
    nodes.set(name, {
      node,
      from: graph.edges.filter(([, target]) => target === name).map(([source]) => source),
      shape: graph.shapes.get(name)?.output ?? [],
    });
  const { order } = stepOrder(graph);
  const options = { dtS: OPTIONS.dtS, exact: false, subtract: true, reached: false };
  return (input) => {
    const rows = runPlain(nodes, order, input, options).get(graph.outputs[0]) ?? [];
    const sums = new Float64Array(rows[0].length);
    for (const row of rows) row.forEach((value, i) => (sums[i] += value));
    return sums.reduce((best, value, i) => (value > sums[best] ? i : best), 0);
  };
}
