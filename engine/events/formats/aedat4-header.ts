/**
 * The head of an AEDAT 4 file: a version line, the size of a FlatBuffer "IOHE" (32 bits, little-endian) and that buffer:
 * field 0 compression (0 none, 1 and 2 LZ4, 3 and 4 ZSTD), 1 position of the data table (negative: none), 2 an XML
 * text that names the streams: nodes "outInfo" > stream number > attributes typeIdentifier and, in "info", sizeX, sizeY.
 * Source: iniVation, AEDAT 4.0. Left out: everything else in the XML, and the data table.
 */
import type { Sensor } from '../sensor.ts';
import { LARGEST_SIDE } from './event-stream.ts';
import { FlatTable } from './flat-table.ts';
import { startsWith, textOf } from './header-lines.ts';
import { viewFrom } from './words.ts';

export const COMPRESSION = { none: 0, lz4: 1, lz4High: 2, zstd: 3, zstdHigh: 4 } as const;

export interface Aedat4Stream {
  /** EVTS, FRME, IMUS or TRIG. */
  readonly type: string;
  readonly size: Sensor | null;
}

export interface Aedat4Header {
  readonly compression: number;
  readonly streams: ReadonlyMap<number, Aedat4Stream>;
  readonly dataStart: number;
  /** Where the packets end; null: at the end of the file. */
  readonly dataEnd: number | null;
}

const VERSION_LINE = '#!AER-DAT4.0\r\n';
const MOST_STREAMS = 1000;

export const isAedat4 = (bytes: Uint8Array): boolean => startsWith(bytes, 0, '#!AER-DAT4.');

/** Null where the head is damaged or longer than `bytes`. */
export function readAedat4Header(bytes: Uint8Array): Aedat4Header | null {
  const start = VERSION_LINE.length + 4;
  if (!startsWith(bytes, 0, VERSION_LINE) || bytes.length < start) return null;
  const length = viewFrom(bytes, VERSION_LINE.length).getUint32(0, true);
  if (start + length > bytes.length) return null;
  const table = FlatTable.open(viewFrom(bytes.subarray(0, start + length), start), 'IOHE');
  if (!table) return null;
  const xml = table.vector(2, 1);
  const text = xml ? textOf(bytes, start + xml.start, start + xml.start + xml.count) : '';
  const dataStart = start + length;
  const position = table.int64(1, -1);
  return {
    compression: table.int32(0, COMPRESSION.none),
    streams: streamsIn(text),
    dataStart,
    dataEnd: position >= dataStart ? position : null,
  };
}

const XML_TOKEN =
  /<node\b[^>]*\bname="([^"]*)"[^>]*?(\/?)>|<\/node>|<attr\b[^>]*\bkey="([^"]*)"[^>]*>([^<]*)<\/attr>/g;

function streamsIn(xml: string): ReadonlyMap<number, Aedat4Stream> {
  const facts = new Map<number, Map<string, string>>();
  const path: string[] = [];
  for (const [token, node, closed, key, value] of xml.matchAll(XML_TOKEN)) {
    if (token === '</node>') path.pop();
    else if (node !== undefined && !closed) path.push(node);
    else if (key !== undefined) {
      const at = path.indexOf('outInfo');
      const stream = Number(path[at + 1] ?? Number.NaN);
      if (at < 0 || !Number.isInteger(stream) || facts.size > MOST_STREAMS) continue;
      const known = facts.get(stream) ?? new Map<string, string>();
      facts.set(stream, known.set([...path.slice(at + 2), key].join('/'), value));
    }
  }
  return new Map([...facts].map(([stream, known]) => [stream, streamOf(known)]));
}

function streamOf(facts: ReadonlyMap<string, string>): Aedat4Stream {
  const [width, height] = ['info/sizeX', 'info/sizeY'].map((key) => Number(facts.get(key)));
  const usable = [width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= LARGEST_SIDE);
  return { type: facts.get('typeIdentifier') ?? '', size: usable ? { width, height } : null };
}
