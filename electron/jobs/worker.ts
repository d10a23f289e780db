/** Entry of every worker thread of the host (jobs and quick work). */
import { JOB_KINDS, PLAYBACK_KINDS, QUICK_KINDS, RECORDING_KINDS } from './kinds/index.ts';
import { serveThread } from './serve-thread.ts';

await serveThread(JOB_KINDS, { ...QUICK_KINDS, ...RECORDING_KINDS, ...PLAYBACK_KINDS });
