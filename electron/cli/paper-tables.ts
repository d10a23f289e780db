/** `paper --table 1,2`: the tables of the SpikeX paper beside what this workbench holds. Nothing is measured. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NetworkSpec } from '../../engine/contract/index.ts';
import {
  parseTableOne,
  parseTableTwo,
  TABLE_ONE_COLUMNS,
  tableOne,
  tableTwo,
  type TableOneRow,
  type TableTwoRow,
} from '../../engine/paper/index.ts';
import { APP_PATHS, catalogPlaces } from '../host/paths.ts';
import { Catalog } from '../resources/catalog.ts';
import { table } from './format.ts';

export const PAPER_TABLES = ['1', '2'] as const;
export type PaperTable = (typeof PAPER_TABLES)[number];

export interface PrintedTable {
  readonly table: PaperTable;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableOneRow[] | readonly TableTwoRow[];
  readonly text: string;
}

export const paperTable = (which: PaperTable): Promise<PrintedTable> => (which === '1' ? first() : second());

const shippedFile = (file: string): Promise<string> =>
  readFile(join(APP_PATHS.resources, 'papers', file), 'utf8');

async function first(): Promise<PrintedTable> {
  const file = 'spikex-table-1.json';
  const printed = parseTableOne(await shippedFile(file), file);
  if (!printed.ok) throw new Error(`resources: ${printed.issues.map(({ message }) => message).join('; ')}`);
  const rows = tableOne(printed.value);
  const text = table(rows, [
    { head: 'System', of: ({ title }) => title },
    ...TABLE_ONE_COLUMNS.map((head, i) => ({ head, of: ({ values }: TableOneRow) => values[i] })),
    { head: 'In the paper as', of: ({ paper }) => paper?.name ?? '(not there)' },
  ]);
  return {
    table: '1',
    title: 'Table I: features of SNN accelerators',
    columns: TABLE_ONE_COLUMNS,
    rows,
    text,
  };
}

/** Printed name -> preset. */
const PRESETS = [
  ['DVS-Gesture Medium', 'dvsg-medium'],
  ['DVS-Gesture Large', 'dvsg-large'],
  ['N-MNIST', 'nmnist'],
] as const;

async function second(): Promise<PrintedTable> {
  const file = 'spikex-table-2.json';
  const printed = parseTableTwo(await shippedFile(file), file);
  if (!printed.ok) throw new Error(`resources: ${printed.issues.map(({ message }) => message).join('; ')}`);
  const catalog = new Catalog(catalogPlaces());
  const shipped = new Map<string, NetworkSpec>();
  for (const [name, preset] of PRESETS) {
    const found = await catalog.networks.find(preset, 'network');
    if (found.ok) shipped.set(name, found.value);
  }
  const rows = tableTwo(printed.value, shipped);
  const text = table(rows, [
    { head: 'Network', of: ({ network }) => network },
    { head: 'Layer', of: ({ layer }) => layer },
    { head: 'H R E C M', of: ({ shipped: sizes }) => sizes.join(' ') },
    { head: 'Paper', of: ({ paper }) => paper?.join(' ') ?? 'none' },
    { head: 'Agrees', of: ({ agrees }) => (agrees ? 'yes' : 'no') },
  ]);
  const columns = ['H', 'R', 'E', 'C', 'M'];
  return { table: '2', title: 'Table II: networks', columns, rows, text };
}
