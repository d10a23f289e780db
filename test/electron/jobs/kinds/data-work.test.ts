// Two datasets open at once: pictures of one leave the recording of the other alone.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  openData,
  viewFrame,
  viewPicture,
  viewSample,
  viewSlice,
} from '../../../../electron/jobs/kinds/data-work.ts';
import { encodeNmnistBin } from '../../../../engine/events/formats/nmnist-bin.ts';
import { streamOf } from '../../../support/event-streams.ts';
import { valueOf } from '../../../support/outcomes.ts';
import { temporaryFolders, writeFiles } from '../../../support/temp-folder.ts';

const temporary = temporaryFolders();
const context = { paths: {} as never, progress: () => undefined, shouldStop: () => false };
const bins = { timesteps: 4, mode: 'window', windowUs: 1000, factor: null } as const;

/** One recording per class, all of its events at x = column. */
function set(column: number): string {
  const folder = temporary();
  const bytes = valueOf(
    encodeNmnistBin(
      streamOf([
        [column, 1, 1, 0],
        [column, 2, 0, 10],
      ]),
      'a',
    ),
  );
  writeFiles(folder, { '0/a.bin': bytes, '1/a.bin': bytes });
  return folder;
}

it('keeps the recording that is shown while another dataset is opened and pictured', async () => {
  const [first, second] = [set(3), set(7)];
  const [a, b] = [first, second].map((source) => ({ source, limits: null }));
  valueOf(await openData(a, context));
  const shown = valueOf(await viewSample({ ...a, index: 1, transforms: [], bins }, context));
  expect(valueOf(await openData(b, context)).source).toBe(second);
  const picture = valueOf(await viewPicture({ ...b, index: 0 }, context));
  expect(picture.on[1 * 34 + 7]).toBe(1);
  const slice = valueOf(await viewSlice({ view: shown.recording.id, slice: 0 }));
  expect([...slice.x]).toEqual([3, 3]);
  expect(valueOf(await viewFrame({ view: shown.recording.id, startUs: 0, lengthUs: 5 })).events).toBe(1);
  // Asked by its name again, the first is the first still, by its full path and by the one that was typed.
  const again = { source: join(first, '..', first.slice(first.lastIndexOf('/') + 1)), limits: null };
  const other = valueOf(await viewSample({ ...again, index: 0, transforms: [], bins }, context));
  expect([...other.recording.firstSlice.x]).toEqual([3, 3]);
  // What is shown now has replaced it: questions about the earlier one are refused.
  expect(await viewSlice({ view: shown.recording.id, slice: 0 })).toMatchObject({
    ok: false,
    issues: [{ code: 'data/stale-view' }],
  });
});
