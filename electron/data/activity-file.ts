/**
 * Recorded activity of a trained run on disk: "SPXA" | u32 header bytes | header JSON | per sample: u32 bytes, u32 CRC-32,
 * deflated `encodeInputs` | u32 0, u32 samples. Little endian. Written beside and renamed when whole, so a file that can
 * be found is complete; one that would exceed its cap is dropped. The folder is kept below its own cap, oldest out first.
 * Synchronous, as samples are recorded and read one by one inside a job's thread.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { accept, errorAt, refuse, type Outcome, type SpikeTensor } from '../../engine/contract/index.ts';
import { crc32 } from '../../engine/math/crc32.ts';
import { decodeInputs, encodeInputs } from '../../engine/workload/recorded-inputs.ts';
import { checkShape, type SpikeShape } from '../../engine/workload/spikes.ts';
import { fileIssue } from './file-issues.ts';

export const MOST_FILE_BYTES = 256 * 2 ** 20;
const MOST_FOLDER_BYTES = 2 * 2 ** 30;
const ENDING = '.spikexact';
const MAGIC = 'SPXA';
const MOST_HEADER_BYTES = 1 << 20;

export interface ActivityHeader {
  readonly schema: 'spikex-activity/1';
  readonly network: string;
  readonly runId: string;
  readonly checkpointSha256: string;
  /** Of the spikes that enter each layer. */
  readonly shapes: readonly SpikeShape[];
  /** Samples of the held-out set that the recorded ones were drawn from, in a seeded order. */
  readonly of: number;
}

/** Writes samples as they come; nothing is seen until `finish`. */
export class ActivityWriter {
  readonly file: string;
  private readonly part: string;
  private handle: number | null;
  private bytes = 0;
  private samples = 0;

  private constructor(file: string, part: string, handle: number) {
    this.file = file;
    this.part = part;
    this.handle = handle;
  }

  static open(file: string, header: ActivityHeader): Outcome<ActivityWriter> {
    const part = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.part`);
    return guarded(file, () => {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      const writer = new ActivityWriter(file, part, openSync(part, 'wx', 0o600));
      const json = Buffer.from(JSON.stringify(header));
      writer.write(Buffer.concat([Buffer.from(MAGIC), numbers(json.length), json]));
      return writer;
    });
  }

  /** False once the file is dropped: larger than allowed, or the disk took no more. */
  add(inputs: readonly SpikeTensor[]): boolean {
    if (this.handle === null) return false;
    const packed = deflateRawSync(encodeInputs(inputs));
    if (this.bytes + packed.length + 16 > MOST_FILE_BYTES) return this.drop();
    const written = guarded(this.file, () =>
      this.write(Buffer.concat([numbers(packed.length, crc32(packed)), packed])),
    );
    this.samples++;
    return written.ok || this.drop();
  }

  /** Size of the finished file; null where it was dropped. */
  finish(): number | null {
    if (this.handle === null) return null;
    const done = guarded(this.file, () => {
      this.write(numbers(0, this.samples));
      this.close();
      renameSync(this.part, this.file);
    });
    if (!done.ok) {
      this.drop();
      return null;
    }
    keepBelow(dirname(this.file), MOST_FOLDER_BYTES);
    return this.bytes;
  }

  drop(): false {
    this.close();
    rmSync(this.part, { force: true });
    return false;
  }

  private close(): void {
    if (this.handle !== null) closeSync(this.handle);
    this.handle = null;
  }

  private write(bytes: Uint8Array): void {
    if (this.handle === null) throw new Error('ActivityWriter: closed');
    for (let at = 0; at < bytes.length;) at += writeSync(this.handle, bytes, at);
    this.bytes += bytes.length;
  }
}

export interface ActivityFile {
  readonly file: string;
  readonly header: ActivityHeader;
  readonly samples: number;
  readonly bytes: number;
}

/** Header and number of samples; an issue where the file is missing, foreign or cut. */
export function openActivity(file: string): Outcome<ActivityFile> {
  return reading(file, (handle) => {
    const { size } = statSync(file);
    const head = readAt(handle, 0, 8);
    const tail = readAt(handle, size - 8, 8);
    if (size < 16 || head.toString('latin1', 0, 4) !== MAGIC || tail.readUInt32LE(0) !== 0)
      return damaged(file);
    const length = head.readUInt32LE(4);
    if (length > Math.min(MOST_HEADER_BYTES, size)) return damaged(file);
    const header = headerFrom(readAt(handle, 8, length).toString('utf8'));
    return header ? accept({ file, header, samples: tail.readUInt32LE(4), bytes: size }) : damaged(file);
  });
}

/** The first samples one by one; ends with an issue where the file is damaged after all. */
export function* readActivity(
  { file, header, samples }: ActivityFile,
  wanted: number,
  onDamage: (damage: Outcome<never>) => void,
): Generator<readonly SpikeTensor[]> {
  const handle = openSync(file, 'r');
  try {
    let at = 8 + readAt(handle, 4, 4).readUInt32LE(0);
    for (let sample = 0; sample < Math.min(wanted, samples); sample++) {
      const [length, crc] = [
        readAt(handle, at, 4).readUInt32LE(0),
        readAt(handle, at + 4, 4).readUInt32LE(0),
      ];
      const packed =
        length > 0 && length <= MOST_FILE_BYTES ? readAt(handle, at + 8, length) : Buffer.alloc(0);
      const inputs = crc32(packed) === crc ? inputsFrom(packed, header.shapes, file) : damaged(file);
      if (!inputs.ok) {
        onDamage(refuse(...inputs.issues));
        return;
      }
      yield inputs.value;
      at += 8 + length;
    }
  } finally {
    closeSync(handle);
  }
}

function inputsFrom(
  packed: Uint8Array,
  shapes: readonly SpikeShape[],
  file: string,
): Outcome<readonly SpikeTensor[]> {
  // One bit per neuron step and a head per layer is the longest form.
  const longest = shapes.reduce(
    (sum, { timesteps, channels, height, width }) =>
      sum + 5 + Math.ceil((timesteps * channels * height * width) / 8),
    0,
  );
  try {
    return decodeInputs(inflateRawSync(packed, { maxOutputLength: longest }), shapes, file);
  } catch {
    return damaged(file);
  }
}

export const activityFolder = (cache: string): string => join(cache, 'activity');

/** One file per run and weights. */
export const activityName = (runId: string, checkpointSha256: string): string =>
  `${runId}-${checkpointSha256.slice(0, 16)}${ENDING}`;

const damaged = (file: string): Outcome<never> =>
  refuse(errorAt(file, 'activity/damaged', 'must be whole recorded activity (got damage); delete the file'));

function headerFrom(text: string): ActivityHeader | null {
  try {
    const header: Partial<ActivityHeader> | null = JSON.parse(text);
    const isOurs =
      header?.schema === 'spikex-activity/1' &&
      Array.isArray(header.shapes) &&
      header.shapes.every(checkShape) &&
      Number.isInteger(header.of);
    return isOurs ? (header as ActivityHeader) : null;
  } catch {
    return null;
  }
}

/** Removes the files that were written longest ago until the rest fits. */
function keepBelow(folder: string, mostBytes: number): void {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .map((name) => ({ file: join(folder, name), ...pick(statSync(join(folder, name))) }))
    .sort((a, b) => b.mtimeMs - a.mtimeMs);
  let sum = 0;
  for (const { file, size } of files) if ((sum += size) > mostBytes) rmSync(file, { force: true });
}
const pick = ({ size, mtimeMs }: { size: number; mtimeMs: number }) => ({ size, mtimeMs });

function numbers(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeUInt32LE(value, 4 * i));
  return bytes;
}

function readAt(handle: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, length));
  let done = 0;
  while (done < length) {
    const read = readSync(handle, bytes, done, length - done, Math.max(0, at) + done);
    if (read === 0) break;
    done += read;
  }
  return bytes;
}

function reading<T>(file: string, work: (handle: number) => Outcome<T>): Outcome<T> {
  const opened = guarded(file, () => openSync(file, 'r'));
  if (!opened.ok) return opened;
  try {
    return work(opened.value);
  } finally {
    closeSync(opened.value);
  }
}

function guarded<T>(file: string, work: () => T): Outcome<T> {
  try {
    return accept(work());
  } catch (error) {
    return refuse(fileIssue(error, file));
  }
}
