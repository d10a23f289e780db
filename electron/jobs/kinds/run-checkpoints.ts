/**
 * The last checkpoint of each kind of one run. A disk that cannot take them ends the training; the older file survives.
 */
import type { Outcome } from '../../../engine/contract/index.ts';
import { decodeCheckpoint, type Checkpoint } from '../../../engine/train/index.ts';
import { writeFileAtomic, type WrittenFile } from '../../store/atomic-file.ts';
import { checkpointFile } from './checkpoint-files.ts';

type Kind = 'best' | 'last';

export class RunCheckpoints {
  private readonly folder: string;
  private problem: Outcome<never> | null = null;
  last: WrittenFile | null = null;
  /** Of the best epoch so far; null where it is lost. */
  best: Uint8Array | null = null;

  /** from: what the run goes on from; written again, as another run may have left it. */
  constructor(
    folder: string,
    from: { readonly checkpoint: Uint8Array; readonly best: Uint8Array | null } | null,
  ) {
    this.folder = folder;
    if (from?.best) this.write('best', from.best);
    if (from) this.write('last', from.checkpoint);
  }

  get failed(): boolean {
    return this.problem !== null;
  }

  get failure(): Outcome<never> | null {
    return this.problem;
  }

  write(kind: Kind, bytes: Uint8Array): void {
    if (kind === 'best') this.best = bytes;
    const written = writeFileAtomic(checkpointFile(this.folder, kind), bytes);
    if (!written.ok) this.problem ??= written;
    else if (kind === 'last') this.last = written.value;
  }

  /** The best epoch's checkpoint, if it is the one of this epoch. */
  checkpointOf(epoch: number): Checkpoint | null {
    const decoded = this.best && decodeCheckpoint(this.best, 'best');
    return decoded?.ok && decoded.value.epoch === epoch ? decoded.value : null;
  }
}
