/**
 * Binned samples on disk, keyed by what they depend on, so that slow decoders, transforms and generators run once.
 * A cache only: a file that is missing, cut, damaged or of another shape is a miss, and no failure of the disk fails a
 * load. Written to a temporary name and renamed, so that a killed process leaves no half file under a key; each file
 * carries its checksum. Least recently used files go first where the limit is reached; several processes may share it.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SpikeTensor } from '../../engine/contract/index.ts';
import type { SampleShape } from '../../engine/events/sample-set-builder.ts';
import { cachedFiles, evict, limitOf, tensorFolder } from './tensor-cache-files.ts';
import { decodeTensor, encodeTensor } from './tensor-file.ts';

/** Files used within the last hour are not marked again. */
const MARK_AFTER_MS = 3_600_000;

/** The cache of a host, by its places. */
export const tensorCache = ({ cache }: { readonly cache: string }): TensorCache =>
  new TensorCache(tensorFolder(cache));

export class TensorCache {
  readonly folder: string;
  /** Bytes in the folder; null until the first file is written. */
  private total: number | null = null;
  private limit = 0;
  private isBroken = false;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** `preparation`: of preparationText; `digest`: of the recording. */
  static key(preparation: string, digest: string): string {
    return createHash('sha256').update(preparation).update('\n').update(digest).digest('hex');
  }

  async get(key: string, shape: SampleShape): Promise<SpikeTensor | null> {
    try {
      const file = await open(this.fileOf(key), 'r');
      try {
        const { mtimeMs } = await file.stat();
        const tensor = decodeTensor(await file.readFile(), shape);
        const now = Date.now();
        if (tensor && now - mtimeMs > MARK_AFTER_MS) await file.utimes(now / 1000, now / 1000);
        return tensor;
      } finally {
        await file.close();
      }
    } catch {
      return null;
    }
  }

  async put(key: string, tensor: SpikeTensor): Promise<void> {
    if (this.isBroken) return;
    const file = this.fileOf(key);
    const partial = `${file}.part-${randomBytes(4).toString('hex')}`;
    const bytes = encodeTensor(tensor);
    try {
      if (this.total === null) await this.measure();
      if (bytes.length > this.limit / 10) return;
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(partial, bytes, { mode: 0o600, flag: 'wx' });
      await rename(partial, file);
      this.total = (this.total ?? 0) + bytes.length;
      if (this.total > this.limit) this.total = await evict(this.folder, this.limit);
    } catch {
      this.isBroken = true; // a full or read-only disk: work goes on without the cache
      await rm(partial, { force: true }).catch(() => undefined);
    }
  }

  private async measure(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    this.limit = await limitOf(this.folder);
    this.total = (await cachedFiles(this.folder)).reduce((sum, { bytes }) => sum + bytes, 0);
  }

  private fileOf(key: string): string {
    return join(this.folder, key.slice(0, 2), `${key.slice(2)}.spikes`);
  }
}
