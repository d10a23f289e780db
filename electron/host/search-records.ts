/** A search's candidates and probabilities as the database keeps them, and back. */
import type { CandidateMetrics, SearchMetric, SearchSpec } from '../../engine/contract/index.ts';
import { SEARCH_METRICS } from '../../engine/contract/index.ts';
import {
  NO_ALPHAS,
  NO_METRICS,
  violationOf,
  type AlphaRows,
  type Evaluated,
  type Point,
} from '../../engine/search/index.ts';
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

export const alphaCurves = ({ steps, tracks }: AlphaRows): PointBatch[] =>
  tracks.flatMap(({ key, values, probabilities }) =>
    values.map((value, k) => ({
      key: curveKey(key, value),
      axis: AXIS,
      points: probabilities.map((row, i) => ({ step: steps[i], value: row[k] })),
    })),
  );

/** Empty where the search has none, or none yet. */
export function alphasOf(store: ExperimentStore, runId: string, { space }: SearchSpec): AlphaRows {
  const tracks = space.parameters.map(({ key, values }) => ({
    key,
    values,
    columns: values.map((value) => {
      const points = store.metricsOf(runId, curveKey(key, value));
      return points.ok ? points.value : [];
    }),
  }));
  const steps = tracks[0]?.columns[0]?.map(({ step }) => step) ?? [];
  if (steps.length === 0) return NO_ALPHAS;
  return {
    steps,
    tracks: tracks.map(({ key, values, columns }) => ({
      key,
      values,
      probabilities: steps.map((_, i) => columns.map((column) => column[i].value)),
    })),
  };
}
