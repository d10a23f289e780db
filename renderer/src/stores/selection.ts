/** Linked hover and selection: any pane may set it, all panes draw it. */
import { defineStore } from 'pinia';
import { reactive, ref } from 'vue';
import type { SystemName } from '../../../engine/contract/index.ts';
import { isText, isTextList, remembered } from './remembered.ts';

const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);

/** Whatever lies under the pointer, as far as it is known there. */
export interface Pointed {
  runId: string | null;
  system: SystemName | null;
  layer: string | null;
  epoch: number | null;
}

export const useSelection = defineStore('selection', () => {
  const runId = remembered<string | null>('selected-run', null, isTextOrNull);
  const system = ref<SystemName | null>(null);
  /** What ratios refer to; null = the page's own choice. */
  const baseline = ref<{ runId: string; system: SystemName } | null>(null);
  /** Several runs, chosen by check boxes or a brush: what is compared in detail and changed together. */
  const chosen = remembered<readonly string[]>('chosen-runs', [], isTextList);
  const hover = reactive<Pointed>({ runId: null, system: null, layer: null, epoch: null });

  function select(run: string | null, ofSystem: SystemName | null = null): void {
    runId.value = run;
    system.value = ofSystem;
  }

  function choose(runs: readonly string[]): void {
    chosen.value = [...new Set(runs)].filter(Boolean);
  }

  function point(at: Partial<Pointed>): void {
    Object.assign(hover, at);
  }

  function leave(): void {
    Object.assign(hover, { runId: null, system: null, layer: null, epoch: null });
  }

  return { runId, system, baseline, chosen, hover, select, choose, point, leave };
});
