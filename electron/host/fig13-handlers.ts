/** SpikeX Fig 13 as one series of trainings: per seed without hardware loss, with it, and with the search in it. */
import {
  accept,
  candidateTws,
  errorAt,
  refuse,
  type Handlers,
  type Issue,
  type Outcome,
  type RunDetail,
  type TrainSpec,
} from '../../engine/contract/index.ts';
import { fig13Study } from '../../engine/paper/index.ts';
import type { FileAccess } from './file-access.ts';
import { startSeries, type StartedSeries } from './start-series.ts';
import type { Workbench } from './workbench.ts';

type Names = 'fig13.start' | 'fig13.report';

export function fig13Handlers(workbench: Workbench, files: FileAccess): Pick<Handlers, Names> {
  return {
    'fig13.start': ({ spec, seeds }) => start(workbench, files, spec, seeds),
    'fig13.report': async ({ runIds }) => {
      const runs: RunDetail[] = [];
      for (const runId of runIds) {
        const run = workbench.store.getRun(runId);
        if (!run.ok) return run;
        runs.push(run.value);
      }
      return accept({ report: fig13Study(runs) });
    },
  };
}

async function start(
  workbench: Workbench,
  files: FileAccess,
  spec: TrainSpec,
  seeds: readonly number[],
): Promise<Outcome<StartedSeries>> {
  const allowed = await files.checkTrainSpec(spec);
  if (!allowed.ok) return allowed;
  const network = await workbench.catalog.networks.find(spec.network, 'network');
  if (!network.ok) return network;
  const issues = lacking(spec, candidateTws(network.value.timesteps));
  if (issues.length) return refuse(...issues);
  const specs = seeds.flatMap((seed) => trio(spec, seed));
  return startSeries(workbench, specs, (left) => `Fig. 13: ${spec.network}, ${left} trainings`, files.limits);
}

function lacking({ hardwareLoss }: TrainSpec, known: readonly number[]): Issue[] {
  const { has, mode, beta } = hardwareLoss;
  const issues: Issue[] = [];
  if (mode === 'off' || !(beta > 0))
    issues.push(errorAt('hardwareLoss.beta', 'fig13/beta', `must be above 0 (got ${beta}); 0.01 is usual`));
  if (!has)
    issues.push(errorAt('hardwareLoss.has', 'fig13/has', 'must be there (got none); add --has two-level'));
  const strange = (has?.tws ?? []).filter((size) => !known.includes(size));
  if (strange.length)
    issues.push(
      errorAt(
        'hardwareLoss.has.tws',
        'fig13/sizes',
        `must be among ${known.join(', ')}, at which every training is costed (got ${strange.join(', ')}); take those away`,
      ),
    );
  return issues;
}

/** The search steers by SpikeX; PTB is costed beside it, with one size per layer where they are chosen. */
function trio(spec: TrainSpec, seed: number): TrainSpec[] {
  const cost: TrainSpec['cost'] = {
    ...spec.cost,
    systems: ['spikex', 'ptb'],
    archOverrides: { ...spec.cost.archOverrides, 'ptb.tws': 'layer' },
  };
  const { has: _has, ...trained } = spec.hardwareLoss;
  const off: TrainSpec['hardwareLoss'] = { ...trained, mode: 'off', beta: 0 };
  const one = (what: string, hardwareLoss: TrainSpec['hardwareLoss']): TrainSpec => ({
    ...spec,
    name: `${spec.name || spec.network}, ${what}, seed ${seed}`,
    seed,
    cost,
    hardwareLoss,
  });
  return [one('no hardware loss', off), one('HT', trained), one('HT + HAS', spec.hardwareLoss)];
}
