/**
 * A training team on worker threads, for a coordinator that is itself in a worker thread: `run` blocks on Atomics. A
 * member that fails writes why on the board; one that gives no sign of life for a while (ended by the system, out
 * of memory, endless loop) is reported after `silenceMs`. Either way the team is broken and refuses further tasks.
 */
import { Worker } from 'node:worker_threads';
import { accept, errorAt, refuse, type Outcome } from '../../../engine/contract/index.ts';
import type { KeptRecordings } from '../../../engine/events/redrawing.ts';
import { CONTROL, MAX_MEMBERS, reportedFailure, type Board } from '../../../engine/train/board.ts';
import type { TrainingPlan } from '../../../engine/train/plan.ts';
import { writeTask } from '../../../engine/train/task.ts';
import type { Team, TeamVerdict } from '../../../engine/train/team.ts';
import type { TeamData } from './team-data.ts';

export interface TeamOptions {
  readonly workers: number;
  /** Recordings that are drawn anew in every epoch. */
  readonly recordings?: KeptRecordings | null;
  /** Entry of the member threads; default: team-worker beside this file. */
  readonly entry?: URL;
  /** Longest time without a sign of life from a member at work. @default 30000 */
  readonly silenceMs?: number;
}

/** How often a waiting coordinator looks for a stop request and for dead members. */
const SLICE_MS = 50;
const START_MS = 30_000;
const DEFAULT_SILENCE_MS = 30_000;

/** Same extension as this file: .ts from source, .js when built. */
const besideThisFile = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './team-worker.ts' : './team-worker.js', import.meta.url);

export function threadTeam(plan: TrainingPlan, options: TeamOptions): Outcome<Team> {
  const { workers } = options;
  if (!(Number.isInteger(workers) && workers >= 1 && workers <= MAX_MEMBERS))
    return refuse(
      errorAt(
        'workers',
        'team/workers',
        `must be a whole number, 1 to ${MAX_MEMBERS} (got ${workers}); use the number of cores`,
      ),
    );
  const team = new ThreadTeam(plan, options);
  const started = team.awaitStart();
  if (started.ok) return accept(team);
  team.close();
  return started;
}

class ThreadTeam implements Team {
  readonly workers: number;
  private readonly board: Board;
  private readonly threads: readonly Worker[];
  private readonly silenceMs: number;
  private broken: Outcome<never> | null = null;

  constructor(plan: TrainingPlan, options: TeamOptions) {
    this.workers = options.workers;
    this.board = plan.board;
    this.silenceMs = options.silenceMs ?? DEFAULT_SILENCE_MS;
    this.board.control.fill(0);
    const entry = options.entry ?? besideThisFile();
    this.threads = Array.from({ length: options.workers }, (_, member) => {
      const data: TeamData = { plan, recordings: options.recordings ?? null, member };
      const thread = new Worker(entry, { workerData: data, name: `spikex-team-${member}` });
      // Heard only when the coordinator's event loop runs; the board is what `run` watches.
      thread.on('error', (error) => this.fail(member, error.message));
      return thread;
    });
  }

  awaitStart(): Outcome<null> {
    const { control } = this.board;
    const deadline = performance.now() + START_MS;
    for (;;) {
      const ready = Atomics.load(control, CONTROL.ready);
      if (ready === this.workers) return accept(null);
      const failure = this.failure();
      if (failure) return failure;
      if (performance.now() > deadline)
        return this.breakUp(
          `must start within ${START_MS / 1000} s (got ${ready} of ${this.workers} threads); use fewer workers`,
        );
      Atomics.wait(control, CONTROL.ready, ready, SLICE_MS);
    }
  }

  run(...[task, shouldStop]: Parameters<Team['run']>): Outcome<TeamVerdict> {
    if (this.broken) return this.broken;
    const { control } = this.board;
    writeTask(this.board, task);
    Atomics.store(control, CONTROL.nextUnit, 0);
    Atomics.store(control, CONTROL.membersDone, 0);
    Atomics.store(control, CONTROL.stop, 0);
    Atomics.add(control, CONTROL.task, 1);
    Atomics.notify(control, CONTROL.task);
    return this.awaitMembers(shouldStop);
  }

  private awaitMembers(shouldStop: () => boolean): Outcome<TeamVerdict> {
    const { control } = this.board;
    let beats = this.beats();
    let aliveAt = performance.now();
    for (;;) {
      const done = Atomics.load(control, CONTROL.membersDone);
      if (done === this.workers) return accept(Atomics.load(control, CONTROL.stop) ? 'stopped' : 'done');
      const failure = this.failure();
      if (failure) return failure;
      if (shouldStop()) Atomics.store(control, CONTROL.stop, 1);
      const now = performance.now();
      const current = this.beats();
      if (current !== beats) aliveAt = now;
      beats = current;
      if (now - aliveAt > this.silenceMs)
        return this.breakUp(
          `must answer within ${this.silenceMs / 1000} s (got silence from ${this.workers - done} of ${this.workers} threads); start the training again, with fewer workers if memory is short`,
        );
      Atomics.wait(control, CONTROL.membersDone, done, SLICE_MS);
    }
  }

  close(): void {
    const { control } = this.board;
    this.broken ??= refuse(
      errorAt('workers', 'team/closed', 'must be open (got a closed team); start a new one'),
    );
    Atomics.store(control, CONTROL.quit, 1);
    Atomics.add(control, CONTROL.task, 1);
    Atomics.notify(control, CONTROL.task);
    for (const thread of this.threads) void thread.terminate();
  }

  /** Sum of all signs of life. */
  private beats(): number {
    let sum = 0;
    for (let i = 0; i < this.workers; i++) sum += Atomics.load(this.board.control, CONTROL.heartbeats + i);
    return sum;
  }

  private failure(): Outcome<never> | null {
    const failure = reportedFailure(this.board);
    return failure && this.fail(failure.member, failure.reason);
  }

  private fail(member: number, reason: string): Outcome<never> {
    return this.breakUp(
      `must finish its work (got a failure of thread ${member}: ${reason}); start the training again`,
    );
  }

  private breakUp(message: string): Outcome<never> {
    this.broken ??= refuse(errorAt('workers', 'team/broken', message));
    return this.broken;
  }
}
