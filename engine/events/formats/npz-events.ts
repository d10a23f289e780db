/**
 * Events in .npz archives, already unzipped: arrays t, x, y and p of one dimension (SpikingJelly; other names as in
 * column-roles.ts), or one structured or (N, 4) array (Tonic). Pickled objects are refused, never loaded. Times and
 * polarities as in npy-events.ts. Source: numpy.savez. Left out: dense frames.
 */
import { errorAt, refuse } from '../../contract/index.ts';
import type { EventStream, Outcome } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { rolesByName } from './column-roles.ts';
import { decodeNpyTable } from './npy-events.ts';
import { joinNpyVectors, readNpyTable } from './npy-table.ts';

/** `files`: the members of the archive by name. */
export function decodeNpzEvents(
  files: ReadonlyMap<string, Uint8Array>,
  path: string,
  sensor: Sensor | null,
): Outcome<EventStream> {
  const arrays = new Map([...files].map(([name, bytes]) => [name.replace(/\.npy$/i, ''), bytes]));
  const names = [...arrays.keys()];
  const roles = rolesByName(names)?.roles;
  if (roles) {
    const vectors = [roles.t, roles.x, roles.y, roles.p].map((i) => names[i]);
    return decodeNpyTable(
      joinNpyVectors(new Map(vectors.map((name) => [name, arrays.get(name)!]))),
      path,
      sensor,
    );
  }
  const tables = [...arrays.values()].filter((bytes) => 'rows' in readNpyTable(bytes));
  if (tables.length === 1) return decodeNpyTable(readNpyTable(tables[0]), path, sensor);
  return refuse(
    errorAt(
      path,
      'npz/no-events',
      `must hold arrays t, x, y, p or one table of events (got ${names.slice(0, 8).join(', ') || 'no array'}); save the ` +
        'events so, for example with numpy.savez(file, t=t, x=x, y=y, p=p)',
    ),
  );
}
