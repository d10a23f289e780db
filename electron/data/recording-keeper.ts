/** Takes the recordings of the training part for the epochs to come, up to a bound. */
import { errorAt } from '../../engine/contract/index.ts';
import type { EventStream, Issue } from '../../engine/contract/index.ts';
import { KeptRecordingsBuilder } from '../../engine/events/redrawing.ts';
import type { KeptRecordings, RedrawPlan } from '../../engine/events/redrawing.ts';

export class RecordingKeeper {
  /** Why the recordings cannot be kept; null while they can. */
  refusal: Issue | null = null;
  private readonly builder: KeptRecordingsBuilder;
  private readonly mostBytes: number;

  constructor(plan: RedrawPlan, mostBytes: number) {
    this.builder = new KeptRecordingsBuilder(plan);
    this.mostBytes = mostBytes;
  }

  /** `key`: 32 bits that stand for the recording. */
  take(stream: EventStream, key: number, path: string): void {
    if (!this.builder.add(stream, key)) this.refusal ??= timeIssue(path);
    if (this.builder.bytes > this.mostBytes) this.refusal ??= memoryIssue(this.mostBytes);
  }

  finish(): KeptRecordings {
    return this.builder.finish();
  }
}

const timeIssue = (path: string): Issue =>
  errorAt(
    path,
    'data/redraw-time',
    'must hold whole times within 71 minutes to be drawn anew in every epoch (got others); crop the time (CropTime)',
  );

const memoryIssue = (mostBytes: number): Issue =>
  errorAt(
    'data.transforms',
    'data/redraw-memory',
    `must leave training recordings that fit into ${Math.floor(mostBytes / 2 ** 20)} MiB, where transforms draw anew in ` +
      'every epoch (got more); limit the training samples, crop first, or use shift and drop of the training instead',
  );
