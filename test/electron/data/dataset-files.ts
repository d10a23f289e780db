/** Small dataset folders for the tests of what is opened, viewed and loaded. */
import { openDataset } from '../../../electron/data/dataset.ts';
import type { OpenDataset } from '../../../electron/data/dataset.ts';
import type { BinSpec, Outcome } from '../../../engine/contract/index.ts';
import { encodeNmnistBin } from '../../../engine/events/formats/nmnist-bin.ts';
import { streamOf } from '../../support/event-streams.ts';
import type { EventRow } from '../../support/event-streams.ts';
import { writeFiles } from '../../support/temp-folder.ts';

export const bins: BinSpec = { timesteps: 4, mode: 'window', windowUs: 1000, factor: null };

export function recording(rows: readonly EventRow[]): Uint8Array {
  const encoded = encodeNmnistBin(streamOf(rows, 240, 180), 'test');
  if (!encoded.ok) throw new Error(encoded.issues[0].message);
  return encoded.value;
}

/** Sample k of a class: k + 1 events in one pixel of its own, one per step. */
export function plainSet(perClass: number, classes = ['0', '1']): Record<string, Uint8Array | string> {
  const files: Record<string, Uint8Array> = {};
  classes.forEach((name, label) => {
    for (let k = 0; k < perClass; k++) {
      const rows = Array.from({ length: 1 + (k % 4) }, (_, t): EventRow => [label, k % 34, t & 1, 1000 * t]);
      files[`Train/${name}/${String(k).padStart(5, '0')}.bin`] = recording(rows);
    }
  });
  return files;
}

export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.issues.map(({ message }) => message).join('\n'));
  return outcome.value;
}

export async function opened(
  folder: string,
  files: Record<string, Uint8Array | string>,
): Promise<OpenDataset> {
  writeFiles(folder, files);
  return valueOf(await openDataset(folder));
}
