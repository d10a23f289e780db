// Entry of the worker threads that the tests start.
import { serveThread } from '../../../electron/jobs/serve-thread.ts';
import { TEST_JOBS, TEST_QUICK } from './behaviours.ts';

await serveThread(TEST_JOBS, TEST_QUICK);
