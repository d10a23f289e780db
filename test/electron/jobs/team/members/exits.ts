/** A member that ends the moment it gets work. */
import { workerData } from 'node:worker_threads';
import { CONTROL } from '../../../../../engine/train/board.ts';
import type { TeamData } from '../../../../../electron/jobs/team/team-data.ts';

const { plan }: TeamData = workerData;
Atomics.add(plan.board.control, CONTROL.ready, 1);
Atomics.notify(plan.board.control, CONTROL.ready);
Atomics.wait(plan.board.control, CONTROL.task, 0);
process.exit(1);
