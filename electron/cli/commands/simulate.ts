import {
  DEFAULT_BAND_PERCENT,
  DEFAULT_NETWORK,
  joulesFromPj,
  type Explanation,
  type Issue,
  type SimulateSpec,
  type SampledActivity,
  type SpikeSource,
  type SystemReport,
} from '../../../engine/contract/index.ts';
import { trainSpecOf } from '../../jobs/kinds/run-spec.ts';
import type { ExperimentStore } from '../../store/index.ts';
import { done, NO_POSITIONALS, refused, type Command, type CommandEnd } from '../command.ts';
import { costTable } from '../cost-table.ts';
import { si } from '../format.ts';
import { HARDWARE_OPTIONS, hardwareFrom, issuesOf } from '../hardware-options.ts';
import { explanationText } from '../explanation-text.ts';
import { sampledText } from '../sampled-text.ts';
import { DATABASE_OPTION, follow, withWorkbench } from '../session.ts';
import { simulateOneLayer } from '../single-layer.ts';
import { SAMPLES_OPTION, spikeSourceFrom } from '../spike-source.ts';

export const simulate: Command = {
  name: 'simulate',
  summary: 'one inference on the accelerators: cycles, energy, latency, EDP per layer',
  usage: '[--network NAME] [--system SYS,SYS] [--tws K] --spikes SOURCE [options]',
  example: 'simulate --network nmnist --system spikex,ptb --tws 3 --spikes random:0.02',
  options: {
    network: { kind: 'text', value: 'NAME or FILE', help: `network (default ${DEFAULT_NETWORK})` },
    layer: {
      kind: 'text',
      value: 'JSON',
      help: 'one layer instead: {"kind","H","R","E","C","M","stride","pad"}',
    },
    timesteps: {
      kind: 'integer',
      min: 1,
      max: 65_535,
      help: 'time steps of --layer with random spikes (default 30)',
    },
    ...HARDWARE_OPTIONS,
    spikes: {
      kind: 'text',
      value: 'SOURCE',
      help: 'random:RATE, bursty:RATE, npy:FILE, run:ID or dataset:PATH (default random:0.02)',
    },
    ...SAMPLES_OPTION,
    seed: { kind: 'integer', min: 0, max: 4_294_967_295, help: 'seed of random spikes (default 1)' },
    explain: {
      kind: 'flag',
      help: 'also: ablations, PTB at its best windows, energy band, area and leakage',
    },
    band: {
      kind: 'number',
      min: 0,
      max: 100,
      value: 'PERCENT',
      help: `uncertainty of the energy table that --explain draws the bands for (default ${DEFAULT_BAND_PERCENT})`,
    },
    ...DATABASE_OPTION,
  },
  positionals: NO_POSITIONALS,
  async run(args, terminal) {
    const hardware = hardwareFrom(args);
    const spikes = spikeSourceFrom(args);
    if (!hardware.ok || !spikes.ok) return refused([...issuesOf(hardware), ...issuesOf(spikes)]);
    const layer = args.text('layer');
    if (layer !== undefined) {
      const simulated = await simulateOneLayer(
        layer,
        hardware.value,
        spikes.value,
        args.number('timesteps') ?? 30,
      );
      return simulated.ok
        ? end({ systems: simulated.value, runId: null, sampled: null }, simulated.warnings)
        : refused(simulated.issues);
    }
    return withWorkbench(args, terminal, async (workbench) => {
      const network = args.text('network') ?? networkOfRun(workbench.store, spikes.value) ?? DEFAULT_NETWORK;
      const spec: SimulateSpec = { network, spikes: spikes.value, ...hardware.value };
      const asked = workbench.host.handlers['simulate.run']({ spec });
      const answer = await follow(workbench, terminal, asked);
      if (!answer.ok) return refused(answer.issues);
      if (!args.has('explain') && !args.has('band')) return end(answer.value, answer.warnings);
      const bandPercent = args.number('band') ?? DEFAULT_BAND_PERCENT;
      const more = workbench.host.handlers['simulate.explain']({ spec, before: null, bandPercent });
      const explained = await follow(workbench, terminal, more);
      return explained.ok ? end(answer.value, answer.warnings, explained.value) : refused(explained.issues);
    });
  },
};

/** Spikes of a run belong to its own network unless another one is named. */
export function networkOfRun(store: ExperimentStore, spikes: SpikeSource): string | null {
  const run = spikes.kind === 'run' ? store.getRun(spikes.runId) : null;
  return run?.ok ? (trainSpecOf(run.value)?.network ?? null) : null;
}

interface Simulated {
  readonly systems: readonly SystemReport[];
  readonly runId: string | null;
  readonly sampled: SampledActivity | null;
}

function end(
  { systems, runId, sampled }: Simulated,
  warnings: readonly Issue[],
  explanation: Explanation | null = null,
): CommandEnd {
  const lines = systems.flatMap((report) => [
    ...report.layers.map((layer) => ({
      ...layer,
      name: layer.name,
      system: report.system,
      tws: [layer.tws],
    })),
    { ...report.total, name: 'network', system: report.system, tws: report.tws },
  ]);
  const text = [
    costTable(lines, 'Layer'),
    `Energy table: ${systems[0].energyTable}; EDP of the network = energy × latency.`,
    ...ownTexts(systems),
  ];
  if (sampled) text.push(sampledText(sampled));
  if (explanation) text.push(explanationText(explanation));
  return done({ runId, systems, sampled, ...(explanation && { explanation }) }, text.join('\n'), warnings);
}

/** What published chips would need by their own figures; never in the table above. */
function ownTexts(systems: readonly SystemReport[]): string[] {
  return systems.flatMap(({ system, layers }) => {
    const own = layers.flatMap((layer) => (layer.own ? [layer.own] : []));
    if (own.length === 0) return [];
    const energyPj = own.reduce((sum, one) => sum + one.energyPj, 0);
    return [`${system} by its own figures: ${si(joulesFromPj(energyPj), 'J')} (${own[0].source}).`];
  });
}
