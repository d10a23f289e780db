/**
 * Files dropped onto the window, streamed in chunks into a cache folder of our own: sizes are declared first and
 * held to, chunks arrive in order, and what is old or abandoned goes. Folders 0700, files 0600.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { accept, errorAt, refuse } from '../../engine/contract/index.ts';
import type { Answer, Ask, Issue, Outcome } from '../../engine/contract/index.ts';
import { fileIssue } from './file-issues.ts';
import { keptUploads, removalIssues, removeUpload } from './kept-uploads.ts';
import type { UsersOf } from './kept-uploads.ts';
import { chunkIssue, droppedPath, unknownUpload } from './upload-checks.ts';
import type { Upload } from './upload-checks.ts';
import { safeParts } from './upload-path.ts';

export interface UploadLimits {
  /** Bytes of all uploads together. */
  readonly totalBytes: number;
  readonly files: number;
  readonly openUploads: number;
  /** Uploads untouched for longer are removed, unless something that has not ended reads them. */
  readonly staleMs: number;
}

export const DEFAULT_UPLOAD_LIMITS: UploadLimits = {
  totalBytes: 2 * 2 ** 30,
  files: 200_000,
  openUploads: 8,
  staleMs: 24 * 3600 * 1000,
};

const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

export class Uploads {
  private readonly folder: string;
  private readonly limits: UploadLimits;
  private readonly nowMs: () => number;
  private readonly open = new Map<string, Upload>();
  /** Bytes of finished uploads in the folder, by id. */
  private readonly finished = new Map<string, number>();

  constructor(folder: string, nowMs: () => number, limits: UploadLimits = DEFAULT_UPLOAD_LIMITS) {
    this.folder = folder;
    this.nowMs = nowMs;
    this.limits = limits;
  }

  /** Makes the folder and looks at what earlier runs left there; call once before anything else. */
  async prepare(usersOf: UsersOf): Promise<Outcome<null>> {
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      for (const { id, bytes, changedAtMs } of await keptUploads(this.folder)) {
        const isStale = this.nowMs() - changedAtMs > this.limits.staleMs;
        if (isStale && usersOf(join(this.folder, id)).length === 0) await removeUpload(this.folder, id);
        else this.finished.set(id, bytes);
      }
      return accept(null);
    } catch (error) {
      return refuse(fileIssue(error, this.folder));
    }
  }

  async begin({ files, bytes }: Ask<'files.uploadBegin'>): Promise<Outcome<{ uploadId: string }>> {
    await this.removeStale();
    const issues = this.declarationIssues(files, bytes);
    if (issues.length) return refuse(...issues);
    const id = randomBytes(16).toString('hex');
    const folder = join(this.folder, id);
    // Reserved before anything is awaited, so that two uploads cannot both take the last free bytes.
    this.open.set(id, {
      id,
      folder,
      files,
      bytes,
      sizes: new Map(),
      received: 0,
      touchedMs: this.nowMs(),
      queue: Promise.resolve(),
    });
    try {
      await mkdir(folder, { mode: 0o700 });
    } catch (error) {
      this.open.delete(id);
      return refuse(fileIssue(error, folder));
    }
    return accept({ uploadId: id });
  }

  async chunk(ask: Ask<'files.uploadChunk'>): Promise<Outcome<Record<string, never>>> {
    const upload = this.open.get(ask.uploadId);
    if (!upload) return refuse(unknownUpload());
    const parts = safeParts(ask.relativePath);
    if (!parts.ok) return parts;
    upload.touchedMs = this.nowMs();
    const written = upload.queue.then(() => this.write(upload, parts.value, ask.offset, ask.bytes));
    upload.queue = written.catch(() => undefined);
    return written;
  }

  /** What to open: the dropped folder or file where there was a single one, else the folder that holds all. An incomplete upload is refused and removed. */
  async end({ uploadId }: Ask<'files.uploadEnd'>): Promise<Outcome<{ path: string }>> {
    const upload = this.open.get(uploadId);
    if (!upload) return refuse(unknownUpload());
    await upload.queue;
    this.open.delete(uploadId);
    if (upload.received !== upload.bytes || upload.sizes.size !== upload.files) {
      await rm(upload.folder, { recursive: true, force: true });
      return refuse(
        errorAt(
          '',
          'upload/incomplete',
          `must bring the declared ${upload.files} files of ${upload.bytes} bytes (got ${upload.sizes.size} of ` +
            `${upload.received}); drop the folder again`,
        ),
      );
    }
    this.finished.set(upload.id, upload.bytes);
    return accept({ path: droppedPath(upload) });
  }

  /** Without those that are still coming in. */
  async list(usersOf: UsersOf): Promise<Outcome<Answer<'files.uploads'>>> {
    try {
      const kept = (await keptUploads(this.folder)).filter(({ id }) => !this.open.has(id));
      const uploads = kept.map((upload) => ({ ...upload, usedBy: usersOf(join(this.folder, upload.id)) }));
      return accept({ uploads, limitBytes: this.limits.totalBytes, keptMs: this.limits.staleMs });
    } catch (error) {
      return refuse(fileIssue(error, this.folder));
    }
  }

  /** All of them or, where one may not go, none. */
  async remove(
    { uploadIds }: Ask<'files.uploadRemove'>,
    usersOf: UsersOf,
  ): Promise<Outcome<Answer<'files.uploadRemove'>>> {
    const listed = await this.list(usersOf);
    if (!listed.ok) return listed;
    const { uploads } = listed.value;
    const issues = removalIssues(uploadIds, uploads);
    if (issues.length) return refuse(...issues);
    let bytes = 0;
    try {
      for (const id of new Set(uploadIds)) {
        await removeUpload(this.folder, id);
        bytes += uploads.find((upload) => upload.id === id)?.bytes ?? 0;
        this.finished.delete(id);
      }
    } catch (error) {
      return refuse(fileIssue(error, this.folder));
    }
    return accept({ bytes });
  }

  /** Abandons what is unfinished; finished uploads stay until they are stale. */
  async close(): Promise<void> {
    const abandoned = [...this.open.values()];
    this.open.clear();
    for (const upload of abandoned) {
      await upload.queue;
      await rm(upload.folder, { recursive: true, force: true });
    }
  }

  private async write(
    upload: Upload,
    parts: readonly string[],
    offset: number,
    bytes: Uint8Array,
  ): Promise<Outcome<Record<string, never>>> {
    const key = parts.join('/');
    const size = upload.sizes.get(key);
    const issue = chunkIssue(upload, key, size ?? 0, offset, bytes.length);
    if (issue) return refuse(issue);
    const path = join(upload.folder, ...parts);
    try {
      await mkdir(join(upload.folder, ...parts.slice(0, -1)), { recursive: true, mode: 0o700 });
      const mode = size === undefined ? constants.O_CREAT | constants.O_EXCL : constants.O_APPEND;
      const file = await open(path, constants.O_WRONLY | mode | NO_FOLLOW, 0o600);
      try {
        await file.writeFile(bytes);
      } finally {
        await file.close();
      }
    } catch (error) {
      return refuse(fileIssue(error, key));
    }
    upload.sizes.set(key, offset + bytes.length);
    upload.received += bytes.length;
    return accept({});
  }

  private declarationIssues(files: number, bytes: number): Issue[] {
    const issues: Issue[] = [];
    if (!Number.isSafeInteger(files) || files < 1 || files > this.limits.files) {
      issues.push(
        errorAt(
          'files',
          'upload/files',
          `must be 1..${this.limits.files} (got ${files}); open the folder by its path`,
        ),
      );
    }
    const used = this.usedBytes();
    const free = this.limits.totalBytes - used;
    if (!Number.isSafeInteger(bytes) || bytes < 0 || bytes > free) {
      issues.push(
        errorAt(
          'bytes',
          'upload/bytes',
          `must fit into the ${free} bytes that are free of ${this.limits.totalBytes} for dropped files ` +
            `(got ${bytes}); open the folder by its path instead of dropping it`,
        ),
      );
    }
    if (this.open.size >= this.limits.openUploads) {
      issues.push(
        errorAt(
          '',
          'upload/too-many',
          `must be one of ${this.limits.openUploads} at a time (got one more); wait`,
        ),
      );
    }
    return issues;
  }

  private usedBytes(): number {
    const declared = [...this.open.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    return [...this.finished.values()].reduce((sum, bytes) => sum + bytes, declared);
  }

  private async removeStale(): Promise<void> {
    for (const upload of this.open.values()) {
      if (this.nowMs() - upload.touchedMs <= this.limits.staleMs) continue;
      this.open.delete(upload.id);
      await rm(upload.folder, { recursive: true, force: true });
    }
  }
}
