// The real recordings: their folder and the manifest of facts about them, where SPIKEX_TEST_DATA names the folder.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.SPIKEX_TEST_DATA ?? null;

/** Facts about one file that were found with another program. */
export interface ManifestEntry {
  readonly file: string;
  readonly format: string;
  readonly bytes: number;
  readonly events?: number;
  readonly width?: number;
  readonly height?: number;
  readonly x_range?: readonly [number, number];
  readonly y_range?: readonly [number, number];
  readonly t_first_us?: number;
  readonly t_last_us?: number;
  readonly duration_us?: number;
  readonly on_events?: number;
  readonly off_events?: number;
  readonly timestamps_monotonic?: boolean;
  readonly label?: string | number | null;
}

/** Names the reason in the report where the recordings are absent. */
export const realDataTitle = folder
  ? 'real recordings'
  : 'real recordings (skipped: SPIKEX_TEST_DATA is not set)';
export const hasRealData = folder !== null;

export function realPath(file: string): string {
  return join(folder ?? '', file);
}

export function manifest(): readonly ManifestEntry[] {
  if (!folder) return [];
  const parsed: { files: ManifestEntry[] } = JSON.parse(readFileSync(join(folder, 'MANIFEST.json'), 'utf8'));
  return parsed.files;
}
