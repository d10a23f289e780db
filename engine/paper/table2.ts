/**
 * Table II of the SpikeX paper beside the shipped networks: H, R, E, C, M of every layer and T. Stride and padding are
 * not in the table; the shipped networks choose them so that its sizes come out.
 */
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { NetworkSpec, Outcome } from '../contract/index.ts';
import { isRecord } from '../math/field-reader.ts';

export interface TableTwoRow {
  readonly network: string;
  readonly layer: string;
  /** H, R, E, C, M. */
  readonly shipped: readonly number[];
  readonly paper: readonly number[] | null;
  readonly agrees: boolean;
}

interface PrintedNetwork {
  readonly T: number;
  readonly layers: readonly (readonly (string | number)[])[];
}

export type PrintedTableTwo = Readonly<Record<string, PrintedNetwork>>;

const isPrinted = (value: unknown): value is PrintedNetwork =>
  isRecord(value) &&
  typeof value.T === 'number' &&
  Array.isArray(value.layers) &&
  value.layers.every((row) => Array.isArray(row) && row.length === 6);

export function parseTableTwo(source: string, file: string): Outcome<PrintedTableTwo> {
  const value: unknown = JSON.parse(source);
  const networks = isRecord(value) && isRecord(value.networks) ? value.networks : {};
  const good = Object.entries(networks).filter((entry): entry is [string, PrintedNetwork] =>
    isPrinted(entry[1]),
  );
  if (good.length > 0 && good.length === Object.keys(networks).length)
    return accept(Object.fromEntries(good));
  return refuse(
    errorAt(`${file}.networks`, 'paper/table', 'must give T and layers of each network; correct it'),
  );
}

/** shipped: the preset that stands for each printed network. */
export function tableTwo(printed: PrintedTableTwo, shipped: ReadonlyMap<string, NetworkSpec>): TableTwoRow[] {
  return [...shipped].flatMap(([name, network]) => {
    const rows = printed[name];
    return network.layers.map(({ name: layer, H, R, E, C, M }, i): TableTwoRow => {
      const sizes = [H, R, E, C, M];
      const paper = rows?.layers[i]?.slice(1).map(Number) ?? null;
      const agrees = paper !== null && rows.T === network.timesteps && sizes.join() === paper.join();
      return { network: `${name} (T ${network.timesteps})`, layer, shipped: sizes, paper, agrees };
    });
  });
}
