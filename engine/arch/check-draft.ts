/** An accelerator under an editor's hands: its configuration, what its buffers hold, every issue; and its keys. */
import type { ArchCheck, ArchKey } from '../contract/index.ts';
import { capacities, parseArch } from './arch.ts';
import { ARCH_FIELDS } from './fields.ts';

/** text: JSON. */
export function checkArchDraft(text: string): ArchCheck {
  const parsed = parseArch(text, 'arch');
  if (!parsed.ok) return { arch: null, capacities: null, issues: parsed.issues };
  const { glbWeightBytes, glbSpikeBytes, lbufWeightBytes, lbufSpikeBytes } = capacities(parsed.value);
  return {
    arch: parsed.value,
    capacities: { glbWeightBytes, glbSpikeBytes, lbufWeightBytes, lbufSpikeBytes },
    issues: parsed.warnings,
  };
}

export const archKeys = (): readonly ArchKey[] =>
  ARCH_FIELDS.map(({ key, meaning, fallback, choices, number }) => ({
    key,
    meaning,
    fallback,
    choices: choices ?? null,
    integer: number?.integer ?? false,
    least: number?.least ?? null,
    most: number?.most ?? null,
  }));
