/**
 * StSAP packing for the cycle-stepped reference: passes of one position and batch become partners where no column is
 * occupied in both. Says with explicit columns what engine/schedule/packing.ts says with bits.
 */
import type { ArchConfig } from '../../contract/index.ts';
import type { Pass } from './passes.ts';

/**
 * stages: passes by stage; passes of different stages may only share if `across` them. A partner leaves its own stage.
 */
export function sharePasses(
  stages: readonly (readonly Pass[])[],
  packing: ArchConfig['ptb']['packing'],
  across: boolean,
): Pass[][] {
  if (packing === 'none') return stages.map((stage) => [...stage]);
  const partners = new Map<Pass, Pass>();
  const isGone = new Set<Pass>();
  for (const passes of across ? [stages.flat()] : stages) {
    for (const group of groupsOf(passes)) {
      group.forEach((pass, i) => {
        if (isGone.has(pass)) return;
        const free = group.slice(i + 1).filter((other) => !isGone.has(other));
        const choices = packing === 'adjacent' ? free.slice(0, 1) : free;
        const partner = choices.find((other) => !overlap(pass, other));
        if (!partner) return;
        partners.set(pass, partner);
        isGone.add(partner);
      });
    }
  }
  return stages.map((stage) =>
    stage
      .filter((pass) => !isGone.has(pass))
      .map((pass) => ({ ...pass, partner: partners.get(pass) ?? null })),
  );
}

/** Passes of the same position and batch, in order. */
function groupsOf(passes: readonly Pass[]): Pass[][] {
  const groups = new Map<string, Pass[]>();
  for (const pass of passes) {
    const group = groups.get(pass.place) ?? [];
    groups.set(pass.place, [...group, pass]);
  }
  return [...groups.values()];
}

const overlap = (a: Pass, b: Pass): boolean =>
  a.columns.some((unit, col) => unit !== null && b.columns[col] !== null);
