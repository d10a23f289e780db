/** Options for recordings that do not say everything about themselves: columns and time unit of tables, sensor size. */
import { accept, errorAt, refuse } from '../../engine/contract/index.ts';
import type { Outcome } from '../../engine/contract/index.ts';
import { rolesByName, TIME_UNITS } from '../../engine/events/formats/column-roles.ts';
import type { Sensor } from '../../engine/events/sensor.ts';
import type { ReadOptions } from '../data/decode-recording.ts';
import type { Arguments, OptionTable } from './options.ts';

export const READ_OPTIONS: OptionTable = {
  columns: {
    kind: 'text',
    value: 'NAMES',
    help: 'columns of a text file in order, for example t,x,y,p; "-" skips one (default: as its first line says)',
  },
  'time-unit': {
    kind: 'text',
    value: 'UNIT',
    choices: TIME_UNITS,
    help: 'unit of the times in a text file (default: as its first line says; seconds where times have fractions)',
  },
  size: {
    kind: 'text',
    value: 'WxH',
    help: 'pixels of the sensor, for example 346x260 (default: as the file says)',
  },
};

export function readOptions(args: Arguments): Outcome<ReadOptions> {
  const columns = args.list('columns');
  const roles = columns ? (rolesByName(columns)?.roles ?? null) : null;
  if (columns && !roles) {
    return refuse(
      errorAt(
        '--columns',
        'cli/columns',
        `must name t, x, y and p once each (got ${columns.join(',')}); for example --columns t,x,y,p`,
      ),
    );
  }
  const sensor = sizeIn(args.text('size'));
  if (sensor === undefined) {
    return refuse(
      errorAt(
        '--size',
        'cli/size',
        `must be width x height in pixels, up to 4096 (got ${args.text('size')}); for example 346x260`,
      ),
    );
  }
  const unit = TIME_UNITS.find((name) => name === args.text('time-unit')) ?? null;
  return accept({ sensor, text: roles || unit ? { roles, unit } : undefined });
}

/** Undefined: no size; null: not given. */
function sizeIn(text: string | undefined): Sensor | null | undefined {
  if (text === undefined) return null;
  const [, width, height] = /^(\d{1,4})x(\d{1,4})$/i.exec(text) ?? [];
  const size = { width: Number(width), height: Number(height) };
  return size.width >= 1 && size.height >= 1 && size.width <= 4096 && size.height <= 4096 ? size : undefined;
}
