/** Where energy, time or bytes go: layer by layer, systems side by side, stacked by level or by usage. */
import {
  LEVELS,
  USAGES,
  type LayerReport,
  type Level,
  type SystemReport,
  type Usage,
} from '../../../../engine/contract/index.ts';
import type { LayerStacksInput, StackPart } from '../../charts/layer-stacks.ts';
import { LEVEL_PARTS, SYSTEM_STYLES, USAGE_HUES } from '../../charts/series-style.ts';
import { scaleFor, significant } from '../../format/index.ts';

export type Quantity = 'energy' | 'latency' | 'bytes';
export type Grouping = 'level' | 'usage';
export type Scaling = 'percent' | 'absolute';

export interface BreakdownChoice {
  readonly quantity: Quantity;
  readonly by: Grouping;
  readonly scale: Scaling;
}

const USAGE_NAMES: Readonly<Record<Usage, string>> = {
  weight: 'weights',
  spike: 'spikes',
  psum: 'partial sums',
  alu: 'ALU',
};
/** Green adds, vermilion waits: as in the picture of the array. */
const LATENCY_PARTS: readonly StackPart[] = [
  { id: 'array', name: 'array busy', hue: 'green' },
  { id: 'stall', name: 'waiting for memory', hue: 'verm' },
];
const USAGE_PARTS: readonly StackPart[] = USAGES.toReversed().map((id) => ({
  id,
  name: USAGE_NAMES[id],
  hue: USAGE_HUES[id],
}));

const MOVED_LEVELS = LEVELS.filter((level) => level !== 'ALU');
const MOVED_USAGES = USAGES.filter((usage) => usage !== 'alu');

export const stallCycles = (layer: Pick<LayerReport, 'cycles' | 'computeCycles'>): number =>
  Math.max(0, layer.cycles - layer.computeCycles);

export const bytesAt = ({ counts }: Pick<LayerReport, 'counts'>, level: Level): number =>
  MOVED_USAGES.reduce((sum, usage) => sum + (counts[`${level}.${usage}`] ?? 0), 0);

const bytesOf = ({ counts }: LayerReport, usage: Usage): number =>
  MOVED_LEVELS.reduce((sum, level) => sum + (counts[`${level}.${usage}`] ?? 0), 0);

function partsOf({ quantity, by }: BreakdownChoice): readonly StackPart[] {
  if (quantity === 'latency') return LATENCY_PARTS;
  const parts = by === 'level' ? LEVEL_PARTS : USAGE_PARTS;
  return quantity === 'bytes' ? parts.filter(({ name }) => name !== 'ALU') : parts;
}

/** Values of one layer by part, in the base unit: J, s or B. */
export function valuesOf(
  layer: LayerReport,
  { quantity, by }: BreakdownChoice,
): Readonly<Record<string, number>> {
  const table = <Id extends string>(ids: readonly Id[], value: (id: Id) => number) =>
    Object.fromEntries(ids.map((id) => [id, value(id)]));
  if (quantity === 'latency') {
    const perCycle = layer.cycles > 0 ? (layer.latencyUs * 1e-6) / layer.cycles : 0;
    const stall = stallCycles(layer);
    return { array: (layer.cycles - stall) * perCycle, stall: stall * perCycle };
  }
  if (quantity === 'energy')
    return by === 'level'
      ? table(LEVELS, (level) => layer.byComponentPj[level] * 1e-12)
      : table(USAGES, (usage) => layer.byUsagePj[usage] * 1e-12);
  return by === 'level'
    ? table(MOVED_LEVELS, (level) => bytesAt(layer, level))
    : table(MOVED_USAGES, (usage) => bytesOf(layer, usage));
}

const NAMES: Readonly<Record<Quantity, { name: string; unit: string; formula: string }>> = {
  energy: { name: 'Energy', unit: 'J', formula: 'Counts × energy table' },
  latency: { name: 'Latency', unit: 's', formula: 'Cycles / clock; waiting = cycles the array stands still' },
  bytes: { name: 'Bytes moved', unit: 'B', formula: 'Bytes read and written at each level' },
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
    title: `${name} per layer`,
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
    axis: relative ? `${name} (% of the network on ${first})` : `${name} (${scale.unit})`,
    unit: relative ? '%' : scale.unit,
    text: (value) => significant(value, 2),
    foot: choice.quantity === 'energy' ? `${formula} ${systems[0]?.energyTable ?? ''}` : formula,
  };
}
