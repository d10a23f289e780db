/** What the simulator measured for the figures, kept by what decides it: a file per measurement beside the database. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../../engine/contract/index.ts';
import { contentHash, writeFileAtomic } from '../../store/index.ts';
import type { Workbench } from '../workbench.ts';

export class PaperCache {
  private readonly folder: string;
  /** The model is part of every key: another version measures anew. */
  private readonly version: unknown;

  constructor({ places, provenance }: Pick<Workbench, 'places' | 'provenance'>) {
    this.folder = join(places.paths.cache, 'paper');
    const { appVersion, gitCommit, gitDiffHash, kernelsHash } = provenance;
    this.version = { appVersion, gitCommit, gitDiffHash, kernelsHash };
  }

  /** Null: not measured yet, or not readable. */
  read<T>(what: unknown): T | null {
    try {
      return JSON.parse(readFileSync(this.fileOf(what), 'utf8')) as T;
    } catch {
      return null;
    }
  }

  write(what: unknown, value: unknown): Outcome<unknown> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    return writeFileAtomic(this.fileOf(what), new TextEncoder().encode(JSON.stringify(value)));
  }

  private fileOf(what: unknown): string {
    return join(this.folder, `${contentHash({ version: this.version, what })}.json`);
  }
}
