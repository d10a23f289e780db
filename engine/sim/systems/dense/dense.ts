/**
 * Dense systolic arrays, output-, weight- and input-stationary: every product is computed whatever the input holds, the
 * fair baseline without any sparsity. Cycles are SCALE-Sim's (gemm.ts) and grow only where DRAM or the global buffer
 * take longer. `dense.time`: folded = all steps as one product, one bit per input (the strongest reading for spikes);
 * step = one product per step; once = one product of multi-bit values, a network without time. A direct-coded first layer
 * is one product of pixel values with a neuron update at every step, as its currents do not change.
 * Left out: SCALE-Sim's own memory model and traces, input that is reused between overlapping windows, zero gating.
 */
import type { ArchConfig, LayerSpec, PeerSystem } from '../../../contract/index.ts';
import { capacities } from '../../../arch/arch.ts';
import { dramBytesPerCycle } from '../../latency.ts';
import { dramTraffic } from '../dram-traffic.ts';
import { Tally } from '../memory-class.ts';
import type { PeerLayer, PeerModel } from '../peer.ts';
import { edgeTraffic } from './edge-traffic.ts';
import { cyclesOf, foldsOf, gemmOf } from './gemm.ts';
import type { Dataflow } from './gemm.ts';

const SYSTEMS = { os: 'dense-os', ws: 'dense-ws', is: 'dense-is' } as const satisfies Record<
  Dataflow,
  PeerSystem
>;

export function denseArray(flow: Dataflow): PeerModel {
  return {
    system: SYSTEMS[flow],
    check: () => [],
    run: ({ network, inputs, config }) =>
      network.layers.map((layer, i) => {
        const { timesteps } = inputs[i];
        const direct = i === 0 && network.input.coding === 'direct';
        const job = direct ? directJob(timesteps, config) : jobOf(timesteps, config);
        return layer.kind === 'pool'
          ? denseLayer(flow, ofOneChannel(layer), poolJob(layer, job), config, 0)
          : denseLayer(flow, layer, job, config);
      }),
    peakOpsPerCycle: (_layer, { array }) => array.rows * array.cols,
    memories: (_network, { array, glb, lbuf, bits }) => [
      { part: 'GLB', count: 1, bytes: glb.bytes },
      { part: 'LBUF', count: 1, bytes: lbuf.bytes },
      { part: 'RF', count: array.rows * array.cols, bytes: (bits.weight + bits.psum) / 8 },
    ],
  };
}

/** How the steps of a layer become matrix products. */
export interface DenseJob {
  /** Steps in one product, and products. */
  readonly folded: number;
  readonly products: number;
  /** Bytes of one input value, and cost of one product in accumulations. */
  readonly inputBytes: number;
  readonly perProduct: number;
  /** Of each output of a product. */
  readonly updates: number;
  readonly outputBytes: number;
  readonly note: string | null;
}

const PIXEL_BYTES = 1;

/** Pixel values, the same at every step: multiplied once, integrated at every step. */
export const directJob = (timesteps: number, { alu }: ArchConfig): DenseJob => ({
  folded: 1,
  products: 1,
  inputBytes: PIXEL_BYTES,
  perProduct: alu.mac,
  updates: timesteps,
  outputBytes: timesteps / 8,
  note: 'pixel values: one dense product, then a neuron update at every step; its spikes are not used',
});

function jobOf(timesteps: number, { dense, alu, bits }: ArchConfig): DenseJob {
  const spikes = {
    inputBytes: 1 / 8,
    perProduct: alu.accumulate,
    updates: 1,
    outputBytes: 1 / 8,
    note: null,
  };
  switch (dense.time) {
    case 'folded':
      return { ...spikes, folded: timesteps, products: 1 };
    case 'step':
      return { ...spikes, folded: 1, products: timesteps };
    case 'once': {
      const bytes = bits.weight / 8;
      const values = { inputBytes: bytes, outputBytes: bytes, perProduct: alu.mac, updates: 1 };
      const note = 'one pass over multi-bit values: a network without time';
      return { ...values, folded: 1, products: 1, note };
    }
  }
}

/** Pooling is a product per channel, one column wide, whose weights are a constant of the PEs. */
const ofOneChannel = (layer: LayerSpec): LayerSpec => ({ ...layer, kind: 'conv', C: 1, M: 1 });
const poolJob = (layer: LayerSpec, job: DenseJob): DenseJob => ({
  ...job,
  products: job.products * layer.C,
  note: 'pooling: one product per channel, one column wide; no weight moves',
});

export function denseLayer(
  flow: Dataflow,
  layer: LayerSpec,
  job: DenseJob,
  config: ArchConfig,
  weightBytes = capacities(config, layer).weightBytes,
): PeerLayer {
  const { array } = config;
  const { products, inputBytes } = job;
  const { psumBytes, lbufSpikeBytes, lbufWeightBytes, glbSpikeBytes } = capacities(config);
  const gemm = gemmOf(layer, job.folded);
  const folds = foldsOf(flow, gemm, array.rows, array.cols);
  const shares = { inputs: lbufSpikeBytes / inputBytes, weights: lbufWeightBytes / weightBytes };
  const edge = edgeTraffic(flow, gemm, folds, array, shares);
  const macs = gemm.Mg * gemm.N * gemm.K * products;
  const outputs = gemm.Mg * gemm.N * products;
  const updates = outputs * job.updates;
  const raw = layer.C * layer.H * layer.H * job.folded * products * inputBytes;
  const dram = dramTraffic(gemm.K * gemm.N * weightBytes, raw, config);
  const outputBytes = outputs * job.outputBytes;
  const spilled = outputBytes > glbSpikeBytes ? outputBytes : 0;
  const fromGlb = {
    weights: edge.weightsFromGlb * products * weightBytes,
    inputs: edge.inputsFromGlb * products * inputBytes,
  };

  const tally = new Tally();
  tally.add('ALU.alu', macs * job.perProduct + updates * config.alu.accumulate);
  // What moves is written and read in every PE; what stays is read there.
  tally.add('RF.weight', weightBytes * macs * (flow === 'ws' ? 1 : 2));
  tally.add('RF.spike', inputBytes * macs * (flow === 'is' ? 1 : 2));
  if (flow !== 'os') tally.add('RF.psum', 2 * psumBytes * macs);
  tally.add('LBUF.weight', edge.weights * products * weightBytes + fromGlb.weights);
  tally.add('LBUF.spike', edge.inputs * products * inputBytes + fromGlb.inputs + outputBytes);
  // Partial sums at the edge, and the state of every output neuron, read and written.
  tally.add('LBUF.psum', psumBytes * (edge.psums * products + 2 * updates));
  tally.add('GLB.weight', fromGlb.weights + dram.weights);
  tally.add('GLB.spike', fromGlb.inputs + dram.spikes + outputBytes + spilled);
  tally.add('DRAM.weight', dram.weights);
  tally.add('DRAM.spike', dram.spikes + spilled);

  // The update of the first step happens as outputs leave the array.
  const laterUpdates = Math.ceil((updates - outputs) / (array.rows * array.cols));
  const computeCycles = cyclesOf(folds) * products + laterUpdates;
  const dramCycles = (dram.weights + dram.spikes + spilled) / dramBytesPerCycle(config);
  const glbCycles = (fromGlb.weights + fromGlb.inputs) / config.glb.bytesPerCycle;
  return {
    mode: SYSTEMS[flow],
    counts: tally.counts,
    cycles: Math.max(computeCycles, dramCycles, glbCycles),
    computeCycles,
    dramCycles,
    glbCycles,
    passes: folds.rows * folds.cols * products,
    units: gemm.Mg * products,
    utilization: macs / (array.rows * array.cols * Math.max(1, computeCycles)),
    operations: macs + updates,
    events: { macs, neuronUpdates: updates, folds: folds.rows * folds.cols * products },
    notes: job.note === null ? [] : [job.note],
  };
}
