/**
 * From the bytes of one event file to its events: identify, then decode. Bytes come as an argument; errors and
 * warnings carry the given path. Times in µs as the file has them. Left out: reading in pieces (a file is
 * decoded whole) and joining of split recordings.
 */
import type { EventFormat, EventStream, Outcome } from '../contract/index.ts';
import { accept } from '../contract/index.ts';
import { FORMATS } from './formats/registry.ts';
import { identifyFormat } from './identify.ts';
import type { Sensor } from './sensor.ts';

export interface DecodedFile {
  readonly format: EventFormat;
  readonly stream: EventStream;
}

export function decodeEvents(
  bytes: Uint8Array,
  path: string,
  sensor: Sensor | null = null,
): Outcome<DecodedFile> {
  const identified = identifyFormat(bytes, path);
  if (!identified.ok) return identified;
  const format = identified.value;
  const entry = FORMATS.find((candidate) => candidate.format === format);
  if (!entry) throw new Error(`decodeEvents: ${format} has no entry in the registry`);
  const decoded = entry.decode(bytes, path, sensor);
  return decoded.ok ? accept({ format, stream: decoded.value }, decoded.warnings) : decoded;
}
