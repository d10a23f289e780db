/**
 * Quick work `search.points`: candidates of a search in a thread of its pool. The ground (network, activity, hardware)
 * comes with the first question and is kept together with every layer cost that the thread has computed.
 */
import {
  accept,
  type CandidateMetrics,
  type Outcome,
  type SearchSpace,
} from '../../../engine/contract/index.ts';
import { HardwareEvaluator, type HardwareGround, type Point } from '../../../engine/search/index.ts';
import type { QuickContext } from '../context.ts';

export interface CandidatesAsk {
  /** Null from the second question on. */
  readonly ground: { readonly hardware: HardwareGround; readonly space: SearchSpace } | null;
  readonly points: readonly Point[];
}

let evaluator: HardwareEvaluator | null = null;

/** Fewer answers than points = stopped. */
export function evaluatePoints(
  { ground, points }: CandidatesAsk,
  { shouldStop }: QuickContext,
): Outcome<readonly CandidateMetrics[]> {
  if (ground) evaluator = new HardwareEvaluator(ground.hardware, ground.space);
  if (!evaluator) throw new Error('search.points: the first question must bring the ground');
  const answers: CandidateMetrics[] = [];
  for (const point of points) {
    if (shouldStop()) break;
    answers.push(evaluator.evaluate(point));
  }
  return accept(answers);
}
