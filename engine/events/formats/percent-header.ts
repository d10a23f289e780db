/**
 * Headers of Prophesee files: lines "% keyword value", optionally closed by "% end" (Prophesee documentation, RAW and
 * DAT file formats). Keywords are compared in lower case; the first of equal ones counts. The sensor size stands in
 * Width and Height (.dat), in "geometry 1280x720" or inside "format EVT3;height=720;width=1280" (.raw).
 */
import type { Sensor } from '../sensor.ts';
import { LARGEST_SIDE } from './event-stream.ts';
import { readHeaderLines } from './header-lines.ts';

export interface PercentHeader {
  readonly entries: ReadonlyMap<string, string>;
  readonly size: Sensor | null;
  readonly dataStart: number;
}

/** Null where the file does not begin with such a line. */
export function readPercentHeader(bytes: Uint8Array): PercentHeader | null {
  const { lines, dataStart } = readHeaderLines(bytes, '% ', '% end');
  if (lines.length === 0) return null;
  const entries = new Map<string, string>();
  for (const line of lines) {
    const [, keyword, value] = /^%\s+(\S+)\s*(.*)$/.exec(line) ?? [];
    if (keyword && !entries.has(keyword.toLowerCase())) entries.set(keyword.toLowerCase(), value.trim());
  }
  return { entries, size: sizeOf(entries), dataStart };
}

/** Options behind the name in "EVT3;height=720;width=1280". */
export function formatOption(entries: ReadonlyMap<string, string>, option: string): string | null {
  const options = (entries.get('format') ?? '').toLowerCase().split(';').slice(1);
  const found = options.find((text) => text.trim().startsWith(`${option}=`));
  return found ? found.slice(found.indexOf('=') + 1).trim() : null;
}

function sizeOf(entries: ReadonlyMap<string, string>): Sensor | null {
  const geometry = /^(\d+)\s*x\s*(\d+)$/i.exec(entries.get('geometry') ?? '');
  return (
    sensorOf(entries.get('width'), entries.get('height')) ??
    sensorOf(formatOption(entries, 'width'), formatOption(entries, 'height')) ??
    sensorOf(geometry?.[1], geometry?.[2])
  );
}

function sensorOf(width: string | null | undefined, height: string | null | undefined): Sensor | null {
  const size = { width: Number(width), height: Number(height) };
  const usable = [size.width, size.height].every((n) => Number.isInteger(n) && n >= 1 && n <= LARGEST_SIDE);
  return usable ? size : null;
}
