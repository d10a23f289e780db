/**
 * Reads ZIP archives that may come from anywhere: names stay inside the archive's own tree, sizes and checksums are
 * those that the directory states, and a small file cannot unfold into a large one without limit.
 */
import { inflateRawSync } from 'node:zlib';
import { accept, errorAt, refuse, type Outcome } from '../../engine/contract/index.ts';
import { crc32 } from '../../engine/math/crc32.ts';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const MOST_COMMENT = 65_535;
const MOST_UNPACKED = 2 ** 31;

export interface ZipBounds {
  /** Unpacked bytes of all wanted files together. */
  readonly mostBytes: number;
  /** Others are passed over, whatever they are. */
  readonly wants: (name: string) => boolean;
}

/** Why an archive is not taken: bytes that are not as they should be, or a file that would lie elsewhere. */
export interface ZipFault {
  readonly kind: 'damaged' | 'misplaced';
  readonly got: string;
}

/** Files by name, unpacked; any archive of the user's own runs. */
export function readZip(bytes: Uint8Array, file: string): Outcome<ReadonlyMap<string, Uint8Array>> {
  const files = unzip(bytes, { mostBytes: MOST_UNPACKED, wants: () => true });
  if (files instanceof Map) return accept(files);
  return refuse(
    files.kind === 'misplaced'
      ? errorAt(
          file,
          'bundle/path',
          `must hold files below its own folder, each once (got ${files.got}); nothing was unpacked`,
        )
      : errorAt(
          file,
          'bundle/zip',
          `must be an undamaged ZIP archive (got ${files.got}); copy the file again`,
        ),
  );
}

export function unzip(
  bytes: Uint8Array,
  { mostBytes, wants }: ZipBounds,
): Map<string, Uint8Array> | ZipFault {
  const damaged = (got: string): ZipFault => ({ kind: 'damaged', got });
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(data);
  if (end < 0) return damaged('no end of archive');
  const count = data.readUInt16LE(end + 10);
  let at = data.readUInt32LE(end + 16);
  const files = new Map<string, Uint8Array>();
  let total = 0;
  for (let n = 0; n < count; n++) {
    if (at + 46 > end || data.readUInt32LE(at) !== ENTRY)
      return damaged(`a damaged entry ${n + 1} of ${count}`);
    const [method, crc] = [data.readUInt16LE(at + 10), data.readUInt32LE(at + 16)];
    const [packed, size] = [data.readUInt32LE(at + 20), data.readUInt32LE(at + 24)];
    const nameLength = data.readUInt16LE(at + 28);
    const local = data.readUInt32LE(at + 42);
    const name = data.toString('utf8', at + 46, at + 46 + nameLength);
    at += 46 + nameLength + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
    if (name.endsWith('/') || !wants(name)) continue;
    if (!isContained(name) || files.has(name))
      return { kind: 'misplaced', got: JSON.stringify(name.slice(0, 200)) };
    total += size;
    if (total > mostBytes) return damaged(`more than ${mostBytes} bytes of unpacked files`);
    const content = unpacked(data, local, packed, size, method);
    if (!content || crc32(content) !== crc) return damaged(`damaged content of ${JSON.stringify(name)}`);
    files.set(name, content);
  }
  return files;
}

/** Relative, without steps upwards, drive letters or backslashes, on any platform. */
export function isContained(name: string): boolean {
  const parts = name.split('/');
  return !/[\\:\0]/.test(name) && parts.every((part) => part !== '' && part !== '.' && part !== '..');
}

function endOf(data: Buffer): number {
  const first = Math.max(0, data.length - END_BYTES - MOST_COMMENT);
  for (let at = data.length - END_BYTES; at >= first; at--) if (data.readUInt32LE(at) === END) return at;
  return -1;
}

function unpacked(
  data: Buffer,
  local: number,
  packed: number,
  size: number,
  method: number,
): Uint8Array | null {
  if (local + 30 > data.length || data.readUInt32LE(local) !== LOCAL) return null;
  const start = local + 30 + data.readUInt16LE(local + 26) + data.readUInt16LE(local + 28);
  if (start + packed > data.length) return null;
  const content = data.subarray(start, start + packed);
  if (method === 0) return packed === size ? content : null;
  if (method !== 8) return null;
  try {
    const out = inflateRawSync(content, { maxOutputLength: Math.max(1, size) });
    return out.length === size ? out : null;
  } catch {
    return null;
  }
}
