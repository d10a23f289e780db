/** Job `train`: one training run. */
import { join } from 'node:path';
import { accept, type Outcome, type TrainSpec } from '../../../engine/contract/index.ts';
import { readBytes } from '../../data/read-bytes.ts';
import type { JobContext } from '../context.ts';
import { checkpointFile, lastCheckpoint } from './checkpoint-files.ts';
import { prepareTraining } from './prepare.ts';
import { runTraining, type TrainAnswer } from './train-run.ts';

export interface TrainAsk {
  readonly runId: string;
  readonly spec: TrainSpec;
  /** Go on from the run's last checkpoint. */
  readonly resume: boolean;
  /** Real paths below which data may be read; null = anywhere. */
  readonly limits: readonly string[] | null;
}

export async function train(
  { runId, spec, resume, limits }: TrainAsk,
  context: JobContext,
): Promise<Outcome<TrainAnswer>> {
  const prepared = await prepareTraining(spec, limits, context);
  if (!prepared.ok) return prepared;
  const checkpoint = resume
    ? await readBytes(lastCheckpoint(join(context.paths.checkpoints, runId)))
    : accept(null);
  if (!checkpoint.ok) return checkpoint;
  const best = await readBytes(checkpointFile(join(context.paths.checkpoints, runId), 'best'));
  const from = checkpoint.value && {
    checkpoint: checkpoint.value,
    best: best.ok ? best.value : null,
    epochs: [],
  };
  const ended = await runTraining(
    { runId, spec, prepared: prepared.value, from, progressOf: (progress) => progress },
    context,
  );
  return ended.ok ? accept(ended.value, [...prepared.warnings, ...ended.warnings]) : ended;
}
