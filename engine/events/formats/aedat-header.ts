/**
 * Headers of AEDAT files (iniVation, AEDAT file formats): '#' lines, the first "#!AER-DATx.y" (none means 1.0). The
 * header ends after "#End Of ASCII Header" (jAER since about 2018) or "#!END-HEADER" (3.1), else before the first
 * line that is no '#' text line. The chip in "# AEChip: <class>" (2.0) or "#Source 1: <device>" (3.1) gives sensor
 * size and address layout. Left out: the camera preferences that jAER puts into the header.
 */
import type { Sensor } from '../sensor.ts';
import { DVS128_SENSOR } from '../sensor.ts';
import { VGA_SENSOR } from './event-stream.ts';
import { readHeaderLines, startsWith } from './header-lines.ts';

export interface AedatHeader {
  /** "1.0" where the file does not say. */
  readonly version: string;
  readonly lines: readonly string[];
  /** Behind "# AEChip:", or the description of the first source; null where missing. */
  readonly chip: string | null;
  readonly dataStart: number;
}

export interface Chip {
  readonly layout: 'dvs128' | 'davis';
  readonly sensor: Sensor;
}

/** In the order in which they are looked for in the name; sizes as in jAER's chip classes and libcaer. */
const CHIPS: readonly (readonly [RegExp, Chip])[] = [
  [/dvs128|tmpdiff128/i, { layout: 'dvs128', sensor: DVS128_SENSOR }],
  [/davis128/i, { layout: 'davis', sensor: { width: 128, height: 128 } }],
  [/davis208/i, { layout: 'davis', sensor: { width: 208, height: 192 } }],
  [/davis240|sbret/i, { layout: 'davis', sensor: { width: 240, height: 180 } }],
  [/davis346/i, { layout: 'davis', sensor: { width: 346, height: 260 } }],
  [/davis(rgb)?640/i, { layout: 'davis', sensor: VGA_SENSOR }],
];

export const KNOWN_CHIPS = 'DVS128, DAVIS128, DAVIS208, DAVIS240, DAVIS346 and DAVIS640';

export function chipOf(name: string): Chip | null {
  return CHIPS.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** Null where the file does not begin with a '#' line of text. */
export function readAedatHeader(bytes: Uint8Array): AedatHeader | null {
  const is3 = startsWith(bytes, 0, '#!AER-DAT3');
  const { lines, dataStart } = readHeaderLines(bytes, '#', is3 ? '#!end-header' : '#end of ascii header');
  if (lines.length === 0) return null;
  const chip = lines.map((line) => /^#\s*(?:AEChip|Source \d+):\s*(.+)$/i.exec(line)?.[1]).find(Boolean);
  return {
    version: /^#!AER-DAT(\d+(?:\.\d+)?)/.exec(lines[0])?.[1] ?? '1.0',
    lines,
    chip: chip ?? null,
    dataStart,
  };
}
