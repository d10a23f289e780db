/** A file written in parts that is seen whole or not at all: beside its place under another name, renamed at the end. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

export class PartFile {
  bytes = 0;
  readonly #handle: FileHandle;
  readonly #part: string;
  readonly #path: string;

  private constructor(handle: FileHandle, part: string, path: string) {
    this.#handle = handle;
    this.#part = part;
    this.#path = path;
  }

  static async create(name: string): Promise<PartFile> {
    const path = resolve(name);
    await mkdir(dirname(path), { recursive: true });
    const part = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
    return new PartFile(await open(part, 'wx'), part, path);
  }

  async write(content: Uint8Array): Promise<void> {
    for (let at = 0; at < content.length;) {
      at += (await this.#handle.write(content, at, content.length - at)).bytesWritten;
    }
    this.bytes += content.length;
  }

  /** Puts it in its place. */
  async finish(): Promise<void> {
    await this.#handle.sync();
    await this.#handle.close();
    await rename(this.#part, this.#path);
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(this.#part, { force: true });
  }
}
