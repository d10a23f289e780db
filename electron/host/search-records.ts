/** A search's candidates and probabilities as the database keeps them, and back. */
import type { AlphaTrack, CandidateMetrics, SearchMetric, SearchSpec } from '../../engine/contract/index.ts';
import { SEARCH_METRICS } from '../../engine/contract/index.ts';
import { NO_METRICS, violationOf, type Evaluated, type Point } from '../../engine/search/index.ts';
import type { ExperimentStore, PointBatch, SearchCandidate } from '../store/index.ts';

export function storedCandidate({ point, metrics, violation }: Evaluated): SearchCandidate {
  const known = SEARCH_METRICS.flatMap((name): [SearchMetric, number][] => {
    const value = metrics[name];
    return value === null ? [] : [[name, value]];
  });
  return { candidate: point, objectives: Object.fromEntries(known), feasible: violation === 0 };
}

/** In the order of their evaluation. */
export function evaluatedFrom(stored: readonly SearchCandidate[], spec: SearchSpec): Evaluated[] {
  return stored.map(({ candidate, objectives }) => {
    const metrics: CandidateMetrics = { ...NO_METRICS, ...objectives };
    return { point: candidate as Point, metrics, violation: violationOf(metrics, spec.constraints) };
  });
}

const AXIS = 'step';
const curveKey = (key: string, value: unknown): string => `alpha.${key}=${String(value)}`;

export const alphaCurves = (alphas: readonly AlphaTrack[]): PointBatch[] =>
  alphas.flatMap(({ key, values, probabilities }) =>
    values.map((value, k) => ({
      key: curveKey(key, value),
      axis: AXIS,
      points: probabilities.map((row, step) => ({ step, value: row[k] })),
    })),
  );

/** Empty where the search had none, or has not ended. */
export function alphasOf(store: ExperimentStore, runId: string, { space }: SearchSpec): AlphaTrack[] {
  const tracks = space.parameters.map(({ key, values }) => ({
    key,
    values,
    columns: values.map((value) => {
      const points = store.metricsOf(runId, curveKey(key, value));
      return points.ok ? points.value.map((point) => point.value) : [];
    }),
  }));
  if (tracks.some(({ columns }) => columns.some((column) => column.length === 0))) return [];
  return tracks.map(({ key, values, columns }) => ({
    key,
    values,
    probabilities: columns[0].map((_, step) => columns.map((column) => column[step])),
  }));
}
