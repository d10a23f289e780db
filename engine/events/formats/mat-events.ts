/**
 * Events in MATLAB files: vectors x, y, ts (or t), p (or pol) at the top (ASL-DVS) or in one struct (ATIS: TD). Times in
 * whole µs, with fractions in seconds. Polarity 0/1, -1/1 or 1/2. MATLAB counts pixels from 1, and such files do where
 * they hold the pixel of the far edge or none at 0; ASL-DVS counts from 0. Here: where the smallest x and y are both 1
 * or more, 1 is subtracted. Sources: Orchard et al. 2015 (ATIS readers), Bi et al. 2019 (ASL-DVS). x and y as stored.
 */
import { errorAt, refuse, warningAt } from '../../contract/index.ts';
import type { EventStream, Issue, Outcome } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { rolesByName } from './column-roles.ts';
import { MOST_EVENTS, tooManyEvents } from './event-columns.ts';
import { streamOf } from './event-stream.ts';
import { TABLE_SENSORS } from './event-text.ts';
import { readMatVectors } from './mat5.ts';
import type { Inflate, MatVectors } from './mat5.ts';
import { eventsFromNumbers } from './number-columns.ts';
import type { NumberColumns } from './number-columns.ts';

export function decodeMatEvents(
  bytes: Uint8Array,
  path: string,
  sensor: Sensor | null,
  inflate: Inflate,
): Outcome<EventStream> {
  const vectors = readMatVectors(bytes, inflate);
  if (typeof vectors === 'string') {
    return refuse(
      errorAt(path, 'mat/damaged', `must be a sound MATLAB file (got ${vectors}); copy or download it again`),
    );
  }
  const table = tableIn(vectors);
  if (!table) return refuse(noEventsIssue(path, vectors));
  if (table.t.length > MOST_EVENTS) return refuse(tooManyEvents(path, table.t.length));
  const fromOne = [table.x, table.y].every(
    (values) => values.length > 0 && values.every((value) => value >= 1),
  );
  const twoIsOn = table.p.includes(2) && table.p.every((value) => value === 1 || value === 2);
  const columns = eventsFromNumbers(table, {
    firstPixel: fromOne ? 1 : 0,
    offPolarity: twoIsOn ? 1 : 0,
    addedUs: 0,
  });
  if (typeof columns === 'string') return refuse(valueIssue(path, columns));
  const warnings = fromOne ? [fromOneWarning(path)] : [];
  return streamOf(columns, path, { sensor, declared: null, usual: TABLE_SENSORS }, warnings);
}

/** The first struct, or the top level, with all four columns of one length. */
function tableIn(vectors: MatVectors): NumberColumns | null {
  const groups = new Map<string, string[]>();
  for (const path of vectors.keys()) {
    const group = path.slice(0, Math.max(0, path.lastIndexOf('.')));
    groups.set(group, [...(groups.get(group) ?? []), path]);
  }
  for (const paths of groups.values()) {
    const roles = rolesByName(paths.map((path) => path.slice(path.lastIndexOf('.') + 1)))?.roles;
    if (!roles) continue;
    const [t, x, y, p] = [roles.t, roles.x, roles.y, roles.p].map((i) => vectors.get(paths[i])!);
    if ([x, y, p].every(({ length }) => length === t.length)) return { t, x, y, p };
  }
  return null;
}

function noEventsIssue(path: string, vectors: MatVectors): Issue {
  return errorAt(
    path,
    'mat/no-events',
    `must hold vectors x, y, ts and p or pol of one length (got ${[...vectors.keys()].slice(0, 8).join(', ') || 'none'}); ` +
      'save them so, in MATLAB with save(file, "x", "y", "ts", "pol")',
  );
}

function valueIssue(path: string, got: string): Issue {
  return errorAt(
    path,
    'mat/value',
    `must hold whole pixels, polarity 0 or 1 (or -1 or 1, or 1 or 2) and a time for every event (got ${got}); correct them`,
  );
}

function fromOneWarning(path: string): Issue {
  return warningAt(
    path,
    'mat/counted-from-one',
    'should count pixels from 0 (got none below 1); 1 was subtracted from x and y, as MATLAB counts',
  );
}
