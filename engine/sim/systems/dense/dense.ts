/**
 * Dense systolic arrays, output-, weight- and input-stationary: every product is computed whatever the input holds, the
 * fair baseline without any sparsity. Cycles are SCALE-Sim's (gemm.ts) and grow only where DRAM or the global buffer
 * take longer. `dense.time`: folded = all steps as one product, one bit per input (the strongest reading for spikes);
 * step = one product per step; once = one product of multi-bit values, a network without time.
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
      network.layers.map((layer, i) => runLayer(flow, layer, inputs[i].timesteps, config)),
    peakOpsPerCycle: (_layer, { array }) => array.rows * array.cols,
    memories: (_network, { array, glb, lbuf, bits }) => [
      { part: 'GLB', count: 1, bytes: glb.bytes },
      { part: 'LBUF', count: 1, bytes: lbuf.bytes },
      { part: 'RF', count: array.rows * array.cols, bytes: (bits.weight + bits.psum) / 8 },
    ],
  };
}

function runLayer(flow: Dataflow, layer: LayerSpec, timesteps: number, config: ArchConfig): PeerLayer {
  const { array } = config;
  const { weightBytes, psumBytes, lbufSpikeBytes, lbufWeightBytes } = capacities(config);
  const once = config.dense.time === 'once';
  const inputBytes = once ? weightBytes : 1 / 8;
  const folded = config.dense.time === 'folded' ? timesteps : 1;
  const products = config.dense.time === 'step' ? timesteps : 1;
  const gemm = gemmOf(layer, folded);
  const folds = foldsOf(flow, gemm, array.rows, array.cols);
  const shares = { inputs: lbufSpikeBytes / inputBytes, weights: lbufWeightBytes / weightBytes };
  const edge = edgeTraffic(flow, gemm, folds, array, shares);
  const macs = gemm.Mg * gemm.N * gemm.K * products;
  const outputs = gemm.Mg * gemm.N * products;
  const raw = layer.C * layer.H * layer.H * (once ? 1 : timesteps) * inputBytes;
  const dram = dramTraffic(gemm.K * gemm.N * weightBytes, raw, config);
  const outputBytes = outputs * inputBytes;
  const spilled = outputBytes > capacities(config).glbSpikeBytes ? outputBytes : 0;
  const fromGlb = {
    weights: edge.weightsFromGlb * products * weightBytes,
    inputs: edge.inputsFromGlb * products * inputBytes,
  };

  const tally = new Tally();
  const perMac = once ? config.alu.mac : config.alu.accumulate;
  tally.add('ALU.alu', macs * perMac + outputs * config.alu.accumulate);
  // What moves is written and read in every PE; what stays is read there.
  tally.add('RF.weight', weightBytes * macs * (flow === 'ws' ? 1 : 2));
  tally.add('RF.spike', inputBytes * macs * (flow === 'is' ? 1 : 2));
  if (flow !== 'os') tally.add('RF.psum', 2 * psumBytes * macs);
  tally.add('LBUF.weight', edge.weights * products * weightBytes + fromGlb.weights);
  tally.add('LBUF.spike', edge.inputs * products * inputBytes + fromGlb.inputs + outputBytes);
  // Partial sums at the edge, and the state of every output neuron, read and written.
  tally.add('LBUF.psum', psumBytes * (edge.psums * products + 2 * outputs));
  tally.add('GLB.weight', fromGlb.weights + dram.weights);
  tally.add('GLB.spike', fromGlb.inputs + dram.spikes + outputBytes + spilled);
  tally.add('DRAM.weight', dram.weights);
  tally.add('DRAM.spike', dram.spikes + spilled);

  const computeCycles = cyclesOf(folds) * products;
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
    operations: macs + outputs,
    events: { macs, neuronUpdates: outputs, folds: folds.rows * folds.cols * products },
    notes: once ? ['one pass over multi-bit values: a network without time'] : [],
  };
}
