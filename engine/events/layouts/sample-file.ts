/** What an index of a folder holds, whatever its layout. */
import type { DatasetPart, Issue } from '../../contract/index.ts';

/** Names below a folder; `path` is absolute, for messages. */
export interface FolderTree {
  readonly path: string;
  readonly name: string;
  readonly folders: readonly FolderTree[];
  readonly files: readonly string[];
}

/** A part of a recording: startUs <= t < endUs, by the recording's own clock. */
export interface Trial {
  readonly startUs: number;
  readonly endUs: number;
}

export interface SampleFile {
  readonly path: string;
  readonly label: number;
  readonly part: DatasetPart['name'];
  /** Absent: the whole recording. */
  readonly trial?: Trial;
}

export interface DatasetIndex {
  readonly classes: readonly string[];
  /** Train first, then test; within a part by class or by recording, then by file name. */
  readonly samples: readonly SampleFile[];
  /** Recordings that the folder names and that cannot be used, each with the reason. */
  readonly broken: readonly Issue[];
}

/** The small text files that lie directly in the folder, by name: file lists and labels. */
export type FolderTexts = ReadonlyMap<string, Uint8Array>;

export function joined(folder: string, file: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return `${folder}${folder.endsWith(separator) ? '' : separator}${file}`;
}

/** Numbers by value, before words; words by code point. */
export function byClassName(a: string, b: string): number {
  const numbers = [a, b].map((name) => (/^\d+$/.test(name) ? Number(name) : Number.POSITIVE_INFINITY));
  if (numbers[0] !== numbers[1]) return numbers[0] - numbers[1];
  return a < b ? -1 : 1;
}

export const inParts = (samples: readonly SampleFile[]): SampleFile[] =>
  (['train', 'test'] as const).flatMap((part) => samples.filter((sample) => sample.part === part));
