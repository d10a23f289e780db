/** What a dataset is to the code that opens, loads or shows it, whether it lies in files or is generated. */
import type { DatasetPart, DatasetSummary, Issue, Outcome } from '../../engine/contract/index.ts';
import { errorAt } from '../../engine/contract/index.ts';
import type { SampleFile } from '../../engine/events/dataset-index.ts';
import type { DecodedFile } from '../../engine/events/decode.ts';
import type { Sensor } from '../../engine/events/sensor.ts';
import type { LargeRecording } from './large-recording.ts';
import type { PathGuard } from './folder-tree.ts';

export type SampleRef = SampleFile;

/** A sample as it was found; its events are decoded when they are asked for. */
export interface SampleContent {
  /** Bytes on disk, or as many as it would take there. */
  readonly bytes: number;
  /** SHA-256 in hexadecimal: of the file, of file and trial, or of what a generator is given. */
  readonly digest: string;
  readonly events: () => Promise<Outcome<DecodedFile>>;
  /** Where the recording is too large to be held for looking at it. */
  readonly large?: LargeRecording;
}

export interface SampleSource {
  readonly source: string;
  readonly title: string;
  readonly format: DatasetSummary['format'];
  readonly sensor: Sensor;
  readonly classes: readonly string[];
  /** Train first, then test. */
  readonly samples: readonly SampleRef[];
  readonly warnings: readonly Issue[];
  /** What the index found broken, before any recording was read. */
  readonly broken: readonly Issue[];
  /** Generated sets need no check that every sample can be read. */
  readonly generated: boolean;
  read(sample: SampleRef): Promise<Outcome<SampleContent>>;
}

export interface DataOptions {
  readonly onProgress?: (done: number, total: number) => void;
  readonly shouldStop?: () => boolean;
  /** Which link targets inside a folder may be read; all by default. */
  readonly guard?: PathGuard;
}

export const CANCELLED_CODE = 'data/cancelled';

export function cancelledIssue(path: string): Issue {
  return errorAt(path, CANCELLED_CODE, 'must be read to the end (got a request to stop); start again');
}

const LISTED_ISSUES = 200;

/** A folder of the wrong kind can hold thousands of wrong files; the list stays readable. */
export function shortened(issues: readonly Issue[], path: string): readonly Issue[] {
  if (issues.length <= LISTED_ISSUES) return issues;
  const more = issues.length - LISTED_ISSUES;
  return [
    ...issues.slice(0, LISTED_ISSUES),
    { ...issues[LISTED_ISSUES], path, message: `must hold readable files (got ${more} more that are not)` },
  ];
}

export function partsOf(
  samples: readonly { label: number; part: DatasetPart['name'] }[],
  classes: number,
): readonly DatasetPart[] {
  return (['train', 'test'] as const).flatMap((name) => {
    const perClass = Array.from({ length: classes }, () => 0);
    let count = 0;
    for (const sample of samples) {
      if (sample.part !== name) continue;
      perClass[sample.label]++;
      count++;
    }
    return count ? [{ name, samples: count, perClass }] : [];
  });
}
