/** Long work, one heavy job at a time: start, progress, cancel, and an end for every job and every run of it. */
import { randomBytes } from 'node:crypto';
import {
  accept,
  errorAt,
  issueText,
  refuse,
  type Issue,
  type JobInfo,
  type JobKind,
  type Outcome,
} from '../../engine/contract/index.ts';
import { faultIssue, faultOf, type FaultLog } from '../ipc/fault.ts';
import type { AnswerOf, AskOf, JobTable } from './context.ts';
import { JobThread, type JobThreadEnd, type ThreadOptions } from './job-thread.ts';
import { endWithoutResult, type JobReport, type RunReport } from './report.ts';

const MAX_ENDED_KEPT = 100;
const CANCELLED_BY_USER = 'cancelled by the user';
const HOST_CLOSED = 'SpikeX Workbench was closed while it was going on';
/** Jobs that use several threads; the others have a lane of their own and do not wait for hours. */
const HEAVY: ReadonlySet<JobKind> = new Set([
  'train',
  'demo',
  'train-sweep',
  'search',
  'evaluate',
  'shrink',
  'sweep',
  'nir-run',
]);

export interface QueueOptions extends ThreadOptions {
  /** Jobs of one lane (heavy, light) that run at the same time. */
  readonly atOnce?: number;
  /** Wall clock, milliseconds. */
  readonly now: () => number;
  /** Every change of a job, in order. */
  readonly onChange: (info: JobInfo) => void;
  /** Writes a report to the database. A refusal (disk full) fails the job: work that is not kept is not done. */
  readonly onReport: (report: RunReport, info: JobInfo) => Outcome<unknown>;
  readonly log: FaultLog;
}

export interface JobStart {
  readonly title: string;
  /** Runs that exist already and belong to this job: they end with it. */
  readonly runIds?: readonly string[];
}

interface Job {
  info: JobInfo;
  readonly ask: unknown;
  thread: JobThread | null;
  readonly openRuns: Set<string>;
  /** Why it is being stopped, once it is. */
  stopReason: string | null;
  saveFailure: Issue | null;
  readonly ended: PromiseWithResolvers<Outcome<unknown>>;
}

export class JobQueue<Kinds extends JobTable> {
  readonly #options: QueueOptions;
  readonly #jobs = new Map<string, Job>();
  #closed = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  start<K extends keyof Kinds & JobKind>(
    kind: K,
    ask: AskOf<Kinds[K]>,
    { title, runIds = [] }: JobStart,
  ): JobInfo {
    if (this.#closed) throw new Error('JobQueue.start: the queue is closed');
    const info: JobInfo = {
      id: randomBytes(6).toString('hex'),
      kind,
      title,
      state: 'queued',
      done: 0,
      total: 0,
      unit: '',
      secondsLeft: null,
      message: 'waiting for its turn',
      runIds,
      startedAtMs: null,
      endedAtMs: null,
    };
    const ended = Promise.withResolvers<Outcome<unknown>>();
    const job: Job = {
      info,
      ask,
      thread: null,
      openRuns: new Set(runIds),
      stopReason: null,
      saveFailure: null,
      ended,
    };
    this.#jobs.set(info.id, job);
    this.#options.onChange(info);
    this.#startNext();
    return job.info;
  }

  /** A job that has ended, once more with the same question, as a new job. */
  again(jobId: string): JobInfo {
    const job = this.#jobs.get(jobId);
    if (!job) throw new Error(`JobQueue.again: no job ${jobId}`);
    return this.start(job.info.kind as keyof Kinds & JobKind, job.ask as never, { title: job.info.title });
  }

  /** Newest last. Ended jobs are kept for a while. */
  list(): readonly JobInfo[] {
    return [...this.#jobs.values()].map((job) => job.info);
  }

  /** What the jobs that have not ended were asked. */
  openAsks(): readonly { readonly title: string; readonly ask: unknown }[] {
    return [...this.#jobs.values()]
      .filter(({ info }) => info.endedAtMs === null)
      .map(({ info, ask }) => ({ title: info.title, ask }));
  }

  /** False when there is no such job or it has ended. A running job is gone within a second. */
  cancel(jobId: string, reason = CANCELLED_BY_USER): boolean {
    const job = this.#jobs.get(jobId);
    return job ? this.#stop(job, reason) : false;
  }

  /** The answer of a job of this kind, once it has ended; cancelled and failed jobs answer with a refusal. */
  async answerOf<K extends keyof Kinds & JobKind>(
    _kind: K,
    jobId: string,
  ): Promise<Outcome<AnswerOf<Kinds[K]>>> {
    const job = this.#jobs.get(jobId);
    if (!job)
      return refuse(errorAt(jobId, 'job/unknown', 'must be a job of this host; jobs.list names them'));
    return (await job.ended.promise) as Outcome<AnswerOf<Kinds[K]>>;
  }

  /** Stops everything and waits until every thread is gone. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#jobs.values()) this.#stop(job, HOST_CLOSED);
    await Promise.all([...this.#jobs.values()].map((job) => job.ended.promise));
  }

  #startNext(): void {
    for (const job of this.#jobs.values()) {
      if (job.info.state === 'queued' && this.#hasRoomFor(job.info.kind)) this.#run(job);
    }
  }

  #hasRoomFor(kind: JobKind): boolean {
    const isHeavy = HEAVY.has(kind);
    const running = this.list().filter(
      (info) => info.state === 'running' && HEAVY.has(info.kind) === isHeavy,
    );
    return running.length < (this.#options.atOnce ?? 1);
  }

  #run(job: Job): void {
    this.#change(job, { state: 'running', message: 'starting', startedAtMs: this.#options.now() });
    job.thread = new JobThread(job.info.kind, job.ask, this.#options, (report) => this.#take(job, report));
    void job.thread.ended.then((end) => this.#ended(job, end));
  }

  #stop(job: Job, reason: string): boolean {
    if (job.info.endedAtMs !== null) return false;
    job.stopReason ??= reason;
    if (job.thread) {
      job.thread.stop();
      this.#change(job, { message: 'stopping' });
    } else {
      this.#finish(job, 'cancelled', job.stopReason, cancelledOutcome(job));
    }
    return true;
  }

  #take(job: Job, report: JobReport): void {
    if (report.type === 'progress') {
      if (!job.stopReason) this.#change(job, report.progress);
      return;
    }
    if (report.type === 'run-started') {
      job.openRuns.add(report.runId);
      if (!job.info.runIds.includes(report.runId)) {
        this.#change(job, { runIds: [...job.info.runIds, report.runId] });
      }
    }
    if (report.type === 'run-ended') job.openRuns.delete(report.runId);
    this.#save(job, report);
  }

  #save(job: Job, report: RunReport): void {
    const saved = this.#kept(job, report);
    if (saved.ok || job.saveFailure) return;
    job.saveFailure = saved.issues[0];
    job.thread?.stop();
  }

  /** A fault while saving fails this job; it does not end the host. */
  #kept(job: Job, report: RunReport): Outcome<unknown> {
    try {
      return this.#options.onReport(report, job.info);
    } catch (error) {
      const fault = faultOf(`saving ${report.type}`, error);
      this.#options.log(fault);
      return refuse(faultIssue(fault));
    }
  }

  #ended(job: Job, end: JobThreadEnd): void {
    if (end.kind === 'fault') this.#options.log(faultOf(`job ${job.info.kind}`, end.error ?? end.message));
    if (job.saveFailure) {
      this.#finish(job, 'failed', issueText(job.saveFailure), refuse(job.saveFailure));
    } else if (job.stopReason !== null) {
      this.#finish(job, 'cancelled', job.stopReason, cancelledOutcome(job));
    } else if (end.kind === 'answer') {
      this.#answered(job, end.outcome);
    } else {
      const message = end.kind === 'fault' ? end.message : 'was ended';
      this.#finish(job, 'failed', message, refuse(errorAt(job.info.title, 'job/failed', message)));
    }
  }

  #answered(job: Job, outcome: Outcome<unknown>): void {
    if (!outcome.ok) {
      this.#finish(job, 'failed', outcome.issues.map(issueText).join('\n'), outcome);
      return;
    }
    const { total } = job.info;
    this.#change(job, { done: total, secondsLeft: null });
    this.#finish(job, 'done', 'done', accept(outcome.value, outcome.warnings));
  }

  #finish(
    job: Job,
    state: 'done' | 'failed' | 'cancelled',
    message: string,
    outcome: Outcome<unknown>,
  ): void {
    const runState = state === 'cancelled' ? 'cancelled' : 'failed';
    const reason = state === 'done' ? 'the job ended without ending this run' : message;
    for (const runId of job.openRuns) {
      this.#kept(job, { type: 'run-ended', runId, end: endWithoutResult(runState, reason) });
    }
    job.openRuns.clear();
    this.#change(job, { state, message, secondsLeft: null, endedAtMs: this.#options.now() });
    job.ended.resolve(outcome);
    this.#forgetOldest();
    if (!this.#closed) this.#startNext();
  }

  #change(job: Job, change: Partial<JobInfo>): void {
    job.info = { ...job.info, ...change };
    this.#options.onChange(job.info);
  }

  #forgetOldest(): void {
    const ended = [...this.#jobs.values()].filter((job) => job.info.endedAtMs !== null);
    for (const job of ended.slice(0, Math.max(0, ended.length - MAX_ENDED_KEPT)))
      this.#jobs.delete(job.info.id);
  }
}

function cancelledOutcome(job: Job): Outcome<never> {
  return refuse(errorAt(job.info.title, 'job/cancelled', job.stopReason ?? CANCELLED_BY_USER));
}
