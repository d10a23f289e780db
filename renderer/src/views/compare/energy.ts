/** The selected run's energy per layer on every system, beside the baseline. */
import {
  LEVELS,
  USAGES,
  type LayerCost,
  type RunDetail,
  type SystemCost,
  type Usage,
} from '../../../../engine/contract/index.ts';
import type { LayerBar, LayerStacksInput } from '../../charts/layer-stacks.ts';
import { LEVEL_PARTS, SYSTEM_STYLES, systemsInOrder, USAGE_HUES } from '../../charts/series-style.ts';
import { significant, scaleFor } from '../../format/index.ts';
import type { Result } from './results.ts';

export type EnergyScale = 'percent' | 'absolute';
/** Which parts a bar is stacked of: levels of the memory hierarchy, or what the bytes are for. */
export type EnergySplit = 'level' | 'usage';

export interface EnergyView {
  readonly input: LayerStacksInput;
  /** Letters and what they stand for. */
  readonly key: string;
}

interface NamedCost {
  readonly name: string;
  readonly letter: string;
  readonly id: string;
  readonly cost: SystemCost;
}

/** Null while there are no layers to draw. */
export function energyView(
  selected: RunDetail | null,
  baseline: { readonly result: Result; readonly detail: RunDetail | null } | null,
  scale: EnergyScale,
  split: EnergySplit = 'level',
): EnergyView | null {
  if (!selected) return null;
  const costs = costsToDraw(selected, baseline);
  const layers = costs.at(-1)?.cost.layers ?? [];
  if (layers.length === 0) return null;
  const layerNames = layers.map(({ name }) => name);
  // Another network's layers cannot stand beside these.
  const comparable = costs.filter(({ cost }) => sameNames(cost, layerNames));

  const totalPj = baseline?.result.cost.energyPj ?? 0;
  const relative = scale === 'percent' && totalPj > 0;
  const largestPj = Math.max(
    ...comparable.flatMap(({ cost }) => cost.layers.map(({ energyPj }) => energyPj)),
  );
  const unit = scaleFor(largestPj * 1e-12, 'J');
  const factor = relative ? 100 / totalPj : 1e-12 * unit.factor;
  const bars = comparable.map(({ name, letter, id, cost }): LayerBar => ({
    key: id,
    name,
    letter,
    layers: cost.layers.map((layer) =>
      split === 'level' ? scaledLevels(layer.byComponentPj, factor) : usages(layer, factor),
    ),
  }));
  return {
    input: {
      title: 'Energy per layer',
      layerNames,
      parts: split === 'level' ? LEVEL_PARTS : USAGE_PARTS,
      bars,
      axis: relative ? '% of baseline network energy' : `Energy (${unit.unit})`,
      unit: relative ? '%' : unit.unit,
      text: (value) => significant(value, 2),
      foot: `Energy table ${comparable[0]?.cost.energyTable ?? ''}`,
    },
    key: comparable.map(({ letter, name }) => `${letter} ${name}`).join(' · '),
  };
}

function costsToDraw(
  selected: RunDetail,
  baseline: { readonly result: Result; readonly detail: RunDetail | null } | null,
): NamedCost[] {
  const own = systemsInOrder(selected.costs.map(({ system }) => system)).flatMap((system): NamedCost[] => {
    const cost = selected.costs.find((one) => one.system === system);
    const style = SYSTEM_STYLES[system];
    return cost ? [{ name: style.label, letter: style.letter, id: system, cost }] : [];
  });
  if (!baseline || baseline.result.row.id === selected.row.id) return own;
  const other = baseline.detail?.costs.find(({ system }) => system === baseline.result.system);
  if (!other) return own;
  const name = `baseline: ${baseline.result.row.name} on ${SYSTEM_STYLES[other.system].label}`;
  return [{ name, letter: 'B', id: 'baseline', cost: other }, ...own];
}

const sameNames = (cost: SystemCost, names: readonly string[]): boolean =>
  cost.layers.length === names.length && cost.layers.every(({ name }, index) => name === names[index]);

function scaledLevels(levels: LayerBar['layers'][number], factor: number): LayerBar['layers'][number] {
  const scaled = { ...levels };
  for (const level of LEVELS) scaled[level] = levels[level] * factor;
  return scaled;
}

const USAGE_NAMES: Readonly<Record<Usage, string>> = {
  weight: 'Weights',
  spike: 'Spikes',
  psum: 'Partial sums',
  alu: 'Accumulations',
};
const USAGE_PARTS = USAGES.map((usage) => ({ id: usage, name: USAGE_NAMES[usage], hue: USAGE_HUES[usage] }));

/** All bytes of one level have one price: a usage's share of a level's energy is its share of the level's count. */
export function usages({ counts, byComponentPj }: LayerCost, factor: number): Record<Usage, number> {
  const sum: Record<Usage, number> = { weight: 0, spike: 0, psum: 0, alu: 0 };
  for (const level of LEVELS) {
    const own = USAGES.map((usage) => counts[`${level}.${usage}`] ?? 0);
    const total = own.reduce((all, one) => all + one, 0);
    if (total > 0)
      USAGES.forEach((usage, i) => (sum[usage] += (factor * byComponentPj[level] * own[i]) / total));
  }
  return sum;
}
