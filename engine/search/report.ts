/** What a search has found, from its candidates in the order of their evaluation. */
import type { SearchCandidateRow, SearchReport, SearchSpec } from '../contract/index.ts';
import type { AlphaRows } from './alpha-rows.ts';
import { importanceOf } from './importance.ts';
import { bitsLayerOf } from './check-training-key.ts';
import { bestOf, frontOf, historyOf, type Evaluated } from './run-search.ts';
import { choiceAt, spaceSize } from './space.ts';
import { epochsOf, trainedAs } from './trained-space.ts';

export function searchReport(
  runId: string,
  spec: SearchSpec,
  all: readonly Evaluated[],
  alphas: AlphaRows,
): SearchReport {
  const { space, objectives, constraints } = spec;
  const front = new Set(frontOf(all, objectives));
  const candidates = all.map(({ point, metrics, violation }, position): SearchCandidateRow => ({
    position,
    choice: choiceAt(space, point),
    metrics,
    feasible: violation === 0,
    onFront: front.has(position),
  }));
  const history = historyOf(all, objectives);
  // Of layers that the space leaves alone; the same for every candidate.
  const base = { bits: bitsKeysOf(space), beta: 0, epochs: spec.training?.epochs ?? 0 };
  return {
    runId,
    method: spec.method,
    network: spec.network,
    system: spec.system,
    arch: spec.arch,
    archOverrides: spec.archOverrides,
    tws: spec.tws,
    spikes: spec.spikes,
    objectives,
    asked: [...new Set([...objectives, ...constraints.map(({ metric }) => metric)])],
    spaceSize: spaceSize(space),
    evaluations: all.length,
    best: candidates[bestOf(all, objectives)] ?? null,
    front: candidates.filter(({ onFront }) => onFront),
    candidates,
    hypervolume: history.at(-1)?.hypervolume ?? 0,
    history,
    alphas: alphas.tracks,
    alphaSteps: alphas.steps,
    epochsTrained: spec.training ? epochsOf(all.map(({ point }) => trainedAs(space, point, base))) : null,
    importance: importanceOf(space, all, objectives),
  };
}

/** One entry per layer up to the last that chooses its bits. */
const bitsKeysOf = ({ parameters }: SearchSpec['space']): number[] =>
  Array.from({ length: 1 + Math.max(0, ...parameters.map(({ key }) => bitsLayerOf(key) ?? 0)) }, () => 0);
