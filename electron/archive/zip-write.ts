/** Writes ZIP archives (PKWARE APPNOTE 6.3.3): deflate or stored, UTF-8 names, no ZIP64, times fixed so that equal content gives equal bytes. */
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../engine/math/crc32.ts';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** 1 January 1980: the first time that a ZIP file can state. */
const DATE = 0x21;
const UTF8_NAMES = 0x800;
const VERSION = 20;

export const MOST_ENTRIES = 65_000;
export const MOST_BYTES = 2 ** 31 - 1;

export class ZipWriter {
  readonly #parts: Buffer[] = [];
  readonly #directory: Buffer[] = [];
  #size = 0;

  /** False where the archive would outgrow what this format holds; the entry is left out then. */
  add({ name, bytes }: ZipEntry, compress = true): boolean {
    const packed = compress ? deflateRawSync(bytes, { level: 6 }) : Buffer.from(bytes);
    const method = compress && packed.length < bytes.length ? 8 : 0;
    const content = method === 8 ? packed : Buffer.from(bytes);
    if (this.#directory.length >= MOST_ENTRIES || this.#size + content.length > MOST_BYTES) return false;
    const nameBytes = Buffer.from(name, 'utf8');
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(VERSION, 0);
    fields.writeUInt16LE(UTF8_NAMES, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt16LE(DATE, 8);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(content.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([signature(0x04034b50), fields, nameBytes, content]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(this.#size, 10);
    this.#directory.push(Buffer.concat([signature(0x02014b50), word(VERSION), fields, rest, nameBytes]));
    this.#parts.push(local);
    this.#size += local.length;
    return true;
  }

  end(): Buffer {
    const directory = Buffer.concat(this.#directory);
    const end = Buffer.alloc(18);
    end.writeUInt16LE(this.#directory.length, 4);
    end.writeUInt16LE(this.#directory.length, 6);
    end.writeUInt32LE(directory.length, 8);
    end.writeUInt32LE(this.#size, 12);
    return Buffer.concat([...this.#parts, directory, signature(0x06054b50), end]);
  }
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
