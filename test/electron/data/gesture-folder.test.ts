// DVS Gesture on disk: AEDAT 3.1 recordings cut by their label tables, decoded once each, in any order of samples.
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../electron/data/dataset.ts';
import { SampleViewer } from '../../../electron/data/sample-viewer.ts';
import { loadDataset } from '../../../electron/data/load-dataset.ts';
import type { BinSpec, Outcome } from '../../../engine/contract/index.ts';
import { encodeAedat3 } from '../../../engine/events/formats/aedat3-encode.ts';
import { streamOf } from '../../support/event-streams.ts';
import type { EventRow } from '../../support/event-streams.ts';
import { temporaryFolders, writeFiles } from '../../support/temp-folder.ts';

const temporary = temporaryFolders();
const bins: BinSpec = { timesteps: 10, mode: 'window', windowUs: 100, factor: null };
const HEAD = 'class,startTime_usec,endTime_usec';

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.issues.map(({ message }) => message).join('\n'));
  return outcome.value;
}

/** One event per 10 µs from `startUs`, all in column `column`; the row is the number of the event. */
function recording(column: number, startUs: number): Uint8Array {
  const rows = Array.from({ length: 100 }, (_, i): EventRow => [column, i, i & 1, startUs + 10 * i]);
  return valueOf(encodeAedat3(streamOf(rows, 128, 128), 'test', 'DVS128'));
}

/** Two recordings, three trials each; the classes alternate, so that no order of samples keeps a file together. */
function gestures(): string {
  const folder = temporary();
  const labels = (startUs: number) =>
    `${HEAD}\n` + [1, 2, 1].map((c, i) => `${c},${startUs + 300 * i},${startUs + 300 * i + 200}`).join('\n');
  writeFiles(folder, {
    'user01_natural.aedat': recording(1, 5000),
    'user01_natural_labels.csv': labels(5000),
    'user02_led.aedat': recording(2, 70_000),
    'user02_led_labels.csv': labels(70_000),
    'trials_to_train.txt': 'user01_natural.aedat\nuser02_led.aedat\n',
    'trials_to_test.txt': 'user01_natural.aedat\n'.replace('01_natural', '03_led'),
  });
  return folder;
}

describe('a folder of gestures', () => {
  it('opens with a sample per trial, and names the recording that is missing', async () => {
    const { summary } = valueOf(await openDataset(gestures()));
    expect(summary).toMatchObject({ width: 128, height: 128, format: 'aedat3' });
    expect([...summary.labels]).toEqual([0, 1, 0, 0, 1, 0]);
    expect(summary.broken).toMatchObject([{ code: 'gesture/recording-missing' }]);
  });

  it('shows a trial with times from its start', async () => {
    const view = valueOf(
      await new SampleViewer(valueOf(await openDataset(gestures()))).view(
        { index: 1, transforms: [], bins },
        1,
      ),
    );
    // Second trial of user01: 300 <= t < 500 from the start of the recording, events 30..49.
    expect(view.info).toMatchObject({ events: 20, firstUs: 0, durationUs: 190, label: 'right hand wave' });
    expect([...view.recording.firstSlice.y]).toEqual(Array.from({ length: 20 }, (_, i) => 30 + i));
  });

  it('loads in the order of the split, whatever the order in which the recordings are read', async () => {
    const source = gestures();
    const spec = { source, split: 0.5, maxTrain: null, maxTest: null, transforms: [], bins };
    const { train, test, summary } = valueOf(await loadDataset(spec, { seed: 3, input: null, cache: null }));
    expect(train.count + test.count).toBe(6);
    expect([...summary.labels]).toEqual([...train.labels, ...test.labels]);
    for (const set of [train, test]) {
      for (let i = 0; i < set.count; i++) {
        const ptr = set.ptr.subarray(i * (128 * 128 + 1), (i + 1) * (128 * 128 + 1));
        const rows = [...new Set(Array.from(ptr.keys()).filter((at) => ptr[at + 1] > ptr[at]))];
        // Trials 0 and 2 (class 0) hold rows 0..19 and 60..79, trial 1 (class 1) rows 30..49.
        const first = Math.floor(rows[0] / 128);
        expect(set.labels[i] === 1 ? [30] : [0, 60]).toContain(first);
      }
    }
    const again = valueOf(await loadDataset(spec, { seed: 3, input: null, cache: null }));
    expect(again.train).toEqual(train);
    expect(again.dataHash).toBe(
      valueOf(await loadDataset(spec, { seed: 4, input: null, cache: null })).dataHash,
    );
  });
});

describe('a single recording', () => {
  it('opens as a set of one sample', async () => {
    const folder = temporary();
    writeFiles(folder, { 'clip.aedat': recording(1, 0) });
    const dataset = valueOf(await openDataset(`${folder}/clip.aedat`));
    expect(dataset.summary).toMatchObject({ title: 'clip.aedat', classes: ['recording'], format: 'aedat3' });
    expect(
      valueOf(await new SampleViewer(dataset).view({ index: 0, transforms: [], bins }, 1)).info.events,
    ).toBe(100);
  });
});
