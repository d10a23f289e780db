/**
 * From decoded columns to a stream with a sensor size. The size comes, in this order, from the caller, from the
 * file's own header, from the sensors usual for the format (the smallest that holds every event), from the events.
 * Single events outside a known size (link errors of cameras) are left out with a warning; more than one in a
 * hundred means that the size or the format is wrong, and the file is refused. Units: pixels.
 */
import { accept, errorAt, refuse, warningAt } from '../../contract/index.ts';
import type { EventStream, Issue, Outcome } from '../../contract/index.ts';
import { sensorText } from '../sensor.ts';
import type { Sensor } from '../sensor.ts';
import { firstEvents } from './event-columns.ts';
import type { EventColumns } from './event-columns.ts';

export interface SizeSources {
  /** What the caller knows. */
  readonly sensor: Sensor | null;
  /** What the file says. */
  readonly declared: Sensor | null;
  /** Sensors of recordings in this format, smallest first. */
  readonly usual: readonly Sensor[];
}

export const POKER_DVS_CROP: Sensor = { width: 35, height: 35 };
export const ATIS_SENSOR: Sensor = { width: 304, height: 240 };
export const VGA_SENSOR: Sensor = { width: 640, height: 480 };
export const HD_SENSOR: Sensor = { width: 1280, height: 720 };

/** No event camera is larger; coordinates beyond it come from damaged or misread files. */
export const LARGEST_SIDE = 4096;
export const MOST_OUTSIDE = 0.01;

/** Largest coordinates, in pixels; 0 stands for no events too. */
export interface Extent {
  maxX: number;
  maxY: number;
}

/** `extent`: what a decoder has seen on its way, so that the columns are not read once more. */
export function streamOf(
  columns: EventColumns,
  path: string,
  sources: SizeSources,
  warnings: readonly Issue[],
  { maxX, maxY }: Extent = extentOf(columns),
): Outcome<EventStream> {
  const size = chosenSize(maxX, maxY, sources);
  if (maxX < size.width && maxY < size.height) return accept({ ...size, ...columns }, warnings);
  const outside = countOutside(columns, size);
  if (outside > MOST_OUTSIDE * columns.x.length) return refuse(outsideIssue(columns, path, size, outside));
  const warning = warningAt(
    path,
    'events/outside-left-out',
    `must hold events inside the ${sensorText(size)} sensor (got ${outside} of ${columns.x.length} outside); ` +
      'they are left out, probably single damaged events',
  );
  return accept({ ...size, ...withoutOutside(columns, size) }, [...warnings, warning]);
}

export function chosenSize(maxX: number, maxY: number, { sensor, declared, usual }: SizeSources): Sensor {
  const holds = ({ width, height }: Sensor): boolean => maxX < width && maxY < height;
  const box = { width: Math.min(maxX + 1, LARGEST_SIDE), height: Math.min(maxY + 1, LARGEST_SIDE) };
  return sensor ?? declared ?? usual.find(holds) ?? box;
}

function extentOf({ x, y }: EventColumns): Extent {
  let maxX = 0;
  let maxY = 0;
  for (let i = 0; i < x.length; i++) if (x[i] > maxX) maxX = x[i];
  for (let i = 0; i < y.length; i++) if (y[i] > maxY) maxY = y[i];
  return { maxX, maxY };
}

function countOutside({ x, y }: EventColumns, { width, height }: Sensor): number {
  let outside = 0;
  for (let i = 0; i < x.length; i++) if (x[i] >= width || y[i] >= height) outside++;
  return outside;
}

export function withoutOutside(columns: EventColumns, { width, height }: Sensor): EventColumns {
  const { x, y, p, tUs } = columns;
  let kept = 0;
  for (let i = 0; i < x.length; i++) {
    if (x[i] >= width || y[i] >= height) continue;
    x[kept] = x[i];
    y[kept] = y[i];
    p[kept] = p[i];
    tUs[kept] = tUs[i];
    kept++;
  }
  return firstEvents(columns, kept);
}

function outsideIssue({ x, y }: EventColumns, path: string, size: Sensor, outside: number): Issue {
  const at = x.findIndex((column, i) => column >= size.width || y[i] >= size.height);
  return errorAt(
    path,
    'events/outside-sensor',
    `must hold events inside the ${sensorText(size)} sensor (got ${outside} of ${x.length} outside, the first at ` +
      `x ${x[at]}, y ${y[at]} in event ${at}); the file is damaged, in another format or of a larger sensor`,
  );
}
