/**
 * Events in an HDF5 tree. Known places: raw_events/{x,y,t,p} (RPG event-vision-library, t in seconds, a DAVIS240),
 * events/{x,y,t,p} and events/{xs,ys,ts,ps} (DSEC with its t_offset, e2vid), x, y, t, p at the top, CD/events as a table
 * (Prophesee), events as an (N, 4) array t, x, y, p (v2e). Times with fractions are seconds, whole ones µs. Polarity 0/1,
 * -1/1. Size from attributes (sensor_resolution as height, width; geometry as "1280x720"; width and height) where there are any.
 * x to the right, y downwards. Left out: frames, depth; data behind filters that the HDF5 library lacks are refused by name.
 */
import { errorAt, refuse } from '../../contract/index.ts';
import type { EventStream, Issue, Outcome } from '../../contract/index.ts';
import { hdf5At, numbersOf, textOf } from '../../hdf5/tree.ts';
import type { Hdf5Group, Hdf5Node } from '../../hdf5/tree.ts';
import type { Sensor } from '../sensor.ts';
import { rolesByName } from './column-roles.ts';
import { MOST_EVENTS, tooManyEvents } from './event-columns.ts';
import type { EventColumns } from './event-columns.ts';
import { LARGEST_SIDE, streamOf } from './event-stream.ts';
import { TABLE_SENSORS } from './event-text.ts';
import { isSpikeSet } from './spike-set.ts';
import { AS_STORED, eventsFromNumbers } from './number-columns.ts';
import type { NumberColumns } from './number-columns.ts';

/** What has to be read of a file. */
export const HDF5_EVENT_PATHS =
  'raw_events events CD t_offset x y t p xs ys ts ps time timestamp timestamps pol polarity polarities'.split(
    ' ',
  );

type Numbers = NumberColumns['t'];

const DAVIS240: Sensor = { width: 240, height: 180 };

export function decodeHdf5Events(root: Hdf5Group, path: string, sensor: Sensor | null): Outcome<EventStream> {
  const places = ['CD/events', 'events', 'raw_events', ''];
  for (const place of places) {
    const node = hdf5At(root, place);
    const blocked = node ? filterIssue(node, place, path) : null;
    if (blocked) return refuse(blocked);
    const table = node ? tableOf(node) : null;
    if (table) return decodeTable(table, root, place, path, sensor);
  }
  if (isSpikeSet(root)) return refuse(setIssue(path));
  return refuse(
    errorAt(
      path,
      'hdf5/no-events',
      `must hold events in CD/events, events or raw_events, or as x, y, t, p (got ${placesIn(root)}); save them so`,
    ),
  );
}

const setIssue = (path: string): Issue =>
  errorAt(
    path,
    'hdf5/spike-set',
    'must be one recording (got a set of spike trains with labels, as SHD); open it as a dataset, alone or its folder',
  );

/** Data that cannot be read here, in the place where events are expected. */
function filterIssue(node: Hdf5Node, place: string, path: string): Issue | null {
  const nodes = node.kind === 'group' ? [...node.children.values()] : [node];
  const filters = nodes.flatMap((child) => (child.kind === 'unread' ? child.missingFilters : []));
  if (filters.length === 0) return null;
  return errorAt(
    path,
    'hdf5/filter',
    `must hold ${place || 'events'} uncompressed or compressed with gzip (got ${[...new Set(filters)].join(', ')}); ` +
      'convert the recording to RAW or DAT with the tool that wrote it',
  );
}

function tableOf(node: Hdf5Node): NumberColumns | null {
  if (node.kind === 'unread' || node.kind === 'ragged') return null;
  if (node.kind === 'dataset')
    return node.shape[1] === 4 ? rowsOf(node.shape[0], numbersOf(node.values)) : null;
  const columns = new Map<string, Numbers>();
  const parts = node.kind === 'table' ? node.columns : vectorsOf(node);
  for (const [name, values] of parts) {
    const numbers = numbersOf(values);
    if (numbers) columns.set(name, numbers);
  }
  const names = [...columns.keys()];
  const roles = rolesByName(names)?.roles;
  if (!roles) return null;
  const [t, x, y, p] = [roles.t, roles.x, roles.y, roles.p].map((i) => columns.get(names[i])!);
  return [x, y, p].every(({ length }) => length === t.length) ? { t, x, y, p } : null;
}

function vectorsOf(group: Hdf5Group) {
  return [...group.children].flatMap(([name, child]) =>
    child.kind === 'dataset' ? [[name, child.values] as const] : [],
  );
}

/** v2e: rows of t, x, y, p in whole µs. */
function rowsOf(rows: number, values: Numbers | null): NumberColumns | null {
  if (!values) return null;
  const column = (at: number): Numbers => Float64Array.from({ length: rows }, (_, i) => values[4 * i + at]);
  return { t: column(0), x: column(1), y: column(2), p: column(3) };
}

function decodeTable(
  table: NumberColumns,
  root: Hdf5Group,
  place: string,
  path: string,
  sensor: Sensor | null,
): Outcome<EventStream> {
  if (table.t.length > MOST_EVENTS) return refuse(tooManyEvents(path, table.t.length));
  const columns = eventsFromNumbers(table, { ...AS_STORED, addedUs: offsetUs(root) });
  if (typeof columns === 'string') return refuse(valueIssue(path, columns));
  const declared = sizeIn(root, place) ?? (place === 'raw_events' ? atLeast(DAVIS240, columns) : null);
  return streamOf(columns, path, { sensor, declared, usual: TABLE_SENSORS }, []);
}

/** DSEC keeps whole µs from this time on. */
function offsetUs(root: Hdf5Group): number {
  const node = hdf5At(root, 't_offset');
  const values = node?.kind === 'dataset' ? numbersOf(node.values) : null;
  return values?.length === 1 && Number.isSafeInteger(values[0]) ? values[0] : 0;
}

function sizeIn(root: Hdf5Group, place: string): Sensor | null {
  for (const { attributes } of [hdf5At(root, place), root].filter((node) => node !== null)) {
    const numbers = (name: string): ArrayLike<number> => {
      const attribute = attributes.get(name);
      return (attribute && numbersOf(attribute.values)) || [];
    };
    const [, across, down] = /^(\d+)x(\d+)$/.exec(textOf(attributes.get('geometry') ?? null) ?? '') ?? [];
    const [height, width] = Array.from(numbers('sensor_resolution'));
    const size =
      usable(Number(across), Number(down)) ??
      usable(width, height) ??
      usable(numbers('width')[0], numbers('height')[0]);
    if (size) return size;
  }
  return null;
}

const usable = (width: number, height: number): Sensor | null =>
  [width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= LARGEST_SIDE)
    ? { width, height }
    : null;

/** The usual camera of such files, or larger where events lie beyond it (some copies are rectified). */
function atLeast({ width, height }: Sensor, { x, y }: EventColumns): Sensor {
  let [across, down] = [width, height];
  for (let i = 0; i < x.length; i++) {
    if (x[i] >= across) across = x[i] + 1;
    if (y[i] >= down) down = y[i] + 1;
  }
  return { width: Math.min(across, LARGEST_SIDE), height: Math.min(down, LARGEST_SIDE) };
}

function placesIn({ children }: Hdf5Group): string {
  const names = [...children].slice(0, 8).map(([name, { kind }]) => (kind === 'group' ? `${name}/` : name));
  return names.join(', ') || 'nothing';
}

function valueIssue(path: string, got: string): Issue {
  return errorAt(
    path,
    'hdf5/value',
    `must hold whole pixels, polarity 0 or 1 (or -1 or 1) and a time for every event (got ${got}); correct the arrays`,
  );
}
