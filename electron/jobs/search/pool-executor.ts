/**
 * An executor over worker threads. Candidates that share an accelerator go to the same thread, which then computes each
 * layer cost once; answers are put back in the order asked, so neither the number of threads nor their speed shows.
 */
import type { CandidateMetrics, SearchSpace } from '../../../engine/contract/index.ts';
import { hardwareKey, type Executor, type HardwareGround, type Point } from '../../../engine/search/index.ts';
import { logFaultToStderr } from '../../ipc/fault.ts';
import type { JobContext } from '../context.ts';
import { WorkerService } from '../service.ts';
import type { evaluatePoints } from './evaluate-points.ts';

type PoolKinds = { readonly 'search.points': typeof evaluatePoints };

const THREAD_MEMORY_MB = 4096;
const PIECE_LIMIT_MS = 600_000;
const LOOK_EVERY_MS = 50;

export class PoolExecutor implements Executor {
  private readonly space: SearchSpace;
  private readonly ground: HardwareGround;
  private readonly context: JobContext;
  private readonly services: readonly WorkerService<PoolKinds>[];
  /** Whether a thread has the ground already. */
  private readonly isReady: boolean[];
  /** Thread of an accelerator, in order of appearance. */
  private readonly threads = new Map<string, number>();

  constructor(ground: HardwareGround, space: SearchSpace, workers: number, context: JobContext) {
    this.space = space;
    this.ground = { ...ground, samples: ground.samples.map((one) => one.map(shared)) };
    this.context = context;
    this.services = Array.from(
      { length: workers },
      () =>
        new WorkerService<PoolKinds>({
          workerFile: context.paths.worker,
          paths: context.paths,
          memoryMb: THREAD_MEMORY_MB,
          limitMs: PIECE_LIMIT_MS,
          log: logFaultToStderr,
        }),
    );
    this.isReady = this.services.map(() => false);
  }

  /** Fewer answers than points = stopped. */
  async evaluate(points: readonly Point[]): Promise<readonly CandidateMetrics[]> {
    const shares = this.services.map((): number[] => []);
    points.forEach((point, i) => shares[this.threadOf(point)].push(i));
    const answers: (CandidateMetrics | undefined)[] = points.map(() => undefined);
    const look = setInterval(() => {
      if (this.context.shouldStop()) void this.close();
    }, LOOK_EVERY_MS);
    try {
      await Promise.all(shares.map((share, thread) => this.ask(thread, share, points, answers)));
    } finally {
      clearInterval(look);
    }
    const missing = answers.findIndex((answer) => answer === undefined);
    return answers.slice(0, missing < 0 ? points.length : missing) as CandidateMetrics[];
  }

  async close(): Promise<void> {
    await Promise.all(this.services.map((service) => service.close()));
  }

  private async ask(
    thread: number,
    share: readonly number[],
    points: readonly Point[],
    answers: (CandidateMetrics | undefined)[],
  ): Promise<void> {
    if (share.length === 0) return;
    const ground = this.isReady[thread] ? null : { hardware: this.ground, space: this.space };
    this.isReady[thread] = true;
    const own = share.map((i) => points[i]);
    const outcome = await this.services[thread].ask('search.points', { ground, points: own });
    if (outcome.ok) outcome.value.forEach((metrics, i) => (answers[share[i]] = metrics));
    else if (!this.context.shouldStop())
      throw new Error(outcome.issues.map(({ message }) => message).join('; '));
  }

  private threadOf(point: Point): number {
    const key = hardwareKey(this.space, point);
    const known = this.threads.get(key);
    if (known !== undefined) return known;
    const thread = this.threads.size % this.services.length;
    this.threads.set(key, thread);
    return thread;
  }
}

/** In memory that the threads share. */
function shared(spikes: HardwareGround['samples'][number][number]): typeof spikes {
  const copy = (values: Uint32Array): Uint32Array => {
    const own = new Uint32Array(new SharedArrayBuffer(values.byteLength));
    own.set(values);
    return own;
  };
  return { ...spikes, ptr: copy(spikes.ptr), events: copy(spikes.events) };
}
