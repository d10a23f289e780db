/**
 * Runs as a NumPy archive: `numpy.load('runs.npz')`. Numbers are float64 with NaN for what is missing, texts are
 * fixed-width unicode; `curve/<run id>/<key>` is a (points, 2) array of step and value. Layout: numpy.lib.format 1.0.
 */
import type { RunDetail, RunRow } from '../../../../engine/contract/index.ts';
import { ZipWriter } from '../../../archive/zip-write.ts';

export interface NpzCurve {
  readonly runId: string;
  readonly key: string;
  readonly points: readonly { readonly step: number; readonly value: number }[];
}

const NUMBERS: readonly (readonly [string, (row: RunRow) => number | null])[] = [
  ['created_ms', (row) => row.createdAtMs],
  ['duration_ms', (row) => row.durationMs],
  ['seed', (row) => row.seed],
  ['beta', (row) => row.beta],
  ['epochs_done', (row) => row.epochsDone],
  ['accuracy', (row) => row.accuracy],
  ['best_accuracy', (row) => row.bestAccuracy],
  ['best_epoch', (row) => row.bestEpoch],
  ['loss', (row) => row.loss],
  ['spike_density', (row) => row.spikeDensity],
  ['tw_density', (row) => row.twDensity],
];
const TEXTS: readonly (readonly [string, (row: RunRow) => string])[] = [
  ['id', (row) => row.id],
  ['name', (row) => row.name],
  ['kind', (row) => row.kind],
  ['state', (row) => row.state],
  ['project', (row) => row.project],
  ['experiment', (row) => row.experiment],
  ['network', (row) => row.network],
  ['dataset', (row) => row.dataset],
  ['tags', (row) => row.tags.join(' ')],
];
const COSTS = ['cycles', 'latencyUs', 'energyPj', 'edpJs'] as const;

/** Null where the archive would be too big for its format. */
export function runsNpz(runs: readonly RunDetail[], curves: readonly NpzCurve[]): Uint8Array | null {
  const zip = new ZipWriter();
  const rows = runs.map(({ row }) => row);
  const systems = [...new Set(rows.flatMap(({ costs }) => costs.map(({ system }) => system)))];
  const costOf = (row: RunRow, system: string, what: (typeof COSTS)[number]): number | null =>
    row.costs.find((cost) => cost.system === system)?.[what] ?? null;
  const entries: (readonly [string, Buffer])[] = [
    ...TEXTS.map(([name, of]) => [name, textArray(rows.map(of))] as const),
    ...NUMBERS.map(([name, of]) => [name, numberArray(rows.map(of))] as const),
    ...systems.flatMap((system) =>
      COSTS.map(
        (what) => [`${system}_${what}`, numberArray(rows.map((row) => costOf(row, system, what)))] as const,
      ),
    ),
    ...curves.map(
      ({ runId, key, points }) =>
        [
          `curve/${runId}/${key}`,
          numberArray(
            points.flatMap(({ step, value }) => [step, value]),
            2,
          ),
        ] as const,
    ),
  ];
  return entries.every(([name, bytes]) => zip.add({ name: `${name}.npy`, bytes })) ? zip.end() : null;
}

function numberArray(values: readonly (number | null)[], columns = 1): Buffer {
  const data = Buffer.alloc(values.length * 8);
  values.forEach((value, i) => data.writeDoubleLE(value ?? NaN, i * 8));
  const shape = columns === 1 ? `(${values.length},)` : `(${values.length / columns}, ${columns})`;
  return Buffer.concat([header('<f8', shape), data]);
}

/** UTF-32, padded with zeros to the longest text. */
function textArray(texts: readonly string[]): Buffer {
  const points = texts.map((text) => [...text].map((sign) => sign.codePointAt(0) ?? 0));
  const width = Math.max(1, ...points.map(({ length }) => length));
  const data = Buffer.alloc(texts.length * width * 4);
  points.forEach((signs, i) => signs.forEach((sign, k) => data.writeUInt32LE(sign, (i * width + k) * 4)));
  return Buffer.concat([header(`<U${width}`, `(${texts.length},)`), data]);
}

/** Magic, version, length, dictionary; padded so that the data start at a multiple of 64. */
function header(descr: string, shape: string): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
  const padded = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11) + '\n';
  const length = Buffer.alloc(2);
  length.writeUInt16LE(padded.length);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), length, Buffer.from(padded, 'latin1')]);
}
