/**
 * Labels of the DVS128 Gesture set (Amir et al. 2017): beside each recording <user>_<light>.aedat lies
 * <user>_<light>_labels.csv with the line "class,startTime_usec,endTime_usec" and one row per gesture, class 1..11, times
 * of the recording's own clock. A class may occur twice (arm roll does), and rows may overlap (user22_led): both are as
 * published. Labels count from 0 (class - 1), as all loaders do. trials_to_train.txt and trials_to_test.txt list the
 * recordings of each part, one name per line.
 */
import { accept, errorAt, refuse, warningAt } from '../../contract/index.ts';
import type { Issue, Outcome } from '../../contract/index.ts';

export interface GestureTrial {
  /** 0..10, index into GESTURE_CLASSES. */
  readonly label: number;
  readonly startUs: number;
  /** The first time that does not belong to it. */
  readonly endUs: number;
}

export const GESTURE_CLASSES = [
  'hand clapping',
  'right hand wave',
  'left hand wave',
  'right arm clockwise',
  'right arm counter clockwise',
  'left arm clockwise',
  'left arm counter clockwise',
  'arm roll',
  'air drums',
  'air guitar',
  'other gestures',
] as const;

const HEAD = 'class,startTime_usec,endTime_usec';
const MOST_BYTES = 2 ** 20;

/** Rows that cannot be used are errors, all of them at once; rows that end before they begin are left out. */
export function parseGestureLabels(bytes: Uint8Array, path: string): Outcome<readonly GestureTrial[]> {
  const lines = linesOf(bytes);
  if (lines === null || lines[0]?.replaceAll(/\s/g, '').toLowerCase() !== HEAD.toLowerCase()) {
    return refuse(
      errorAt(
        path,
        'gesture/no-labels',
        `must begin with the line "${HEAD}" (got ${lines === null ? 'more than a list of labels' : `"${(lines[0] ?? '').slice(0, 40)}"`}); ` +
          'choose the file <recording>_labels.csv',
      ),
    );
  }
  const trials: GestureTrial[] = [];
  const errors: Issue[] = [];
  const warnings: Issue[] = [];
  for (const [i, line] of lines.entries()) {
    if (i === 0 || line.trim() === '') continue;
    const trial = trialOf(line);
    if (!trial) errors.push(rowIssue(path, i + 1, line));
    else if (trial.endUs <= trial.startUs) warnings.push(emptyTrialWarning(path, i + 1, line));
    else trials.push(trial);
  }
  if (errors.length > 0) return refuse(...errors);
  return accept(trials, [...warnings, ...overlapWarnings(trials, path)]);
}

export function formatGestureLabels(trials: readonly GestureTrial[]): Uint8Array {
  const rows = trials.map(({ label, startUs, endUs }) => `${label + 1},${startUs},${endUs}`);
  return Uint8Array.from(`${[HEAD, ...rows].join('\n')}\n`, (letter) => letter.charCodeAt(0));
}

/** Names of the recordings of one part. */
export function parseTrialList(bytes: Uint8Array, path: string): Outcome<readonly string[]> {
  const names = (linesOf(bytes) ?? []).map((line) => line.trim()).filter((line) => line !== '');
  const odd = names.findIndex((name) => !/^[^\\/]+\.aedat$/i.test(name));
  if (names.length > 0 && odd < 0) return accept(names);
  return refuse(
    errorAt(
      path,
      'gesture/trial-list',
      `must hold one name of an .aedat file per line (got ${names.length ? `"${names[odd].slice(0, 40)}"` : 'none'}); ` +
        'choose trials_to_train.txt or trials_to_test.txt',
    ),
  );
}

function linesOf(bytes: Uint8Array): string[] | null {
  if (bytes.length > MOST_BYTES) return null;
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text.split(/\r\n|\n|\r/);
}

function trialOf(line: string): GestureTrial | null {
  const [, gesture, start, end] = /^\s*(\d{1,2})\s*,\s*(\d{1,16})\s*,\s*(\d{1,16})\s*$/.exec(line) ?? [];
  const label = Number(gesture) - 1;
  if (!(label >= 0 && label < GESTURE_CLASSES.length)) return null;
  return { label, startUs: Number(start), endUs: Number(end) };
}

function rowIssue(path: string, line: number, text: string): Issue {
  return errorAt(
    path,
    'gesture/row',
    `must hold a class of 1..${GESTURE_CLASSES.length} and two whole times in µs per row ` +
      `(got "${text.slice(0, 60)}" in line ${line}); correct the line`,
  );
}

function emptyTrialWarning(path: string, line: number, text: string): Issue {
  return warningAt(
    path,
    'gesture/empty-trial',
    `must end each gesture after its start (got "${text}" in line ${line}); the row is left out`,
  );
}

function overlapWarnings(trials: readonly GestureTrial[], path: string): Issue[] {
  return trials.flatMap((trial, i) => {
    const next = trials[i + 1];
    if (!next || next.startUs >= trial.endUs) return [];
    return [
      warningAt(
        path,
        'gesture/overlap',
        `should end each gesture before the next begins (got class ${trial.label + 1} until ${trial.endUs} µs, class ` +
          `${next.label + 1} from ${next.startUs} µs); events in between count for both`,
      ),
    ];
  });
}
