/** Values with undo and redo. Edits of one field that follow each other closely count as one step. */
import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue';

const MOST_STEPS = 200;
const ONE_STEP_MS = 900;

export interface History<T> {
  readonly value: ComputedRef<T>;
  readonly canUndo: ComputedRef<boolean>;
  readonly canRedo: ComputedRef<boolean>;
  /** what: edits of the same thing are joined. */
  push(next: T, what: string): void;
  /** Replaces the newest value: what followed from an edit is part of it. */
  amend(next: T): void;
  reset(first: T): void;
  undo(): void;
  redo(): void;
}

export function useHistory<T>(first: T, now: () => number = Date.now): History<T> {
  const steps: ShallowRef<readonly T[]> = shallowRef([first]);
  const at = shallowRef(0);
  let last = { what: '', atMs: -Infinity };

  const value = computed(() => steps.value[at.value]);

  function push(next: T, what: string): void {
    const joined = what !== '' && what === last.what && now() - last.atMs < ONE_STEP_MS && at.value > 0;
    const before = steps.value.slice(0, at.value + (joined ? 0 : 1));
    steps.value = [...before, next].slice(-MOST_STEPS);
    at.value = steps.value.length - 1;
    last = { what, atMs: now() };
  }

  function amend(next: T): void {
    steps.value = steps.value.map((step, index) => (index === at.value ? next : step));
  }

  function reset(to: T): void {
    steps.value = [to];
    at.value = 0;
    last = { what: '', atMs: -Infinity };
  }

  function move(by: number): void {
    at.value = Math.min(steps.value.length - 1, Math.max(0, at.value + by));
    last = { what: '', atMs: -Infinity };
  }

  return {
    value,
    canUndo: computed(() => at.value > 0),
    canRedo: computed(() => at.value < steps.value.length - 1),
    push,
    amend,
    reset,
    undo: () => move(-1),
    redo: () => move(1),
  };
}
