/**
 * A team runs tasks (gradient of a batch, evaluation of a set) whose work is cut into units, so any team gives
 * the same bits. `inlineTeam` works in the calling thread; hosts bring threads. Both run `TeamMember`s over
 * one `Board`. Left out: several tasks at once.
 */
import { accept, type Outcome } from '../contract/index.ts';
import { TeamMember } from './member.ts';
import type { TrainingPlan } from './plan.ts';
import type { Redraw } from './redraw.ts';
import { unitsOf, writeTask, type TeamTask } from './task.ts';

export type TeamVerdict = 'done' | 'stopped';

export interface Team {
  readonly workers: number;
  /** Blocks until the task is done; results are on the board. Stops between samples once shouldStop() is true. */
  run(task: TeamTask, shouldStop: () => boolean): Outcome<TeamVerdict>;
  close(): void;
}

/** A team of one, in the calling thread. */
export function inlineTeam(plan: TrainingPlan, redraw: Redraw | null = null): Team {
  const member = new TeamMember(plan, redraw);
  return {
    workers: 1,
    run(task, shouldStop) {
      writeTask(plan.board, task);
      member.beginTask(task);
      const units = unitsOf(task);
      for (let unit = 0; unit < units; unit++)
        if (!member.runUnit(task, unit, shouldStop)) return accept('stopped');
      return accept('done');
    },
    close() {},
  };
}
