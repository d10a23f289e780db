/**
 * SLAYER .bs1, one-dimensional spikes (N-TIDIGITS and other cochlea data; Shrestha & Orchard 2018): 5 bytes each,
 * big-endian: neuron (16 bits), time in µs (24 bits). Neuron n becomes x = n, y = 0, p = 1 (the format has no
 * polarity). The number of neurons is the smallest usual one that holds all: 64 (N-TIDIGITS), powers of two, 700 (SHD).
 */
import { refuse } from '../../contract/index.ts';
import type { EventStream, Outcome } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { allocateColumns, lengthIssue, MOST_EVENTS, tooManyEvents } from './event-columns.ts';
import { streamOf } from './event-stream.ts';

const RECORD_BYTES = 5;
/** Layers of neurons, smallest first. */
export const USUAL_LAYERS: readonly Sensor[] = [
  64, 128, 256, 512, 700, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536,
].map((width) => ({ width, height: 1 }));

export function decodeSlayerBs1(
  bytes: Uint8Array,
  path: string,
  sensor: Sensor | null,
): Outcome<EventStream> {
  const issue = lengthIssue(bytes.length, RECORD_BYTES, '.bs1', path);
  if (issue) return refuse(issue);
  const events = bytes.length / RECORD_BYTES;
  if (events > MOST_EVENTS) return refuse(tooManyEvents(path, events));
  const columns = allocateColumns(events);
  const { x, p, tUs } = columns;
  p.fill(1);
  for (let i = 0, b = 0; i < events; i++, b += RECORD_BYTES) {
    x[i] = (bytes[b] << 8) | bytes[b + 1];
    tUs[i] = (bytes[b + 2] << 16) | (bytes[b + 3] << 8) | bytes[b + 4];
  }
  return streamOf(columns, path, { sensor, declared: null, usual: USUAL_LAYERS }, []);
}
