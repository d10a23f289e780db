/**
 * TensorBoard event files: scalars by tag. Framing: TFRecord (u64 length, masked CRC-32C of it, data, masked CRC-32C);
 * content: `tensorflow.Event` protocol buffers (tensorflow/core/util/event.proto, framework/summary.proto) with
 * `simple_value` or a scalar tensor of float, double or an integer. Left out: pictures, histograms, graphs, texts.
 */
import { accept, errorAt, refuse, warningAt } from '../contract/index.ts';
import type { Outcome } from '../contract/index.ts';
import { ProtoReader } from './proto-reader.ts';

export interface ScalarPoint {
  readonly tag: string;
  readonly step: number;
  readonly value: number;
  /** Seconds since 1970. */
  readonly wallSeconds: number;
}

const FRAME_BYTES = 12;
const TAIL_BYTES = 4;
const MOST_RECORD_BYTES = 2 ** 28;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

/** CRC-32C (Castagnoli), masked as TFRecord does. */
export function maskedCrc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

export function isTensorboard(bytes: Uint8Array): boolean {
  if (bytes.length < FRAME_BYTES) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(8, true) === maskedCrc32c(bytes.subarray(0, 8));
}

/** Points in file order. A file that ends in the middle of a record (it is still written) is read up to there. */
export function parseTensorboard(bytes: Uint8Array, path: string): Outcome<readonly ScalarPoint[]> {
  if (!isTensorboard(bytes)) {
    const rule = 'must be a TensorBoard event file (got other content)';
    return refuse(errorAt(path, 'tensorboard/frame', `${rule}; choose a file whose name holds "tfevents"`));
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const points: ScalarPoint[] = [];
  let at = 0;
  while (at + FRAME_BYTES <= bytes.length) {
    const length = Number(view.getBigUint64(at, true));
    const lengthHolds = view.getUint32(at + 8, true) === maskedCrc32c(bytes.subarray(at, at + 8));
    if (!lengthHolds || length > MOST_RECORD_BYTES) return stopped(points, path, at, 'a damaged length');
    const start = at + FRAME_BYTES;
    if (start + length + TAIL_BYTES > bytes.length) return stopped(points, path, at, 'the end of the file');
    const data = bytes.subarray(start, start + length);
    if (view.getUint32(start + length, true) !== maskedCrc32c(data))
      return stopped(points, path, at, 'a damaged record');
    if (!readEvent(data, points)) return stopped(points, path, at, 'no event');
    at = start + length + TAIL_BYTES;
  }
  return at === bytes.length ? accept(points) : stopped(points, path, at, 'the end of the file');
}

function stopped(
  points: readonly ScalarPoint[],
  path: string,
  at: number,
  got: string,
): Outcome<readonly ScalarPoint[]> {
  const message = `must hold whole records (got ${got} at byte ${at}); what stands before it was read`;
  return accept(points, [warningAt(path, 'tensorboard/cut-off', message)]);
}

/** Event: 1 wall_time double, 2 step int64, 5 summary. */
function readEvent(data: Uint8Array, points: ScalarPoint[]): boolean {
  let wallSeconds = NaN;
  let step = 0;
  const summaries: Uint8Array[] = [];
  const event = new ProtoReader(data);
  for (const field of event) {
    if (field.number === 1 && field.wire === 1) wallSeconds = field.double();
    else if (field.number === 2 && field.wire === 0) step = field.integer();
    else if (field.number === 5 && field.wire === 2) summaries.push(field.bytes());
  }
  for (const summary of summaries)
    for (const field of new ProtoReader(summary))
      if (field.number === 1 && field.wire === 2) {
        const point = readValue(field.bytes());
        if (point) points.push({ ...point, step, wallSeconds });
      }
  return !event.failed;
}

/** Summary.Value: 1 tag, 2 simple_value float, 8 tensor. Null for what is no number. */
function readValue(data: Uint8Array): { tag: string; value: number } | null {
  let tag = '';
  let value: number | null = null;
  for (const field of new ProtoReader(data)) {
    if (field.number === 1 && field.wire === 2) tag = field.text();
    else if (field.number === 2 && field.wire === 5) value = field.float();
    else if (field.number === 8 && field.wire === 2) value = scalarOf(field.bytes());
  }
  return tag === '' || value === null ? null : { tag, value };
}

const FLOAT = 1;
const DOUBLE = 2;
const INT32 = 3;
const INT64 = 9;

/** TensorProto of one element: 1 dtype, 2 shape, 4 tensor_content, 5 float_val, 6 double_val, 7 int_val, 10 int64_val. */
function scalarOf(data: Uint8Array): number | null {
  let type = 0;
  let content: Uint8Array | null = null;
  let value: number | null = null;
  for (const field of new ProtoReader(data)) {
    if (field.number === 1 && field.wire === 0) type = field.integer();
    else if (field.number === 4 && field.wire === 2) content = field.bytes();
    else if (field.number === 5) value = field.wire === 5 ? field.float() : onlyNumber(field.bytes(), 4);
    else if (field.number === 6) value = field.wire === 1 ? field.double() : onlyNumber(field.bytes(), 8);
    else if ((field.number === 7 || field.number === 10) && field.wire === 0) value = field.integer();
  }
  if (!content || content.length === 0) return value;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  if (type === FLOAT && content.length === 4) return view.getFloat32(0, true);
  if (type === DOUBLE && content.length === 8) return view.getFloat64(0, true);
  if (type === INT32 && content.length === 4) return view.getInt32(0, true);
  if (type === INT64 && content.length === 8) return Number(view.getBigInt64(0, true));
  return null;
}

/** A packed list of one number; null for lists that are no scalar. */
function onlyNumber(bytes: Uint8Array, size: 4 | 8): number | null {
  if (bytes.length !== size) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
}
