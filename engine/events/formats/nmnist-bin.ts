/**
 * N-MNIST / N-Caltech101 .bin, the same bytes as SLAYER .bs2 (Orchard et al. 2015, ATIS recordings).
 * No header; each event is one 40-bit big-endian number: x (8), y (8), polarity (1 = ON), time in µs (23 bits).
 * Records with y = 240 are no events: some writers mark with them that 2^13 µs are to be added to all later times.
 * x to the right, y downwards, both from 0. Left out: times beyond 23 bits other than through those markers.
 */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type { EventStream, Outcome } from '../../contract/index.ts';
import { inferSensor, NCALTECH_SENSOR, sensorText } from '../sensor.ts';
import type { Sensor } from '../sensor.ts';
import { decodeRecords, RECORD_BYTES } from './nmnist-records.ts';
import type { Records } from './nmnist-records.ts';

export const NMNIST_MAX_TIME_US = 2 ** 23 - 1;
const OVERFLOW_ROW = 240;
const OVERFLOW_US = 2 ** 13;

/** `sensor` null: the smallest usual sensor that holds the events, up to 240x180. */
export function decodeNmnistBin(
  bytes: Uint8Array,
  path: string,
  sensor: Sensor | null,
): Outcome<EventStream> {
  if (bytes.length === 0 || bytes.length % RECORD_BYTES !== 0) {
    return refuse(lengthIssue(bytes.length, path));
  }
  const decoded = decodeNmnistRecords(bytes, { addedUs: 0 });
  const { x, y, p, tUs, maxX, maxY } = decoded;
  const size = sensor ?? inferSensor(maxX, maxY, NCALTECH_SENSOR);
  if (size === null || maxX >= size.width || maxY >= size.height) {
    return refuse(outsideIssue(decoded, path, size ?? NCALTECH_SENSOR));
  }
  return accept({ width: size.width, height: size.height, x, y, p, tUs });
}

/** What overflow markers have added to the times so far. */
export interface NmnistState {
  addedUs: number;
}

/** `bytes`: whole records. */
export function decodeNmnistRecords(bytes: Uint8Array, state: NmnistState): Records {
  const decoded = decodeRecords(bytes);
  if (decoded.maxY < OVERFLOW_ROW && state.addedUs === 0) return decoded;
  return withoutMarkers(decoded, state);
}

/** Bytes of the events; refuses what the format cannot hold. */
export function encodeNmnistBin(stream: EventStream, path: string): Outcome<Uint8Array> {
  const { x, y, p, tUs } = stream;
  const bytes = new Uint8Array(x.length * RECORD_BYTES);
  for (let i = 0, b = 0; i < x.length; i++, b += RECORD_BYTES) {
    const t = tUs[i];
    if (x[i] > 255 || y[i] > 255 || y[i] === OVERFLOW_ROW || !(t >= 0 && t <= NMNIST_MAX_TIME_US)) {
      return refuse(
        errorAt(
          path,
          'events/not-encodable',
          `must hold x and y below ${OVERFLOW_ROW} and times of 0..${NMNIST_MAX_TIME_US} µs for N-MNIST .bin ` +
            `(got x ${x[i]}, y ${y[i]}, t ${t} µs in event ${i}); crop the recording or start its times at 0`,
        ),
      );
    }
    bytes[b] = x[i];
    bytes[b + 1] = y[i];
    bytes[b + 2] = (p[i] << 7) | (t >>> 16);
    bytes[b + 3] = t >>> 8;
    bytes[b + 4] = t;
  }
  return accept(bytes);
}

/** Drops the overflow markers and adds their time; other records stay as they are. */
function withoutMarkers({ x, y, p, tUs }: Records, state: NmnistState): Records {
  let kept = 0;
  let { addedUs } = state;
  let maxX = 0;
  let maxY = 0;
  for (let i = 0; i < x.length; i++) {
    if (y[i] === OVERFLOW_ROW) {
      addedUs += OVERFLOW_US;
      continue;
    }
    x[kept] = x[i];
    y[kept] = y[i];
    p[kept] = p[i];
    tUs[kept] = tUs[i] + addedUs;
    if (x[i] > maxX) maxX = x[i];
    if (y[i] > maxY) maxY = y[i];
    kept++;
  }
  state.addedUs = addedUs;
  return {
    x: x.slice(0, kept),
    y: y.slice(0, kept),
    p: p.slice(0, kept),
    tUs: tUs.slice(0, kept),
    maxX,
    maxY,
  };
}

function lengthIssue(length: number, path: string) {
  if (length === 0) {
    return errorAt(path, 'events/empty', 'must hold events (got an empty file); copy or download it again');
  }
  return errorAt(
    path,
    'events/truncated',
    `must be a multiple of ${RECORD_BYTES} bytes, one record per event (got ${length} bytes, ` +
      `${length % RECORD_BYTES} too many); the file is cut off or not N-MNIST .bin: copy it again`,
  );
}

function outsideIssue({ x, y }: Records, path: string, size: Sensor) {
  const at = x.findIndex((column, i) => column >= size.width || y[i] >= size.height);
  return errorAt(
    path,
    'events/outside-sensor',
    `must hold events inside the ${sensorText(size)} sensor (got x ${x[at]}, y ${y[at]} in event ${at} of ${x.length}); ` +
      'the file is damaged or in another format',
  );
}
