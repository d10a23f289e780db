/**
 * Sets of spike trains in one HDF5 file, as the Heidelberg sets are kept (SHD, SSC; Cramer et al. 2020): spikes/times and
 * spikes/units hold a row per sample, times in seconds (half floats there) and numbers of neurons, labels a class per sample,
 * extra/keys the names of the classes. Unit n becomes x = n, y = 0, p = 1. Times are rounded to µs. Left out: who spoke.
 */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type { EventStream, Outcome } from '../../contract/index.ts';
import { hdf5At, numbersOf } from '../../hdf5/tree.ts';
import type { Hdf5Group, Hdf5Ragged } from '../../hdf5/tree.ts';
import type { Sensor } from '../sensor.ts';
import { MOST_EVENTS, tooManyEvents } from './event-columns.ts';
import { USUAL_LAYERS } from './slayer-bs1.ts';

/** What has to be read of a file. */
export const SPIKE_SET_PATHS = ['spikes/times', 'spikes/units', 'labels', 'extra/keys'];

/** Sample i holds the spikes from starts[i] to starts[i + 1]. */
export interface SpikeSet {
  readonly starts: Float64Array;
  readonly units: Uint16Array;
  readonly tUs: Uint32Array;
  /** One per sample. */
  readonly labels: Uint16Array;
  /** Names of the classes by label; null where the file names none. */
  readonly keys: readonly string[] | null;
  /** The smallest usual layer that holds every unit. */
  readonly sensor: Sensor;
}

/** True where a file is laid out so, whatever is in it. */
export function isSpikeSet(root: Hdf5Group): boolean {
  return ['spikes/times', 'spikes/units', 'labels'].every((path) => hdf5At(root, path) !== null);
}

export function decodeSpikeSet(root: Hdf5Group, path: string): Outcome<SpikeSet> {
  const rows = (name: string): Hdf5Ragged | null => {
    const node = hdf5At(root, name);
    return node?.kind === 'ragged' ? node : null;
  };
  const [times, units] = [rows('spikes/times'), rows('spikes/units')];
  const labelled = hdf5At(root, 'labels');
  const labels = labelled?.kind === 'dataset' ? numbersOf(labelled.values) : null;
  if (!times || !units || !labels) return refuse(misfit(path, 'other types there'));
  if (times.starts.length !== units.starts.length || labels.length !== times.starts.length - 1)
    return refuse(
      misfit(
        path,
        `${times.starts.length - 1} rows of times, ${units.starts.length - 1} of units, ${labels.length} labels`,
      ),
    );
  const uneven = times.starts.findIndex((start, i) => start !== units.starts[i]);
  if (uneven >= 0) return refuse(misfit(path, `times and units of different number in sample ${uneven - 1}`));
  if (times.values.length > MOST_EVENTS) return refuse(tooManyEvents(path, times.values.length));
  const [seconds, numbers] = [numbersOf(times.values), numbersOf(units.values)];
  const tUs = seconds && Uint32Array.from(seconds, (time) => Math.round(time * 1e6));
  const whole = (values: ArrayLike<number> | null, most: number): boolean => {
    for (let i = 0; i < (values?.length ?? 0); i++)
      if (!Number.isInteger(values![i]) || values![i] < 0 || values![i] > most) return false;
    return values !== null;
  };
  if (!tUs || !seconds.every((time) => time >= 0 && time < 4294))
    return refuse(misfit(path, 'times that are no seconds'));
  if (!whole(numbers, 65_535) || !whole(labels, 65_534))
    return refuse(misfit(path, 'units or labels that are no whole numbers'));
  let most = 0;
  for (let i = 0; i < numbers!.length; i++) if (numbers![i] > most) most = numbers![i];
  const sensor = USUAL_LAYERS.find(({ width }) => most < width) ?? USUAL_LAYERS[USUAL_LAYERS.length - 1];
  return accept({
    starts: times.starts,
    units: Uint16Array.from(numbers!),
    tUs,
    labels: Uint16Array.from(labels),
    keys: keysOf(root, labels),
    sensor,
  });
}

function keysOf(root: Hdf5Group, labels: ArrayLike<number>): readonly string[] | null {
  const node = hdf5At(root, 'extra/keys');
  if (node?.kind !== 'dataset' || !Array.isArray(node.values)) return null;
  const keys: readonly string[] = node.values;
  const isWhole =
    Array.from(labels).every((label) => label < keys.length) && new Set(keys).size === keys.length;
  return isWhole && keys.every((key) => key !== '') ? keys : null;
}

/** `sensor`: of all files of the set together. */
export function spikesOf(
  { starts, units, tUs }: SpikeSet,
  sample: number,
  { width, height }: Sensor,
): EventStream {
  const [from, to] = [starts[sample], starts[sample + 1]];
  const x = units.slice(from, to);
  return {
    width,
    height,
    x,
    y: new Uint16Array(x.length),
    p: new Uint8Array(x.length).fill(1),
    tUs: Float64Array.from(tUs.subarray(from, to)),
  };
}

const misfit = (path: string, got: string) =>
  errorAt(
    path,
    'hdf5/spike-set',
    `must hold a row of spikes/times (seconds) and of spikes/units and one of labels per sample (got ${got}); the file is ` +
      'damaged or in another layout',
  );
