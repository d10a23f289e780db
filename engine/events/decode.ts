/**
 * From the bytes of one event file to its events: identify, then decode. Bytes come as an argument; errors and
 * warnings carry the given path. Times in µs as the file has them. Containers that libraries open (AEDAT 4, HDF5, NPZ,
 * MATLAB) are identified here and decoded by decode-packed.ts. Left out: reading in pieces (event-pieces.ts) and
 * joining of split recordings.
 */
import type { EventFormat, EventStream, Outcome } from '../contract/index.ts';
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { EventTextOptions } from './formats/event-text.ts';
import { FORMATS } from './formats/registry.ts';
import { identifyFormat } from './identify.ts';
import type { Sensor } from './sensor.ts';

export interface DecodedFile {
  readonly format: EventFormat;
  readonly stream: EventStream;
}

/** `sensor`: where the caller knows the size. `text`: columns and time unit of tables that do not say them. */
export function decodeEvents(
  bytes: Uint8Array,
  path: string,
  sensor: Sensor | null = null,
  text?: EventTextOptions,
): Outcome<DecodedFile> {
  const identified = identifyFormat(bytes, path);
  if (!identified.ok) return identified;
  const format = identified.value;
  const entry = FORMATS.find((candidate) => candidate.format === format);
  if (!entry) throw new Error(`decodeEvents: ${format} has no entry in the registry`);
  if (!entry.decode) {
    return refuse(
      errorAt(
        path,
        'events/packed',
        `must be a recording that can be read in place (got ${entry.title}); convert it with "events convert"`,
      ),
    );
  }
  const decoded = entry.decode(bytes, path, sensor, text);
  return decoded.ok ? accept({ format, stream: decoded.value }, decoded.warnings) : decoded;
}

/** True where the format is a container that `decodePacked` opens. */
export const isPacked = (format: EventFormat): boolean =>
  FORMATS.some((entry) => entry.format === format && entry.decode === null);
