/** The registry of long and of quick work; loaded in worker threads only. */
import type { JobTable, QuickTable } from '../context.ts';

export const JOB_KINDS = {} satisfies JobTable;
export const QUICK_KINDS = {} satisfies QuickTable;
