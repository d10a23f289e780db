/** Large recordings opened lately: what looks at a folder, checks it and shows it asks for the same ones one after the other. */
import { stat } from 'node:fs/promises';
import { accept, refuse } from '../../engine/contract/index.ts';
import type { Outcome } from '../../engine/contract/index.ts';
import { fileIssue } from './file-issues.ts';
import { LARGE_BYTES, LargeRecording } from './large-recording.ts';

const MOST_KEPT = 2;

export class LargeRecordings {
  private readonly kept = new Map<string, Promise<Outcome<LargeRecording | null>>>();
  private readonly shouldStop: () => boolean;
  private readonly fromBytes: number;

  /** `fromBytes`: smaller files are not large. */
  constructor(shouldStop: () => boolean = () => false, fromBytes = LARGE_BYTES) {
    this.shouldStop = shouldStop;
    this.fromBytes = fromBytes;
  }

  /** Null for files that are read whole. */
  async get(path: string): Promise<Outcome<LargeRecording | null>> {
    try {
      if ((await stat(path)).size < this.fromBytes) return accept(null);
    } catch (error) {
      return refuse(fileIssue(error, path));
    }
    const opened = this.kept.get(path) ?? LargeRecording.open(path, this.shouldStop);
    this.kept.delete(path);
    this.kept.set(path, opened);
    for (const old of [...this.kept.keys()].slice(0, -MOST_KEPT)) this.kept.delete(old);
    const outcome = await opened;
    if (!outcome.ok) this.kept.delete(path);
    return outcome;
  }
}
