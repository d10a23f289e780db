/** What a member thread is started with: the plan (plain data on shared memory) and its number in the team. */
import type { KeptRecordings } from '../../../engine/events/redrawing.ts';
import type { TrainingPlan } from '../../../engine/train/plan.ts';

export interface TeamData {
  readonly plan: TrainingPlan;
  /** Recordings that are drawn anew in every epoch; null: the samples of the plan are. */
  readonly recordings: KeptRecordings | null;
  readonly member: number;
}
