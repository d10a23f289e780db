/**
 * What a Prophesee RAW file holds: the version from "% evt 3.0" or "% format EVT3;...", and where neither is given (old
 * recordings, files without a header) from the words themselves, with a warning. The words fit a version if all
 * their types are known to it and the clock does not fall; EVT 2.1 also has x in steps of 32. Source: Prophesee, RAW
 * file format and EVT 2.0, 2.1, 3.0 formats. Left out: event frames (HISTO3D, DIFF3D), which are refused.
 */
import { accept, errorAt, refuse, warningAt } from '../../contract/index.ts';
import type { Issue, Outcome } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { HD_SENSOR, VGA_SENSOR } from './event-stream.ts';
import { formatOption, readPercentHeader } from './percent-header.ts';
import { viewFrom } from './words.ts';

export type EvtVersion = 'evt2' | 'evt21' | 'evt3';

export interface EvtFile {
  readonly size: Sensor | null;
  /** Option of EVT 2.1: "little", or "legacy" with the two halves of a word swapped. */
  readonly endianness: string | null;
  readonly view: DataView;
}

export const EVT_TITLES: Record<EvtVersion, string> = {
  evt2: 'EVT 2.0',
  evt21: 'EVT 2.1',
  evt3: 'EVT 3.0',
};
/** Gen3, GenX320 and IMX636 cameras. */
export const EVT_SENSORS = [{ width: 320, height: 320 }, VGA_SENSOR, HD_SENSOR];
export const TIME_HIGH = 0x8;
/** Types of 32- and 64-bit words: OFF, ON, time, trigger, others, continued. */
export const WORD_TYPES = [0x0, 0x1, TIME_HIGH, 0xa, 0xe, 0xf];
export const EVT3_TYPES = [0x0, 0x2, 0x3, 0x4, 0x5, 0x6, 0x7, TIME_HIGH, 0xa, 0xe, 0xf];
const SNIFFED_WORDS = 4096;

/** The version, or null for files that are no RAW recording or of no known version. */
export function evtVersion(bytes: Uint8Array, lowerCaseName: string): EvtVersion | null {
  const header = readPercentHeader(bytes);
  if (header) {
    const stated = statedVersion(header.entries);
    if (stated !== undefined) return stated;
  }
  if (!lowerCaseName.endsWith('.raw')) return null;
  return sniffVersion(viewFrom(bytes, header?.dataStart ?? 0));
}

/** The data of a file in this version; refuses others. */
export function openEvt(bytes: Uint8Array, path: string, wanted: EvtVersion): Outcome<EvtFile> {
  const header = readPercentHeader(bytes);
  const stated = header ? statedVersion(header.entries) : undefined;
  const start = header?.dataStart ?? 0;
  const view = viewFrom(bytes, start);
  const version = stated === undefined ? sniffVersion(view) : stated;
  if (version !== wanted) {
    return refuse(otherVersion(path, wanted, header?.entries ?? new Map(), stated !== undefined));
  }
  const warnings = stated === undefined ? [guessWarning(path, wanted)] : [];
  const endianness = header ? formatOption(header.entries, 'endianness') : null;
  return accept({ size: header?.size ?? null, endianness, view }, warnings);
}

/** Null: stated and unknown; undefined: not stated. */
function statedVersion(entries: ReadonlyMap<string, string>): EvtVersion | null | undefined {
  const format = (entries.get('format') ?? '').split(';')[0].trim().toUpperCase();
  const names: Record<string, EvtVersion> = { EVT2: 'evt2', EVT21: 'evt21', EVT3: 'evt3' };
  if (format) return names[format] ?? null;
  const number = entries.get('evt');
  if (number === undefined) return undefined;
  const numbers: Record<string, EvtVersion> = { '2.0': 'evt2', '2.1': 'evt21', '3.0': 'evt3' };
  return numbers[number] ?? null;
}

function sniffVersion(view: DataView): EvtVersion | null {
  const legacy = { type: 0, xStep: 32 };
  if (fitsWords(view, 8, { type: 4, xStep: 32 }) || fitsWords(view, 8, legacy)) return 'evt21';
  if (fitsWords(view, 4, { type: 0, xStep: 1 })) return 'evt2';
  return fitsEvt3(view) ? 'evt3' : null;
}

/** Words of `bytes` bytes whose 32 bits at byte `type` hold type, time and place. */
function fitsWords(view: DataView, bytes: number, { type, xStep }: { type: number; xStep: number }): boolean {
  const words = Math.min(SNIFFED_WORDS, Math.floor(view.byteLength / bytes));
  let high = -1;
  let events = 0;
  for (let i = 0; i < words; i++) {
    const head = view.getUint32(i * bytes + type, true);
    const kind = head >>> 28;
    if (!WORD_TYPES.includes(kind)) return false;
    if (kind === TIME_HIGH) {
      const next = head & 0xfffffff;
      if (next < high) return false;
      high = next;
    } else if (kind <= 1) {
      if (((head >>> 11) & 0x7ff) % xStep !== 0) return false;
      events++;
    }
  }
  return high >= 0 && events > 0;
}

function fitsEvt3(view: DataView): boolean {
  const words = Math.min(SNIFFED_WORDS, Math.floor(view.byteLength / 2));
  let high = -1;
  let events = 0;
  for (let i = 0; i < words; i++) {
    const word = view.getUint16(i * 2, true);
    const kind = word >>> 12;
    if (!EVT3_TYPES.includes(kind)) return false;
    if (kind === TIME_HIGH) {
      const next = word & 0xfff;
      if (next < high && high - next < 2048) return false;
      high = next;
    } else if (kind >= 2 && kind <= 5) events++;
  }
  return high >= 0 && events > 0;
}

function otherVersion(
  path: string,
  wanted: EvtVersion,
  entries: ReadonlyMap<string, string>,
  stated: boolean,
): Issue {
  const text = entries.get('format') ?? entries.get('evt');
  return errorAt(
    path,
    'evt/version',
    stated
      ? `must hold ${EVT_TITLES[wanted]} events (got "${text}" in its header); record or export it as EVT 2.0, 2.1 or 3.0`
      : `must say its format in a line "% evt ..." or hold words that fit one (got neither); ` +
          'record or export it as EVT 2.0, 2.1 or 3.0',
  );
}

function guessWarning(path: string, version: EvtVersion): Issue {
  return warningAt(
    path,
    'evt/version-guessed',
    `should say its format in a line "% evt ..." (got no such line); it is read as ${EVT_TITLES[version]}, which its ` +
      'words fit',
  );
}
