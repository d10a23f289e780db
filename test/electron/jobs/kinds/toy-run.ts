// A training job of a toy network, with costs, run inside the test itself.
import {
  DEFAULT_TRAIN,
  type NetworkSpec,
  type Outcome,
  type TrainSpec,
} from '../../../../engine/contract/index.ts';
import type { TrainSettings } from '../../../../engine/train/index.ts';
import type { RunReport } from '../../../../electron/jobs/report.ts';
import { prepareSimulation } from '../../../../electron/jobs/kinds/prepare.ts';
import { runTraining, type TrainAnswer } from '../../../../electron/jobs/kinds/train-run.ts';
import { Catalog } from '../../../../electron/resources/catalog.ts';
import { settings } from '../../../engine/train/fixtures.ts';
import { toySet, wasm } from '../../../engine/kernels/networks.ts';
import { inlineContext } from './job-context.ts';

export const RUN_ID = 'run';

/** Checkpoints go to RUN_ID below `folder`. */
export async function runToy(
  folder: string,
  network: NetworkSpec,
  changes: Partial<TrainSettings>,
  report: (news: RunReport) => void = () => {},
): Promise<Outcome<TrainAnswer>> {
  const context = inlineContext(folder);
  const spec: TrainSpec = { ...DEFAULT_TRAIN, ...settings(changes), workers: 1 };
  const simulation = await prepareSimulation(new Catalog(context.paths), network, spec.cost, 'cost.', null);
  if (!simulation.ok) return simulation;
  const [train, test] = [toySet(network, 64, 1), toySet(network, 30, 2)];
  const summary = { source: 'toy', classes: [], parts: [] } as never;
  const data = { train, test, summary, dataHash: '', warnings: [], recordings: null };
  return runTraining(
    {
      runId: RUN_ID,
      spec,
      prepared: { network, simulation: simulation.value, data, wasm },
      from: null,
      progressOf: (progress) => progress,
    },
    { ...context, report },
  );
}
