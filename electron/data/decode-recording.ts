/** One recording from its bytes, whatever its format: own decoders here, containers in the decoder thread. */
import { accept } from '../../engine/contract/index.ts';
import type { EventFormat, Outcome } from '../../engine/contract/index.ts';
import { decodeEvents } from '../../engine/events/decode.ts';
import type { DecodedFile } from '../../engine/events/decode.ts';
import { PACKED_FORMATS } from '../../engine/events/decode-packed.ts';
import type { EventTextOptions } from '../../engine/events/formats/event-text.ts';
import { identifyFormat } from '../../engine/events/identify.ts';
import type { Sensor } from '../../engine/events/sensor.ts';
import { runDecoder } from './decoders/run-decoder.ts';

export interface ReadOptions {
  /** Size of the sensor where the caller knows it. */
  readonly sensor?: Sensor | null;
  /** Columns and time unit of tables that do not say them. */
  readonly text?: EventTextOptions;
}

export async function decodeRecording(
  bytes: Uint8Array,
  path: string,
  { sensor = null, text }: ReadOptions = {},
): Promise<Outcome<DecodedFile>> {
  const identified = identifyFormat(bytes, path);
  if (!identified.ok) return identified;
  const format = PACKED_FORMATS.find((packed: EventFormat) => packed === identified.value);
  if (!format) return decodeEvents(bytes, path, sensor, text);
  const stream = await runDecoder('packed-events', { format, bytes, sensor }, path);
  return stream.ok ? accept({ format, stream: stream.value }, stream.warnings) : stream;
}
