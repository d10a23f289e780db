/** What the weights of a checkpoint answer on the held-out samples; the board's own weights are put back afterwards. */
import { accept, type HeldOutAnswers, type Outcome } from '../contract/index.ts';
import { geometryOf, packWeights } from '../kernels/geometry.ts';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointBits, checkpointWeights } from './effective.ts';
import { evaluateSet } from './evaluate.ts';
import { hardwareIssues, type HardwareBits } from './hardware-numbers.ts';
import { hardwareAccuracy } from './hardware-run.ts';
import type { TrainingPlan } from './plan.ts';
import type { Team } from './team.ts';

/** Null when stopped. */
export function checkpointAnswers(
  plan: TrainingPlan,
  team: Team,
  checkpoint: Checkpoint,
  bits: HardwareBits,
  shouldStop: () => boolean,
): Outcome<Pick<HeldOutAnswers, 'best' | 'bestOnHardware'> | null> {
  const { board, network, test } = plan;
  const geometry = geometryOf(network);
  const before = board.weights.slice();
  board.weights.set(checkpointWeights(geometry, checkpoint));
  const tally = evaluateSet(plan, team, 'test', shouldStop);
  const best = [...board.predicted.subarray(0, test.count)];
  board.weights.set(before);
  if (!tally.ok) return tally;
  if (!tally.value) return accept(null);
  if (hardwareIssues(network).length) return accept({ best, bestOnHardware: null });
  const weights = {
    trained: packWeights(geometry, checkpoint.weights),
    weightBits: checkpointBits(checkpoint),
  };
  const run = hardwareAccuracy(plan, team, weights, bits, shouldStop);
  if (!run.ok) return run;
  return accept(run.value && { best, bestOnHardware: run.value.answers ?? null });
}
