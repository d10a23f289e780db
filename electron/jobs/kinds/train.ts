/** Job `train`: one training run. */
import { accept, type Outcome, type TrainSpec } from '../../../engine/contract/index.ts';
import type { JobContext } from '../context.ts';
import { prepareTraining } from './prepare.ts';
import { runTraining, type TrainAnswer } from './train-run.ts';

export interface TrainAsk {
  readonly runId: string;
  readonly spec: TrainSpec;
  /** Real paths below which data may be read; null = anywhere. */
  readonly limits: readonly string[] | null;
}

export async function train(
  { runId, spec, limits }: TrainAsk,
  context: JobContext,
): Promise<Outcome<TrainAnswer>> {
  const prepared = await prepareTraining(spec, limits, context);
  if (!prepared.ok) return prepared;
  const ended = await runTraining(
    { runId, spec, prepared: prepared.value, progressOf: (progress) => progress },
    context,
  );
  return ended.ok ? accept(ended.value, [...prepared.warnings, ...ended.warnings]) : ended;
}
