/** The search engine as its hosts see it. */
export { alphaRows, NO_ALPHAS, type AlphaRows } from './alpha-rows.ts';
export { evolutionary } from './evolutionary.ts';
export { exhaustive } from './exhaustive.ts';
export type { HardwareBase } from './hardware.ts';
export { HardwareEvaluator, NO_METRICS, type HardwareGround } from './hardware-evaluator.ts';
export { halving, halvingCost, rungsOf, withRungs } from './halving.ts';
export { HAS_DEFAULTS, hasSearch, type HasMethod } from './has.ts';
export { importanceOf } from './importance.ts';
export type { Method } from './method.ts';
export { violationOf } from './objectives.ts';
export { nearestMiss } from './nearest-miss.ts';
export { candidateKeyOf } from './same-candidate.ts';
export { dominates, hypervolume, paretoIndices } from './pareto.ts';
export { randomSearch } from './random-search.ts';
export {
  bestOf,
  frontOf,
  historyOf,
  runSearch,
  type Evaluated,
  type Executor,
  type SearchResult,
} from './run-search.ts';
export {
  checkSpace,
  choiceAt,
  hardwareKey,
  layerOfKey,
  pointKey,
  pointNumber,
  spaceSize,
  type Point,
} from './space.ts';
export { compareSearches, comparisonKey, type FinishedSearch } from './comparison.ts';
export { checkReach } from './check-reach.ts';
export { checkHas } from './check-has.ts';
export { checkSearch } from './check-search.ts';
export { searchReport } from './report.ts';
export { epochsOf, trainedAs, trainingKey, type TrainedAs } from './trained-space.ts';
