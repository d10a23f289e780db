/** A dropped JSON file says by its schema what it is: a network, an accelerator or an energy table. */
import { useRoute } from '../stores/route.ts';

/** Larger ones are no description. */
const MOST_BYTES = 4_000_000;

type Kind = 'network' | 'arch' | 'energy';
const SCHEMAS: readonly (readonly [RegExp, Kind])[] = [
  [/^spikex-network\//, 'network'],
  [/^spikex-arch\//, 'arch'],
  [/^spikex-energy\//, 'energy'],
];

/** Null for anything else, broken JSON included. */
export function kindOf(text: string): Kind | null {
  try {
    const schema: unknown = JSON.parse(text)?.schema;
    return SCHEMAS.find(([pattern]) => typeof schema === 'string' && pattern.test(schema))?.[1] ?? null;
  } catch {
    return null;
  }
}

/** The one JSON file of a drop, read here; null where there is none, or where it is none of ours. */
export async function droppedDescription(
  files: readonly File[],
): Promise<{ kind: Kind; text: string; name: string } | null> {
  const [file, ...others] = files;
  if (!file || others.length > 0 || !/\.json$/i.test(file.name) || file.size > MOST_BYTES) return null;
  const text = await file.text().catch(() => ''); // a folder of that name cannot be read
  const kind = kindOf(text);
  return kind && { kind, text, name: file.name };
}

/** Networks and accelerators become the draft of their editor, which names their mistakes and can undo. */
export async function openDescription(kind: 'network' | 'arch', text: string, name: string): Promise<void> {
  if (kind === 'network') {
    const { useNetworkDraft } = await import('../stores/network-draft.ts');
    useNetworkDraft().take(text, name);
    useRoute().go('network');
  } else {
    const { useArchDraft } = await import('../stores/arch-draft.ts');
    await useArchDraft().take(text, name);
    useRoute().go('hardware');
  }
}

/** An energy table is named by its path, as on the command line. */
export async function openEnergyTable(path: string): Promise<void> {
  const { useSimulations } = await import('../views/simulate/simulate-store.ts');
  useSimulations().set('energy', path);
  useRoute().go('simulate');
}
