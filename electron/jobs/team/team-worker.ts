/**
 * Entry of one member thread of a training team: waits for a task on the board, claims units until none is left,
 * says so, waits again. All coordination is by Atomics; it ends when the board says quit.
 */
import { setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import { Redrawing } from '../../../engine/events/redrawing.ts';
import { CONTROL, reportFailure } from '../../../engine/train/board.ts';
import { TeamMember } from '../../../engine/train/member.ts';
import { readTask, unitsOf } from '../../../engine/train/task.ts';
import type { TeamData } from './team-data.ts';

/** Below the window and the host, so that training never makes them stutter. */
const BACKGROUND_PRIORITY = 10;

function serve({ plan, recordings, member: number }: TeamData): void {
  const { board } = plan;
  const { control } = board;
  const stopped = (): boolean => {
    Atomics.add(control, CONTROL.heartbeats + number, 1);
    return Atomics.load(control, CONTROL.stop) !== 0 || Atomics.load(control, CONTROL.quit) !== 0;
  };
  const redrawing = recordings && new Redrawing(recordings);
  const member = new TeamMember(plan, redrawing && ((sample, epoch) => redrawing.draw(sample, epoch)));
  let seen = 0;
  Atomics.add(control, CONTROL.ready, 1);
  Atomics.notify(control, CONTROL.ready);
  for (;;) {
    Atomics.wait(control, CONTROL.task, seen);
    if (Atomics.load(control, CONTROL.quit) !== 0) return;
    const current = Atomics.load(control, CONTROL.task);
    if (current === seen) continue;
    seen = current;
    const task = readTask(board);
    const units = unitsOf(task);
    member.beginTask(task);
    for (let unit = claim(control); unit < units; unit = claim(control))
      if (!member.runUnit(task, unit, stopped)) break;
    Atomics.add(control, CONTROL.membersDone, 1);
    Atomics.notify(control, CONTROL.membersDone);
  }
}

function claim(control: Int32Array): number {
  return Atomics.add(control, CONTROL.nextUnit, 1);
}

const data: TeamData = workerData;
try {
  // Elsewhere the call would lower the whole process, not the thread.
  if (process.platform === 'linux') setPriority(0, BACKGROUND_PRIORITY);
  serve(data);
} catch (error) {
  // The coordinator is blocked while it waits, so it cannot hear an 'error' event: the reason goes to the board.
  reportFailure(data.plan.board, data.member, error instanceof Error ? error.message : String(error));
}
