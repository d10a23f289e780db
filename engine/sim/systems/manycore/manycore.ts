/**
 * A neuromorphic many-core chip of the Loihi class (Davies et al., IEEE Micro 38(1), 2018; limits and per-event times
 * in `manycore.*`, TrueNorth as another set of values). All layers run at once, layer l one step behind the layer below;
 * a step lasts as long as the slowest core of all layers, then comes a barrier:
 *   latency = sum over T + L - 1 steps of max(max over layers of their slowest core + barrier, tick)
 * A step is shared among the layers that run in it, in proportion to their own slowest core, so that layers add up.
 * Energy: accesses times the energy table like every system, so that comparisons are fair. What the chip itself would
 * need by its published energies per event stands beside it (`own`). Weights stay in the cores.
 * Left out: learning, multi-chip links, static power, input encoding.
 */
import type { ArchConfig, LayerSpec } from '../../../contract/index.ts';
import { capacities } from '../../../arch/arch.ts';
import { Tally } from '../memory-class.ts';
import type { LayerActivityCounts, PeerLayer, PeerModel, PeerWork } from '../peer.ts';
import { layerTraffic } from './layer-traffic.ts';
import type { LayerTraffic } from './layer-traffic.ts';
import { checkPlacement, coreOf, placementOf } from './placement.ts';
import type { LayerPlacement } from './placement.ts';
import { shareSteps } from './steps.ts';

const OWN_SOURCE = 'manycore.*Pj; defaults: Loihi, IEEE Micro 38(1), 2018, Table 2 (pre-silicon)';

export const manycore: PeerModel = {
  system: 'manycore',
  check: checkPlacement,
  run(work) {
    const { network, inputs, activity, config } = work;
    const placements = placementOf(network, config);
    const traffic = network.layers.map((layer, i) =>
      layerTraffic(layer, inputs[i], placements[i], sourceOf(work, placements, i), config),
    );
    const shares = shareSteps(
      traffic.map(({ stepNs }) => stepNs),
      config.manycore,
    );
    return network.layers.map((layer, i) => {
      const cycles = (ns: number): number => (ns * config.clockMhz) / 1000;
      const time = { cycles: cycles(shares[i].totalNs), computeCycles: cycles(shares[i].workNs) };
      return layerOf(layer, activity[i], traffic[i], placements[i], time, i === 0, config);
    });
  },
  peakOpsPerCycle: (layer, config) => {
    const { synapseNs, cores } = config.manycore;
    const perCore = synapseNs > 0 ? 1000 / (synapseNs * config.clockMhz) : 1;
    return Math.min(cores, layer.R * layer.R * layer.M) * perCore;
  },
  memories(network, config) {
    const placements = placementOf(network, config);
    const cores = placements.reduce((sum, one) => sum + one.cores, 0);
    const { synapseBytes, neuronsPerCore } = config.manycore;
    return [
      { part: 'GLB', count: cores, bytes: synapseBytes },
      { part: 'LBUF', count: cores, bytes: 2 * neuronsPerCore * capacities(config).psumBytes },
    ];
  },
};

/** Spikes of the first layer enter at the first core; those of an fc layer come from the map below, flat or not. */
function sourceOf(
  { network, inputs }: PeerWork,
  placements: readonly LayerPlacement[],
  i: number,
): (position: number, channel: number) => number {
  if (i === 0) return () => 0;
  const below = network.layers[i - 1];
  const placement = placements[i - 1];
  const positions = below.R * below.R;
  const isFlat = inputs[i].width * inputs[i].height === 1 && positions > 1;
  return (position, channel) =>
    placement.firstCore +
    (isFlat
      ? coreOf(placement, channel % positions, Math.floor(channel / positions))
      : coreOf(placement, position, channel));
}

function layerOf(
  layer: LayerSpec,
  activity: LayerActivityCounts,
  traffic: LayerTraffic,
  placement: LayerPlacement,
  time: { readonly cycles: number; readonly computeCycles: number },
  isFirst: boolean,
  config: ArchConfig,
): PeerLayer {
  const { manycore: chip } = config;
  const { weightBytes, psumBytes } = capacities(config, layer);
  const { messages, hopsX, hopsY, synapticOps, activeUpdates, inactiveUpdates, stepNs, workNs } = traffic;
  const updates = activeUpdates + inactiveUpdates;
  const spikeBytes = chip.spikeBits / 8;
  const stateBytes = chip.neuronsPerCore * psumBytes;

  const tally = new Tally();
  tally.add('ALU.alu', (synapticOps + updates) * config.alu.accumulate);
  tally.access(chip.synapseBytes, 'weight', synapticOps * weightBytes, config);
  tally.access(stateBytes, 'psum', 2 * psumBytes * (synapticOps + updates), config);
  // A message is written where it starts and read where it ends; each router holds it once.
  tally.add('LBUF.spike', 2 * spikeBytes * messages);
  tally.add('RF.spike', 2 * spikeBytes * (messages + hopsX + hopsY));
  if (isFirst) tally.add('DRAM.spike', activity.spikes * spikeBytes);

  const slowestNs = stepNs.reduce((sum, ns) => sum + ns, 0);
  return {
    mode: 'manycore',
    counts: tally.counts,
    ...time,
    dramCycles: 0,
    glbCycles: 0,
    passes: messages,
    units: activity.activePoints,
    utilization: slowestNs > 0 ? Math.min(1, workNs / (placement.cores * slowestNs)) : 0,
    operations: synapticOps + updates,
    events: {
      cores: placement.cores,
      messages,
      hopsX,
      hopsY,
      synapticOps,
      neuronUpdates: updates,
      activeUpdates,
      inactiveUpdates,
    },
    own: {
      energyPj:
        synapticOps * chip.synapsePj +
        activeUpdates * chip.activePj +
        inactiveUpdates * chip.inactivePj +
        messages * chip.tilePj +
        hopsX * chip.hopXPj +
        hopsY * chip.hopYPj,
      source: OWN_SOURCE,
    },
    notes: [`${placement.cores} cores of ${chip.cores}; steps are shared with the other layers`],
  };
}
