/**
 * What a search method is: it proposes points and is told what they reached. Methods are deterministic in their seed and
 * in what they are told, so a search that was cut short and begins again proposes the same points.
 */
import type { Objectives } from './pareto.ts';
import type { Point } from './space.ts';

export interface Told {
  readonly point: Point;
  /** Minimised. */
  readonly objectives: Objectives;
  /** Sum of relative excesses over the constraints; 0 = feasible. */
  readonly violation: number;
}

export interface Method {
  /** At most `most` points, none twice within a search; empty = nothing left to propose. */
  propose(most: number): readonly Point[];
  tell(results: readonly Told[]): void;
}
