/**
 * The hybrid dense and event-driven core (Aliyev, Lopez, Adegbija, DATE 2025, arXiv:2411.15409; its hardware sources
 * are public): a first layer that gets pixel values runs on a weight-stationary dense core at every step, all other
 * layers on an event control unit with neural cores. Layers of one image run one after another, so latency is their
 * sum; different images overlap, so throughput follows the slowest layer (noted in the report). `unroll = auto` balances on the activity of the
 * inference at hand; give the numbers to hold the hardware fixed.
 * Left out: pooling inside the layer below, population coding, FPGA resources and power; our clock and energy table instead of theirs.
 */
import type { ArchConfig, NetworkSpec } from '../../../contract/index.ts';
import { capacities } from '../../../arch/arch.ts';
import type { PeerLayer, PeerModel } from '../peer.ts';
import type { MemoryPart } from '../../../cost/silicon.ts';
import { eventTime } from './event-core.ts';
import { denseLayer, eventLayer, mapBytes, weightBytesOf } from './layers.ts';
import { checkUnroll, isDense, unrollOf } from './unroll.ts';

export const hybrid: PeerModel = {
  system: 'hybrid',
  check: checkUnroll,
  run({ network, inputs, activity, config }) {
    const { encoderChunks } = config.hybrid;
    const times = network.layers.map((layer, i) =>
      isDense(network, i, config) ? null : eventTime(layer, inputs[i], encoderChunks),
    );
    const sizes = unrollOf(network, times, config);
    const layers = network.layers.map((layer, i): PeerLayer => {
      const time = times[i];
      if (time === null) return denseLayer(layer, inputs[i].timesteps, config);
      return eventLayer(layer, inputs[i], activity[i], { time, unroll: sizes[i], isFirst: i === 0 }, config);
    });
    return withThroughput(layers, config);
  },
  peakOpsPerCycle: (layer, config) =>
    config.hybrid.unroll === 'auto' ? Math.min(config.hybrid.cores, layer.M) : layer.M,
  memories,
};

function withThroughput(layers: PeerLayer[], config: ArchConfig): PeerLayer[] {
  const slowest = layers.reduce((a, b) => (b.cycles > a.cycles ? b : a));
  const us = Number((slowest.cycles / config.clockMhz).toPrecision(4));
  return layers.map((layer) =>
    layer === slowest
      ? { ...layer, notes: [...layer.notes, `slowest layer: with many images one comes out every ${us} us`] }
      : layer,
  );
}

/** Weights of every layer and one map of potentials per neural core, with one core per layer where balanced later. */
function memories(network: NetworkSpec, config: ArchConfig): MemoryPart[] {
  const given = config.hybrid.unroll === 'auto' ? [1] : config.hybrid.unroll.split(',').map(Number);
  let next = 0;
  return network.layers.flatMap((layer, i): MemoryPart[] => {
    if (isDense(network, i, config)) {
      const { C, E } = layer;
      const elements = C * E * E * config.hybrid.denseCols;
      return [{ part: 'RF', count: elements, bytes: 2 * capacities(config).psumBytes }];
    }
    const cores = given.length === 1 ? Math.min(given[0], layer.M) : given[next++];
    return [
      { part: 'GLB', count: cores, bytes: weightBytesOf(layer, config) / cores },
      { part: 'LBUF', count: cores, bytes: mapBytes(layer, config) },
    ];
  });
}
