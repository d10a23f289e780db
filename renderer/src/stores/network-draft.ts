/** The network under the editor's hands: draft with undo, what the host says of it, and how it is kept. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import {
  DEFAULT_NETWORK,
  type DraftFix,
  type Issue,
  type NetworkCheck,
  type NetworkSpec,
} from '../../../engine/contract/index.ts';
import { useHistory } from '../composables/history.ts';
import { useApi } from './api.ts';
import { useHost } from './host.ts';
import { isText, remembered } from './remembered.ts';

/** As the user wrote it: the shape of a network, but any value may be missing or wrong. */
export type NetworkDraft = NetworkSpec;

const EMPTY: NetworkCheck = { draft: '', network: null, sizes: [], issues: [], fixes: [] };

export const useNetworkDraft = defineStore('network-draft', () => {
  const api = useApi();
  const host = useHost();
  const kept = remembered('network-draft', '', isText);
  /** Name of the preset or own network that the draft began as. */
  const base = remembered('network-base', DEFAULT_NETWORK as string, isText);
  const history = useHistory<NetworkDraft | null>(null);
  const check = shallowRef<NetworkCheck>(EMPTY);
  const layerAt = ref(0);
  /** What could not be kept or read. */
  const issues = shallowRef<readonly Issue[]>([]);
  let asked = 0;
  /** After an edit the host fills in the shapes that follow; what was opened or undone stays as it is. */
  let infers = false;

  const draft = computed(() => history.value.value);
  const stored = computed(() => host.networks.find(({ name }) => name === base.value) ?? null);
  const edited = computed(() => JSON.stringify(draft.value) !== JSON.stringify(stored.value));
  const isOwn = computed(() => host.ownNetworks.includes(base.value));
  const layer = computed(() => draft.value?.layers[layerAt.value] ?? null);

  watch(draft, (now) => {
    kept.value = now ? JSON.stringify(now) : '';
    layerAt.value = Math.min(layerAt.value, Math.max(0, (now?.layers.length ?? 1) - 1));
    if (now) void recheck(infers);
    infers = false;
  });
  /** The draft of last time, or the preset. */
  watch(
    () => host.networks,
    (networks) => {
      if (draft.value || networks.length === 0) return;
      const last = parsed(kept.value);
      if (last) start(last);
      else open(networks.find(({ name }) => name === base.value)?.name ?? networks[0].name);
    },
    { immediate: true },
  );

  function open(name: string): void {
    const network = host.networks.find((one) => one.name === name);
    if (!network) return;
    base.value = name;
    start(network);
  }

  function start(first: NetworkDraft): void {
    issues.value = [];
    layerAt.value = 0;
    history.reset(first);
  }

  function edit(next: NetworkDraft, what: string): void {
    infers = true;
    history.push(next, what);
  }

  /** The host's word on an older draft is dropped. */
  async function recheck(infer: boolean): Promise<void> {
    const mine = ++asked;
    const text = JSON.stringify(draft.value);
    const answer = await api.call('networks.check', { text, infer });
    if (mine !== asked) return;
    if (!answer.ok) {
      issues.value = answer.issues;
      return;
    }
    check.value = answer.value;
    if (infer && answer.value.draft !== text) {
      const shaped = parsed(answer.value.draft);
      if (shaped) history.amend(shaped);
    }
  }

  function fix({ field, value }: DraftFix): void {
    const [, index, key] = /^layers\[(\d+)\]\.(\w+)$/.exec(field) ?? [];
    const numbered = Number(index);
    if (key === undefined || !draft.value?.layers[numbered]) return;
    const layers = draft.value.layers.map((one, at) => (at === numbered ? { ...one, [key]: value } : one));
    // Not inferred: R past the map and the like are the user's own choice until a field below changes.
    history.push({ ...draft.value, layers }, '');
  }

  /** Text of a file or of the JSON view. */
  function take(text: string, name: string): boolean {
    const network = parsed(text);
    if (!network) {
      issues.value = [
        {
          path: name,
          code: 'network/json',
          severity: 'error',
          message: 'must be the JSON of a network with layers (got something else); see resources/networks',
        },
      ];
      return false;
    }
    issues.value = [];
    history.push(network, '');
    return true;
  }

  async function save(name: string, replace: boolean): Promise<readonly Issue[]> {
    if (!draft.value) return [];
    const named = { ...draft.value, name };
    const text = `${JSON.stringify(named, null, 2)}\n`;
    const answer = await api.call('library.save', { kind: 'network', text, replace });
    if (!answer.ok) return answer.issues;
    history.push(named, '');
    await host.load();
    base.value = name;
    return [];
  }

  async function remove(): Promise<void> {
    const answer = await api.call('library.remove', { kind: 'network', name: base.value });
    issues.value = answer.ok ? [] : answer.issues;
    if (!answer.ok) return;
    await host.load();
    open(DEFAULT_NETWORK);
  }

  return {
    draft,
    check,
    base,
    edited,
    isOwn,
    issues,
    layer,
    layerAt,
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    undo: history.undo,
    redo: history.redo,
    open,
    edit,
    fix,
    take,
    save,
    remove,
    revert: () => open(base.value),
  };
});

function parsed(text: string): NetworkDraft | null {
  try {
    const value: unknown = JSON.parse(text);
    const isDraft =
      typeof value === 'object' && value !== null && 'layers' in value && Array.isArray(value.layers);
    return isDraft ? (value as unknown as NetworkDraft) : null;
  } catch {
    return null;
  }
}
