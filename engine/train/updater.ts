/**
 * Sum of a batch's shards and the optimiser's step, by the team where the network is large enough to be worth waking it.
 * Bits do not depend on who did which slice.
 */
import { accept, type Outcome } from '../contract/index.ts';
import { geometryOf } from '../kernels/geometry.ts';
import { SLICES } from './board.ts';
import { trainedSegments } from './effective.ts';
import type { OptimiserState, Update } from './optimiser.ts';
import type { TrainingPlan } from './plan.ts';
import { runSlice, type Sliced } from './slices.ts';
import type { SliceTask } from './task.ts';
import type { Team } from './team.ts';

/** Parameters from which on two threads are faster than one: waking a team takes about 0.1 ms. */
const TEAM_FROM = 200_000;

export class Updater {
  private readonly team: Team;
  private readonly sliced: Sliced;
  /** The trained parameters are not the effective ones. */
  private readonly folded: boolean;
  private steps: number;

  constructor(plan: TrainingPlan, team: Team, folded: boolean, state: OptimiserState | null) {
    const { board, settings, network } = plan;
    this.team = team;
    this.sliced = { board, settings, segments: trainedSegments(network, geometryOf(network)) };
    this.folded = folded;
    this.steps = state?.step ?? 0;
    if (state) {
      board.moments.m.set(state.m);
      board.moments.v.set(state.v);
    } else {
      board.moments.m.fill(0);
      board.moments.v.fill(0);
    }
  }

  /** Gradient of the last batch into `board.total`; its Euclidean norm. */
  sum(): Outcome<number> {
    const done = this.run({ kind: 'sum' });
    return done.ok ? accept(this.norm) : done;
  }

  /** The same in the calling thread. */
  sumHere(): void {
    this.runHere({ kind: 'sum' });
  }

  /** One step of the optimiser by `board.total`. */
  apply(update: Omit<Update, 'step'>): Outcome<unknown> {
    this.steps++;
    return this.run({ kind: 'update', folded: this.folded, step: this.steps, ...update });
  }

  get state(): OptimiserState {
    return { ...this.sliced.board.moments, step: this.steps };
  }

  private get norm(): number {
    return Math.sqrt(this.sliced.board.squares.reduce((sum, squares) => sum + squares, 0));
  }

  private run(task: SliceTask): Outcome<unknown> {
    if (this.team.workers > 1 && this.sliced.board.total.length >= TEAM_FROM)
      return this.team.run(task, () => false);
    this.runHere(task);
    return accept(null);
  }

  private runHere(task: SliceTask): void {
    for (let slice = 0; slice < SLICES; slice++) runSlice(this.sliced, task, slice);
  }
}
