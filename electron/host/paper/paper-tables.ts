/** Tables I and II of the SpikeX paper beside what this workbench holds. Nothing is measured. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NetworkSpec, Outcome, PaperTable } from '../../../engine/contract/index.ts';
import {
  NETWORK_TITLES,
  parseTableOne,
  parseTableTwo,
  TABLE_ONE_COLUMNS,
  tableOne,
  tableTwo,
} from '../../../engine/paper/index.ts';
import type { Workbench } from '../workbench.ts';

type Places = Pick<Workbench, 'catalog' | 'places'>;

export async function paperTables(places: Places): Promise<PaperTable[]> {
  return [await first(places), await second(places)];
}

async function parsed<T>(
  { places }: Places,
  file: string,
  parse: (source: string, file: string) => Outcome<T>,
): Promise<T> {
  const outcome = parse(await readFile(join(places.paths.resources, 'papers', file), 'utf8'), file);
  if (outcome.ok) return outcome.value;
  throw new Error(`resources: ${outcome.issues.map(({ message }) => message).join('; ')}`);
}

async function first(places: Places): Promise<PaperTable> {
  const printed = await parsed(places, 'spikex-table-1.json', parseTableOne);
  const rows = tableOne(printed).map(({ title, values, paper }) => ({
    cells: [title, ...values, paper ? `${paper.name}: ${paper.values.join(' | ')}` : '(not there)'],
    agrees: null,
  }));
  return {
    table: '1',
    title: 'Table I: features of SNN accelerators',
    columns: ['System', ...TABLE_ONE_COLUMNS, 'In the paper as'],
    rows,
  };
}

/** Printed name -> preset. */
const PRESETS = [
  [NETWORK_TITLES.medium, 'dvsg-medium'],
  [NETWORK_TITLES.large, 'dvsg-large'],
  [NETWORK_TITLES['n-mnist'], 'nmnist'],
] as const;

async function second(places: Places): Promise<PaperTable> {
  const printed = await parsed(places, 'spikex-table-2.json', parseTableTwo);
  const shipped = new Map<string, NetworkSpec>();
  for (const [name, preset] of PRESETS) {
    const found = await places.catalog.networks.find(preset, 'network');
    if (found.ok) shipped.set(name, found.value);
  }
  const rows = tableTwo(printed, shipped).map(({ network, layer, shipped: sizes, paper, agrees }) => ({
    cells: [network, layer, sizes.join(' '), paper?.join(' ') ?? 'none'],
    agrees,
  }));
  return {
    table: '2',
    title: 'Table II: networks',
    columns: ['Network', 'Layer', 'H R E C M', 'In the paper'],
    rows,
  };
}
