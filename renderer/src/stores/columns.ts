/** One value of a curve for every run (last, best, worst, at a step), read once and again when runs change. */
import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import type { CurveInfo, MetricPick } from '../../../engine/contract/index.ts';
import { useApi } from './api.ts';
import { useRuns } from './runs.ts';
import { compareTexts } from '../texts/compare.ts';

export const pickId = ({ key, pick, step }: MetricPick): string => `curve:${pick}:${step ?? ''}:${key}`;

/** Null for an id that is no pick. */
export function pickOf(id: string): MetricPick | null {
  const [, pick, step, key] = /^curve:(last|best|worst|at):([^:]*):(.+)$/.exec(id) ?? [];
  if (!pick) return null;
  return { key, pick: pick as MetricPick['pick'], step: step === '' ? null : Number(step) };
}

export const pickTitle = ({ key, pick, step }: MetricPick): string =>
  pick === 'at' ? compareTexts.picks.at(key, step ?? 0) : compareTexts.picks[pick](key);

export const useColumns = defineStore('columns', () => {
  const api = useApi();
  const runs = useRuns();
  const curves = shallowRef<readonly CurveInfo[]>([]);
  const values = shallowRef<ReadonlyMap<string, ReadonlyMap<string, number>>>(new Map());
  const asked = new Set<string>();

  async function read(id: string): Promise<void> {
    const pick = pickOf(id);
    if (!pick) return;
    const answer = await api.call('runs.column', { pick });
    if (!answer.ok) return;
    const { runIds, values: numbers } = answer.value;
    values.value = new Map(values.value).set(id, new Map(runIds.map((run, i) => [run, numbers[i]])));
  }

  /** Reads the column once; asking again is free. */
  function want(id: string): void {
    if (asked.has(id) || !pickOf(id)) return;
    asked.add(id);
    void read(id);
  }

  async function readCurves(): Promise<void> {
    const answer = await api.call('runs.curves', {});
    if (answer.ok) curves.value = answer.value.curves;
  }

  const valueOf = (id: string, runId: string): number | null => {
    const value = values.value.get(id)?.get(runId);
    return value === undefined || Number.isNaN(value) ? null : value;
  };

  watch(
    () => runs.rows,
    () => {
      void readCurves();
      for (const id of asked) void read(id);
    },
    { immediate: true },
  );

  return { curves, values, want, valueOf };
});
