/** The accelerator under the editor's hands: flat keys with undo, what the host says of it, and how it is kept. */
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import {
  DEFAULT_ARCH,
  type ArchCheck,
  type ArchConfig,
  type ArchKey,
  type Issue,
} from '../../../engine/contract/index.ts';
import { useHistory } from '../composables/history.ts';
import { useApi } from './api.ts';
import { useHost } from './host.ts';
import { isText, remembered } from './remembered.ts';

export type ArchLeaf = string | number | boolean | null;
/** `array.rows` → 8, in the order of the host's keys. */
export type ArchValues = Readonly<Record<string, ArchLeaf>>;

const EMPTY: ArchCheck = { arch: null, capacities: null, issues: [] };

export const useArchDraft = defineStore('arch-draft', () => {
  const api = useApi();
  const host = useHost();
  const kept = remembered('arch-draft', '', isText);
  const base = remembered('arch-base', DEFAULT_ARCH as string, isText);
  const history = useHistory<ArchValues | null>(null);
  const keys = shallowRef<readonly ArchKey[]>([]);
  const check = shallowRef<ArchCheck>(EMPTY);
  const issues = shallowRef<readonly Issue[]>([]);
  let asked = 0;

  const values = computed(() => history.value.value);
  const stored = computed(() => host.archs.find(({ name }) => name === base.value) ?? null);
  const isOwn = computed(() => host.ownArchs.includes(base.value));
  /** What differs from the preset or own accelerator that the draft began as. */
  const changes = computed((): ArchValues => {
    if (!values.value || !stored.value) return {};
    const before = flatOf(stored.value);
    return Object.fromEntries(Object.entries(values.value).filter(([key, value]) => before[key] !== value));
  });
  const edited = computed(() => Object.keys(changes.value).length > 0);
  const text = computed(() =>
    JSON.stringify({
      schema: 'spikex-arch/1',
      name: base.value,
      title: stored.value?.title ?? base.value,
      source: stored.value?.source ?? 'the hardware editor',
      ...nestedOf(values.value ?? {}),
    }),
  );

  watch(values, (now) => {
    kept.value = now ? JSON.stringify(now) : '';
    if (now) void recheck();
  });
  watch(
    () => host.archs,
    (archs) => {
      if (values.value || archs.length === 0) return;
      void loadKeys();
      const last = keptValues(kept.value);
      if (last && archs.some(({ name }) => name === base.value)) history.reset(last);
      else open(archs.find(({ name }) => name === base.value)?.name ?? archs[0].name);
    },
    { immediate: true },
  );

  async function loadKeys(): Promise<void> {
    const answer = await api.call('archs.keys', {});
    if (answer.ok) keys.value = answer.value.keys;
    else issues.value = answer.issues;
  }

  function open(name: string): void {
    const arch = host.archs.find((one) => one.name === name);
    if (!arch) return;
    base.value = name;
    issues.value = [];
    history.reset(flatOf(arch));
  }

  const set = (key: string, value: ArchLeaf): void => {
    if (values.value) history.push({ ...values.value, [key]: value }, key);
  };

  async function recheck(): Promise<void> {
    const mine = ++asked;
    const answer = await api.call('archs.check', { text: text.value });
    if (mine !== asked) return;
    if (answer.ok) check.value = answer.value;
    else issues.value = answer.issues;
  }

  /** Text of a file: the host reads it, so that every key has a value. */
  async function take(file: string, name: string): Promise<boolean> {
    const answer = await api.call('archs.check', { text: file });
    const found = answer.ok ? answer.value.issues : answer.issues;
    const arch = answer.ok ? answer.value.arch : null;
    issues.value = arch ? [] : found.map((issue) => ({ ...issue, path: issue.path.replace(/^arch/, name) }));
    if (arch) history.push(flatOf(arch), '');
    return arch !== null;
  }

  async function save(name: string, replace: boolean): Promise<readonly Issue[]> {
    const content = { ...JSON.parse(text.value), name, title: name, source: 'the hardware editor' };
    const file = `${JSON.stringify(content, null, 2)}\n`;
    const answer = await api.call('library.save', { kind: 'arch', text: file, replace });
    if (!answer.ok) return answer.issues;
    await host.load();
    base.value = name;
    return [];
  }

  async function remove(): Promise<void> {
    const answer = await api.call('library.remove', { kind: 'arch', name: base.value });
    issues.value = answer.ok ? [] : answer.issues;
    if (!answer.ok) return;
    await host.load();
    open(DEFAULT_ARCH);
  }

  return {
    keys,
    values,
    check,
    base,
    changes,
    edited,
    isOwn,
    issues,
    text,
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    undo: history.undo,
    redo: history.redo,
    open,
    set,
    take,
    save,
    remove,
    revert: () => open(base.value),
  };
});

const TEXTS = new Set(['schema', 'name', 'title', 'source']);

/** Leaves of a configuration by their dotted keys. */
export function flatOf(config: ArchConfig): ArchValues {
  const flat: Record<string, ArchLeaf> = {};
  const visit = (value: unknown, path: string): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) visit(inner, path ? `${path}.${key}` : key);
    } else if (!TEXTS.has(path)) flat[path] = value as ArchLeaf;
  };
  visit(config, '');
  return flat;
}

export function nestedOf(values: ArchValues): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) {
    const parts = path.split('.');
    const last = parts.pop() ?? '';
    let here = root;
    for (const part of parts) here = (here[part] ??= {}) as Record<string, unknown>;
    here[last] = value;
  }
  return root;
}

function keptValues(text: string): ArchValues | null {
  try {
    const value: unknown = JSON.parse(text);
    const isFlat =
      typeof value === 'object' &&
      value !== null &&
      Object.values(value).every(
        (leaf) => leaf === null || ['string', 'number', 'boolean'].includes(typeof leaf),
      );
    return isFlat ? (value as ArchValues) : null;
  } catch {
    return null;
  }
}
