/**
 * SLAYER .bs3 (Shrestha & Orchard 2018): 7 bytes each, big-endian: x (12 bits), y (12), channel (8), time in µs (24).
 * The channel is the polarity, 1 = ON; larger channels are refused, for a stream has two. x to the right, y downwards.
 * (.bs2 has the records of N-MNIST .bin: nmnist-bin.ts.)
 */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type { EventStream, Issue, Outcome } from '../../contract/index.ts';
import { DVS128_SENSOR, NCALTECH_SENSOR, NMNIST_SENSOR } from '../sensor.ts';
import type { Sensor } from '../sensor.ts';
import { allocateColumns, lengthIssue, MOST_EVENTS, tooManyEvents } from './event-columns.ts';
import { ATIS_SENSOR, HD_SENSOR, streamOf, VGA_SENSOR } from './event-stream.ts';

const RECORD_BYTES = 7;
const MOST_US = 2 ** 24 - 1;
const USUAL = [NMNIST_SENSOR, DVS128_SENSOR, NCALTECH_SENSOR, ATIS_SENSOR, VGA_SENSOR, HD_SENSOR];

export function decodeSlayerBs3(
  bytes: Uint8Array,
  path: string,
  sensor: Sensor | null,
): Outcome<EventStream> {
  const issue = lengthIssue(bytes.length, RECORD_BYTES, '.bs3', path);
  if (issue) return refuse(issue);
  const events = bytes.length / RECORD_BYTES;
  if (events > MOST_EVENTS) return refuse(tooManyEvents(path, events));
  const columns = allocateColumns(events);
  const { x, y, p, tUs } = columns;
  let highestChannel = 0;
  for (let i = 0, b = 0; i < events; i++, b += RECORD_BYTES) {
    x[i] = (bytes[b] << 4) | (bytes[b + 1] >>> 4);
    y[i] = ((bytes[b + 1] & 15) << 8) | bytes[b + 2];
    p[i] = bytes[b + 3];
    tUs[i] = (bytes[b + 4] << 16) | (bytes[b + 5] << 8) | bytes[b + 6];
    if (p[i] > highestChannel) highestChannel = p[i];
  }
  if (highestChannel > 1) return refuse(channelIssue(path, highestChannel));
  return streamOf(columns, path, { sensor, declared: null, usual: USUAL }, []);
}

/** Bytes of the events; refuses what the format cannot hold. */
export function encodeSlayerBs3({ x, y, p, tUs }: EventStream, path: string): Outcome<Uint8Array> {
  const bytes = new Uint8Array(x.length * RECORD_BYTES);
  for (let i = 0, b = 0; i < x.length; i++, b += RECORD_BYTES) {
    const t = tUs[i];
    if (x[i] > 0xfff || y[i] > 0xfff || !(t >= 0 && t <= MOST_US) || !Number.isInteger(t)) {
      return refuse(
        errorAt(
          path,
          'events/not-encodable',
          `must hold x and y below 4096 and whole times of 0..${MOST_US} µs for .bs3 ` +
            `(got x ${x[i]}, y ${y[i]}, t ${t} µs in event ${i}); crop the recording or start its times at 0`,
        ),
      );
    }
    bytes[b] = x[i] >>> 4;
    bytes[b + 1] = ((x[i] & 15) << 4) | (y[i] >>> 8);
    bytes[b + 2] = y[i];
    bytes[b + 3] = p[i];
    bytes[b + 4] = t >>> 16;
    bytes[b + 5] = t >>> 8;
    bytes[b + 6] = t;
  }
  return accept(bytes);
}

function channelIssue(path: string, channel: number): Issue {
  return errorAt(
    path,
    'bs3/channels',
    `must hold the channels 0 (OFF) and 1 (ON) (got channel ${channel}); the file is damaged or has more channels ` +
      'than an event camera',
  );
}
