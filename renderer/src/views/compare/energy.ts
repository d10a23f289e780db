/** The selected run's energy per layer on every system, beside the baseline. */
import type { RunDetail, SystemCost } from '../../../../engine/contract/index.ts';
import { costParts, costValues, type CostSplit } from '../../charts/cost-parts.ts';
import type { LayerBar, LayerStacksInput } from '../../charts/layer-stacks.ts';
import { SYSTEM_STYLES, systemsInOrder } from '../../charts/series-style.ts';
import { significant, scaleFor } from '../../format/index.ts';
import type { Result } from './results.ts';
import { compareTexts } from '../../texts/compare.ts';
import { wordTexts } from '../../texts/words.ts';

export type EnergyScale = 'percent' | 'absolute';
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
  split: CostSplit = 'level',
  hidden: readonly string[] = [],
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
      Object.fromEntries(
        Object.entries(costValues(layer, 'energy', split)).map(([id, energyPj]) => [id, energyPj * factor]),
      ),
    ),
  }));
  return {
    input: {
      title: compareTexts.energy.title,
      layerNames,
      parts: costParts('energy', split, hidden),
      bars,
      axis: relative ? compareTexts.energy.percentAxis : `${wordTexts.energy} (${unit.unit})`,
      unit: relative ? '%' : unit.unit,
      text: (value) => significant(value, 2),
      foot: compareTexts.energy.table(comparable[0]?.cost.energyTable ?? ''),
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
  const name = compareTexts.energy.baselineOn(baseline.result.row.name, SYSTEM_STYLES[other.system].label);
  return [{ name, letter: 'B', id: 'baseline', cost: other }, ...own];
}

const sameNames = (cost: SystemCost, names: readonly string[]): boolean =>
  cost.layers.length === names.length && cost.layers.every(({ name }, index) => name === names[index]);
