/** Handlers of the network and hardware editors: drafts in, checked drafts and estimates out. */
import { archKeys, checkArchDraft } from '../../engine/arch/check-draft.ts';
import { accept, type Handlers } from '../../engine/contract/index.ts';
import { checkNetworkDraft } from '../../engine/workload/check-draft.ts';
import type { FileAccess } from './file-access.ts';
import type { Workbench } from './workbench.ts';

type EditingCall =
  | 'networks.list'
  | 'networks.check'
  | 'archs.list'
  | 'archs.check'
  | 'archs.keys'
  | 'library.save'
  | 'library.remove'
  | 'simulate.preview';

export function editingHandlers(workbench: Workbench, files: FileAccess): Pick<Handlers, EditingCall> {
  const { catalog, quick, store } = workbench;
  const shelfOf = (kind: 'network' | 'arch') => (kind === 'network' ? catalog.networks : catalog.archs);
  return {
    'networks.list': async () => {
      const [shipped, own] = await Promise.all([catalog.networks.all(), catalog.networks.own()]);
      const names = own.values.map(({ name }) => name);
      return accept({ networks: [...shipped, ...own.values], own: names }, own.warnings);
    },
    'archs.list': async () => {
      const [shipped, own] = await Promise.all([catalog.archs.all(), catalog.archs.own()]);
      const names = own.values.map(({ name }) => name);
      return accept({ archs: [...shipped, ...own.values], own: names }, own.warnings);
    },
    'networks.check': async ({ text, infer }) => accept(checkNetworkDraft(text, infer)),
    'archs.check': async ({ text }) => accept(checkArchDraft(text)),
    'archs.keys': async () => accept({ keys: archKeys() }),
    'library.save': async ({ kind, text, replace }) => shelfOf(kind).save(text, replace),
    'library.remove': async ({ kind, name }) => shelfOf(kind).remove(name),
    'simulate.preview': async ({ spec }) => {
      const allowed = await files.checkPreviewSpec(spec);
      if (!allowed.ok) return allowed;
      const recorded = spec.spikes.kind === 'run' ? store.getRun(spec.spikes.runId) : null;
      if (recorded && !recorded.ok) return recorded;
      return quick.ask('simulate.preview', {
        spec,
        recorded: recorded?.value ?? null,
        limits: files.limits,
      });
    },
  };
}
