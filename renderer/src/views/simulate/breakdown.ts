/** Where energy, time or bytes go: layer by layer, systems side by side, stacked by level or by usage. */
import {
  USAGES,
  type LayerReport,
  type Level,
  type SystemReport,
} from '../../../../engine/contract/index.ts';
import { costParts, costValues, type CostSplit } from '../../charts/cost-parts.ts';
import type { LayerStacksInput, StackPart } from '../../charts/layer-stacks.ts';
import { SYSTEM_STYLES } from '../../charts/series-style.ts';
import { scaleFor, significant } from '../../format/index.ts';
import { simulateTexts } from '../../texts/simulate.ts';
import { wordTexts } from '../../texts/words.ts';

export type Quantity = 'energy' | 'latency' | 'bytes';
export type Scaling = 'percent' | 'absolute';

export interface BreakdownChoice {
  readonly quantity: Quantity;
  readonly by: CostSplit;
  readonly scale: Scaling;
  /** Levels and components that are left out of the bars; percent refers to all. */
  readonly hidden?: readonly string[];
}

/** Green adds, vermilion waits: as in the picture of the array. */
const LATENCY_PARTS: readonly StackPart[] = [
  {
    id: 'array',
    get name() {
      return simulateTexts.breakdown.busy;
    },
    hue: 'green',
  },
  {
    id: 'stall',
    get name() {
      return simulateTexts.breakdown.waiting;
    },
    hue: 'verm',
  },
];
const MOVED_USAGES = USAGES.filter((usage) => usage !== 'alu');

export const stallCycles = (layer: Pick<LayerReport, 'cycles' | 'computeCycles'>): number =>
  Math.max(0, layer.cycles - layer.computeCycles);

export const bytesAt = ({ counts }: Pick<LayerReport, 'counts'>, level: Level): number =>
  MOVED_USAGES.reduce((sum, usage) => sum + (counts[`${level}.${usage}`] ?? 0), 0);

function partsOf({ quantity, by, hidden }: BreakdownChoice): readonly StackPart[] {
  return quantity === 'latency' ? LATENCY_PARTS : costParts(quantity, by, hidden);
}

/** Values of one layer by part, in the base unit: J, s or B. */
export function valuesOf(
  layer: LayerReport,
  { quantity, by }: BreakdownChoice,
): Readonly<Record<string, number>> {
  if (quantity === 'latency') {
    const perCycle = layer.cycles > 0 ? (layer.latencyUs * 1e-6) / layer.cycles : 0;
    const stall = stallCycles(layer);
    return { array: (layer.cycles - stall) * perCycle, stall: stall * perCycle };
  }
  const values = costValues(layer, quantity, by);
  if (quantity === 'bytes') return values;
  return Object.fromEntries(Object.entries(values).map(([id, energyPj]) => [id, energyPj * 1e-12]));
}

const NAMES: Readonly<Record<Quantity, { name: string; unit: string; formula: string }>> = {
  energy: {
    get name() {
      return wordTexts.energy;
    },
    unit: 'J',
    get formula() {
      return simulateTexts.formulas.energyPlain;
    },
  },
  latency: {
    get name() {
      return wordTexts.latency;
    },
    unit: 's',
    get formula() {
      return simulateTexts.formulas.stalls;
    },
  },
  bytes: {
    get name() {
      return simulateTexts.breakdown.bytesMoved;
    },
    unit: 'B',
    get formula() {
      return simulateTexts.formulas.moved;
    },
  },
};

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

/** systems: in reading order; percent refers to the network total of the first. */
export function breakdownOf(systems: readonly SystemReport[], choice: BreakdownChoice): LayerStacksInput {
  const { name, unit, formula } = NAMES[choice.quantity];
  const parts = partsOf(choice);
  const bars = systems.map(({ system, layers }) => ({
    system,
    layers: layers.map((layer) => valuesOf(layer, choice)),
  }));
  const totals = bars.map(({ layers }) => layers.map((values) => sum(Object.values(values))));
  const whole = sum(totals[0] ?? []);
  const relative = choice.scale === 'percent' && whole > 0;
  const scale = scaleFor(Math.max(0, ...totals.flat()), unit);
  const factor = relative ? 100 / whole : scale.factor;
  const first = systems[0] ? SYSTEM_STYLES[systems[0].system].label : '';
  return {
    title: simulateTexts.breakdown.perLayer(name),
    layerNames: systems[0]?.layers.map((layer) => layer.name) ?? [],
    parts,
    bars: bars.map(({ system, layers }) => ({
      key: system,
      name: SYSTEM_STYLES[system].label,
      letter: SYSTEM_STYLES[system].letter,
      layers: layers.map((values) =>
        Object.fromEntries(parts.map(({ id }) => [id, (values[id] ?? 0) * factor])),
      ),
    })),
    axis: relative ? simulateTexts.breakdown.relative(name, first) : `${name} (${scale.unit})`,
    unit: relative ? '%' : scale.unit,
    text: (value) => significant(value, 2),
    foot: choice.quantity === 'energy' ? `${formula} ${systems[0]?.energyTable ?? ''}` : formula,
  };
}
