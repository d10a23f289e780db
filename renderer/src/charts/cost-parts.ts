/** The cost of a layer by level, by component (what the bytes are for), or by both at once, each level split. */
import {
  LEVELS,
  USAGES,
  type CounterKey,
  type Counters,
  type Level,
  type Usage,
} from '../../../engine/contract/index.ts';
import type { Tokens } from '../design/tokens.ts';
import { costTexts } from '../texts/cost.ts';
import type { LegendEntry } from './drawing.ts';
import type { StackPart } from './layer-stacks.ts';
import { fillColor, LEVEL_HUES, LEVEL_PARTS, USAGE_HUES } from './series-style.ts';

/** `both`: one part per level and component. */
export const COST_SPLITS = ['level', 'usage', 'both'] as const;
export type CostSplit = (typeof COST_SPLITS)[number];

export interface CostLayer {
  readonly counts: Counters;
  readonly byComponentPj: Readonly<Record<Level, number>>;
}

/** Strength of a level's hue by component: the weights keep it whole. */
const TINTS: Readonly<Record<Usage, number>> = { weight: 1, spike: 0.66, psum: 0.36, alu: 1 };

interface Cell {
  readonly key: CounterKey;
  readonly level: Level;
  readonly usage: Usage;
}
const CELLS: readonly Cell[] = LEVELS.flatMap((level) =>
  USAGES.filter((usage) => (usage === 'alu') === (level === 'ALU')).map((usage): Cell => ({
    key: `${level}.${usage}`,
    level,
    usage,
  })),
);

/** pJ per level and component. All bytes of one level have one price: a cell's share of its energy is its share of its count. */
export function cellsPj({ counts, byComponentPj }: CostLayer): Partial<Record<CounterKey, number>> {
  const totals = (level: Level): number =>
    USAGES.reduce((sum, usage) => sum + (counts[`${level}.${usage}`] ?? 0), 0);
  return Object.fromEntries(
    CELLS.filter(({ key }) => (counts[key] ?? 0) > 0).map(({ key, level }) => [
      key,
      (byComponentPj[level] * (counts[key] ?? 0)) / totals(level),
    ]),
  );
}

/** By the id of a part: pJ, or bytes (the ALU moves none). */
export function costValues(
  layer: CostLayer,
  quantity: 'energy' | 'bytes',
  split: CostSplit,
): Readonly<Record<string, number>> {
  // The energies of levels are reported; those of components follow from the counts.
  if (quantity === 'energy' && split === 'level') return { ...layer.byComponentPj };
  const cells = quantity === 'energy' ? cellsPj(layer) : layer.counts;
  const values: Record<string, number> = Object.fromEntries(
    costParts(quantity, split).map(({ id }) => [id, 0]),
  );
  for (const { key, level, usage } of CELLS) {
    const id = idOf({ key, level, usage }, split);
    if (id in values) values[id] += cells[key] ?? 0;
  }
  return values;
}

const idOf = ({ key, level, usage }: Cell, split: CostSplit): string =>
  split === 'level' ? level : split === 'usage' ? usage : key;

const USAGE_PARTS: readonly StackPart[] = USAGES.toReversed().map((id) => ({
  id,
  get name() {
    return costTexts.usages[id];
  },
  hue: USAGE_HUES[id],
}));
const CELL_PARTS: readonly StackPart[] = CELLS.map(({ key, level, usage }) => ({
  id: key,
  get name() {
    return usage === 'alu' ? level : `${level} ${costTexts.usages[usage]}`;
  },
  hue: LEVEL_HUES[level],
  tint: TINTS[usage],
}));

/** hidden: levels or components, or both where bars are split by both; a cell is shown where neither is hidden. */
export function costParts(
  quantity: 'energy' | 'bytes',
  split: CostSplit,
  hidden: readonly string[] = [],
): readonly StackPart[] {
  const parts = split === 'level' ? LEVEL_PARTS : split === 'usage' ? USAGE_PARTS : CELL_PARTS;
  return parts.filter(
    ({ id }) =>
      !(quantity === 'bytes' && /^alu/i.test(id)) && !id.split('.').some((one) => hidden.includes(one)),
  );
}

/** Both: hues for the levels, then the tints for the components, each of which hides and shows its own cells. */
export function costLegend(quantity: 'energy' | 'bytes', split: CostSplit, tokens: Tokens): LegendEntry[] {
  const entry = ({ id, name, hue, tint }: StackPart): LegendEntry => ({
    id,
    name,
    color: fillColor(tokens, hue, tint),
    mark: 'box',
  });
  if (split !== 'both') return costParts(quantity, split).map(entry);
  const tints = USAGES.filter((usage) => usage !== 'alu').map((id): StackPart => ({
    id,
    name: costTexts.usages[id],
    hue: 'grey',
    tint: TINTS[id],
  }));
  return [...costParts(quantity, 'level'), ...tints].map(entry);
}
