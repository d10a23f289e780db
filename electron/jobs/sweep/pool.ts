/** A pool of worker threads for independent pieces of one job. Which thread takes which piece decides no result. */
import type { Outcome } from '../../../engine/contract/index.ts';
import { logFaultToStderr } from '../../ipc/fault.ts';
import type { JobContext } from '../context.ts';
import type { AnswerOf, AskOf } from '../context.ts';
import { WorkerService } from '../service.ts';
import type { simulatePoints } from './simulate-points.ts';

/** The quick work that the pool's threads know; the registry of the worker has it under the same name. */
export type PoolKinds = { readonly 'sweep.points': typeof simulatePoints };

const THREAD_MEMORY_MB = 4096;
const PIECE_LIMIT_MS = 600_000;
const LOOK_EVERY_MS = 50;

type Ask = AskOf<PoolKinds['sweep.points']>;
type Answer = AnswerOf<PoolKinds['sweep.points']>;

/**
 * Hands out the pieces; `take` gets every answer, in the order in which they come. Ends at the first refusal, of a
 * piece or of `take`, and soon after the user cancelled.
 */
export async function inPool(
  pieces: readonly Ask[],
  workers: number,
  context: JobContext,
  take: (answer: Answer, piece: number) => Outcome<null>,
): Promise<Outcome<null> | null> {
  const services = Array.from(
    { length: Math.min(workers, pieces.length) },
    () =>
      new WorkerService<PoolKinds>({
        workerFile: context.paths.worker,
        paths: context.paths,
        memoryMb: THREAD_MEMORY_MB,
        limitMs: PIECE_LIMIT_MS,
        log: logFaultToStderr,
      }),
  );
  const close = (): Promise<unknown> => Promise.all(services.map((service) => service.close()));
  let refusal: Outcome<null> | null = null;
  let next = 0;
  const serve = async (service: WorkerService<PoolKinds>): Promise<void> => {
    while (next < pieces.length && !refusal && !context.shouldStop()) {
      const piece = next++;
      const answer = await service.ask('sweep.points', pieces[piece]);
      const taken = answer.ok ? take(answer.value, piece) : answer;
      if (!taken.ok) refusal ??= taken;
    }
  };
  const look = setInterval(() => {
    if (context.shouldStop()) void close();
  }, LOOK_EVERY_MS);
  try {
    await Promise.all(services.map(serve));
  } finally {
    clearInterval(look);
    await close();
  }
  return refusal;
}
