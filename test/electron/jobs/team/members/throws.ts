/** A member that fails while it starts, as the real one reports it. */
import { workerData } from 'node:worker_threads';
import { CONTROL, writeMessage } from '../../../../../engine/train/board.ts';
import type { TeamData } from '../../../../../electron/jobs/team/team-data.ts';

const { plan, member }: TeamData = workerData;
if (Atomics.compareExchange(plan.board.control, CONTROL.failed, 0, member + 1) === 0)
  writeMessage(plan.board, 'out of luck');
