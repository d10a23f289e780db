/** What a member thread is started with: the plan (plain data on shared memory) and its number in the team. */
import type { TrainingPlan } from '../../../engine/train/plan.ts';

export interface TeamData {
  readonly plan: TrainingPlan;
  readonly member: number;
}
