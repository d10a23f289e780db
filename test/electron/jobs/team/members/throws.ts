/** A member that fails while it starts, as the real one reports it. */
import { workerData } from 'node:worker_threads';
import { reportFailure } from '../../../../../engine/train/board.ts';
import type { TeamData } from '../../../../../electron/jobs/team/team-data.ts';

const { plan, member }: TeamData = workerData;
reportFailure(plan.board, member, 'out of luck');
