/** The playback calls of the fake host: the real trace of the shipped networks, in this thread. */
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import { accept, errorAt, refuse, type Handlers, type PlaybackSpec } from '../../../engine/contract/index.ts';
import { rasterOf, stripOf, traceLayer } from '../../../engine/sim/playback/index.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { parseNetwork } from '../../../engine/workload/network.ts';
import { NETWORKS, TABLES } from './catalog.ts';

function traced({ network, layer, system, tws, spikes }: PlaybackSpec) {
  const named = NETWORKS.find(({ name }) => name === network);
  const parsed = named ? accept(named) : parseNetwork(network, 'network');
  if (!parsed.ok) return parsed;
  const spec = parsed.value;
  if (spikes.kind !== 'random' && spikes.kind !== 'bursty')
    return refuse(errorAt('spikes', 'fake/spikes', 'must be random here'));
  const inputs = randomInputs(spec, spikes.kind, spikes.rate, spikes.seed);
  const at = spec.layers.findIndex(({ name }) => name === layer);
  const one = traceLayer({
    network: spec,
    layer,
    system,
    tws: tws[tws.length === 1 ? 0 : Math.max(0, at)],
    arch: DEFAULT_ARCH_CONFIG,
    energy: TABLES[0],
    inputs,
  });
  return one.ok ? accept({ ...one.value, spec }) : one;
}

export const PLAYBACK = {
  'playback.open': async ({ spec: ask }) => {
    const one = traced(ask);
    if (!one.ok) return one;
    const { layer, report, trace, spec } = one.value;
    const { schedule } = trace;
    return accept({
      system: ask.system,
      layer,
      layers: spec.layers.map(({ name }) => name),
      timesteps: spec.timesteps,
      tws: report.tws,
      windows: schedule.windows,
      rows: DEFAULT_ARCH_CONFIG.array.rows,
      cols: schedule.cols,
      rowTiles: schedule.rowTiles,
      stages: schedule.stages.length,
      steps: trace.steps,
      stepsPerRowTile: trace.stepsPerTile,
      stageFirstStep: trace.firstStep,
      firstFillCycles: schedule.timeline.firstFill,
      arch: DEFAULT_ARCH_CONFIG,
      report,
    });
  },
  'playback.cancel': async () => accept({ cancelled: false }),
  'playback.steps': async ({ spec, from, count }) => {
    const one = traced(spec);
    if (!one.ok) return one;
    const { trace } = one.value;
    const first = 'step' in from ? from.step : Math.max(0, trace.stepAt(from.cycle) - from.before);
    return accept(trace.stepsFrom(first, count));
  },
  'playback.strip': async ({ spec, fromCycle, toCycle, bins }) => {
    const one = traced(spec);
    return one.ok ? accept(stripOf(one.value.trace, fromCycle, toCycle, bins)) : one;
  },
  'playback.raster': async ({ spec, stage }) => {
    const one = traced(spec);
    if (!one.ok) return one;
    const plan = one.value.trace.schedule.stages.at(stage);
    return accept({ raster: plan ? rasterOf(stage, plan, one.value.spikes) : null });
  },
} satisfies Partial<Handlers>;
