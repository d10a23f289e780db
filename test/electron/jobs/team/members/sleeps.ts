/** A member that says it is ready and then never works. */
import { workerData } from 'node:worker_threads';
import { CONTROL } from '../../../../../engine/train/board.ts';
import type { TeamData } from '../../../../../electron/jobs/team/team-data.ts';

const { plan }: TeamData = workerData;
Atomics.add(plan.board.control, CONTROL.ready, 1);
Atomics.notify(plan.board.control, CONTROL.ready);
Atomics.wait(plan.board.control, CONTROL.quit, 0);
