/** The label table of a DVS Gesture recording that is converted: taken along with its times, or made of one class. */
import { readFile, stat } from 'node:fs/promises';
import { accept, errorAt, refuse } from '../../engine/contract/index.ts';
import type { Outcome } from '../../engine/contract/index.ts';
import {
  formatGestureLabels,
  GESTURE_CLASSES,
  parseGestureLabels,
} from '../../engine/events/labels/gesture-labels.ts';
import type { GestureTrial } from '../../engine/events/labels/gesture-labels.ts';
import { fileIssue } from './file-issues.ts';

export interface LabelOptions {
  /** A label table; default: `<recording>_labels.csv` beside the recording, where there is one. */
  readonly labels?: string;
  /** The whole recording is of this class, counted from 1. */
  readonly class?: number;
}

interface Times {
  readonly firstUs: number;
  readonly lastUs: number;
  /** Subtracted from all times. */
  readonly shiftUs: number;
}

export const labelsBeside = (recording: string): string => recording.replace(/\.[^./\\]*$/, '_labels.csv');

/** The bytes of the table, null where there are no labels. */
export async function convertedLabels(
  input: string,
  { labels, class: gesture }: LabelOptions,
  { firstUs, lastUs, shiftUs }: Times,
): Promise<Outcome<Uint8Array | null>> {
  if (gesture !== undefined) {
    if (gesture < 1 || gesture > GESTURE_CLASSES.length || !Number.isInteger(gesture))
      return refuse(classIssue(gesture));
    const trial = { label: gesture - 1, startUs: firstUs - shiftUs, endUs: lastUs - shiftUs + 1 };
    return accept(formatGestureLabels([trial]));
  }
  const trials = await trialsOf(labels ?? labelsBeside(input), labels !== undefined);
  if (!trials.ok || !trials.value) return trials.ok ? accept(null) : trials;
  const moved = trials.value.map((trial) => ({
    ...trial,
    startUs: Math.max(0, trial.startUs - shiftUs),
    endUs: Math.max(0, trial.endUs - shiftUs),
  }));
  return accept(formatGestureLabels(moved), trials.warnings);
}

/** Null where nobody named the table and there is none. */
async function trialsOf(path: string, isNamed: boolean): Promise<Outcome<readonly GestureTrial[] | null>> {
  try {
    if (!isNamed && !(await stat(path).catch(() => null))?.isFile()) return accept(null);
    return parseGestureLabels(new Uint8Array(await readFile(path)), path);
  } catch (error) {
    return refuse(fileIssue(error, path));
  }
}

const classIssue = (got: number) =>
  errorAt(
    '--class',
    'gesture/class',
    `must be a class of DVS Gesture, 1..${GESTURE_CLASSES.length} (got ${got}); 1 is ${GESTURE_CLASSES[0]}`,
  );
