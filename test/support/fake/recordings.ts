/** Event recordings of the fake host: three saccades over a drawn digit, the same for the same index. */
import type {
  BinSpec,
  DatasetSummary,
  EventStream,
  Outcome,
  PolarityFrame,
  SampleView,
  TransformSpec,
} from '../../../engine/contract/index.ts';
import { accept, errorAt, refuse, warningAt } from '../../../engine/contract/index.ts';
import { binnedView } from '../../../engine/events/binned-view.ts';
import { recordingView, wholePicture } from '../../../engine/events/recording-view.ts';
import { SampleBinner } from '../../../engine/events/sample-binner.ts';
import { Random } from '../../../engine/math/random.ts';
import { DIGITS } from './catalog.ts';

const SIDE = 34;
const SACCADE_US = 100_000;
/** Seven segments of each digit: top, upper right, lower right, bottom, lower left, upper left, middle. */
const SEGMENTS = ['abcdef', 'bc', 'abged', 'abgcd', 'fgbc', 'afgcd', 'afgedc', 'abc', 'abcdefg', 'abcdfg'];
const LINES: Record<string, readonly [number, number, number, number]> = {
  a: [10, 8, 22, 8],
  b: [22, 8, 22, 17],
  c: [22, 17, 22, 26],
  d: [10, 26, 22, 26],
  e: [10, 17, 10, 26],
  f: [10, 8, 10, 17],
  g: [10, 17, 22, 17],
};

export const TRAIN_SAMPLES = 240;
export const TEST_SAMPLES = 60;
export const FOLDER = '/data/nmnist';

export function summary(source: string): Outcome<DatasetSummary> {
  const folder = source === FOLDER;
  if (!folder && source !== 'synthetic-nmnist') {
    return refuse(
      errorAt(
        source,
        'data/not-found',
        'must be an embedded dataset or a folder below a root (got neither); choose a folder with "Choose…"',
      ),
    );
  }
  const labels = Uint16Array.from({ length: TRAIN_SAMPLES + TEST_SAMPLES }, (_, i) => i % 10);
  const perClass = (samples: number): number[] => DIGITS.map(() => samples / 10);
  return accept({
    source,
    title: folder ? 'N-MNIST' : 'Synthetic N-MNIST',
    format: folder ? 'nmnist-bin' : 'synthetic',
    width: SIDE,
    height: SIDE,
    classes: DIGITS,
    parts: [
      { name: 'train', samples: TRAIN_SAMPLES, perClass: perClass(TRAIN_SAMPLES) },
      { name: 'test', samples: TEST_SAMPLES, perClass: perClass(TEST_SAMPLES) },
    ],
    bytes: folder ? 5_240_000 : 0,
    broken: folder
      ? [
          errorAt(
            `${FOLDER}/Train/7/00123.bin`,
            'events/length',
            'must be a multiple of 5 bytes (got 20 483); copy the file again',
          ),
          errorAt(
            `${FOLDER}/Train/2/00044.bin`,
            'events/empty',
            'must hold events (got 0 bytes); copy the file again',
          ),
        ]
      : [],
    labels,
  });
}

function recordingOf(index: number): EventStream {
  const random = new Random(1000 + index);
  const label = index % 10;
  const events: [number, number, number, number][] = [];
  for (const segment of SEGMENTS[label]) {
    const [x0, y0, x1, y1] = LINES[segment];
    for (let k = 0; k < 220; k++) {
      const along = random.uniform();
      const saccade = Math.floor(random.uniform() * 3);
      const phase = random.uniform() ** 0.7;
      const shift = [phase * 6 - 3, 3 - phase * 6, phase * 4 - 2][saccade];
      const edge = random.uniform() < 0.5;
      const x = x0 + (x1 - x0) * along + shift + (edge ? 1 : -1) + random.uniform();
      const y = y0 + (y1 - y0) * along + (saccade === 1 ? -shift : shift) / 2 + random.uniform() * 2;
      events.push([x, y, edge ? 1 : 0, (saccade + 0.1 + 0.8 * phase) * SACCADE_US]);
    }
  }
  for (let k = 0; k < 120; k++) {
    events.push([
      random.uniform() * SIDE,
      random.uniform() * SIDE,
      random.uniform() < 0.5 ? 1 : 0,
      random.uniform() * 3 * SACCADE_US,
    ]);
  }
  const inside = events
    .filter(([x, y]) => x >= 0 && y >= 0 && x < SIDE && y < SIDE)
    .sort((a, b) => a[3] - b[3]);
  return {
    width: SIDE,
    height: SIDE,
    x: Uint16Array.from(inside, ([x]) => Math.floor(x)),
    y: Uint16Array.from(inside, ([, y]) => Math.floor(y)),
    p: Uint8Array.from(inside, ([, , p]) => p),
    tUs: Float64Array.from(inside, ([, , , t]) => Math.round(t)),
  };
}

export function picture(source: string, index: number): Outcome<PolarityFrame> {
  const known = summary(source);
  return known.ok ? accept(wholePicture(recordingOf(index))) : known;
}

/** The engine prepares and describes the recording, as the host would. */
export function sample(
  source: string,
  index: number,
  { transforms, bins }: { readonly transforms: readonly TransformSpec[]; readonly bins: BinSpec },
): Outcome<SampleView> {
  const known = summary(source);
  if (!known.ok) return known;
  if (!(index >= 0 && index < known.value.labels.length)) {
    return refuse(
      errorAt(
        'index',
        'data/sample-range',
        `must be 0 … ${known.value.labels.length - 1} (got ${index}); choose another`,
      ),
    );
  }
  const binner = SampleBinner.create(
    { width: SIDE, height: SIDE },
    { transforms, bins },
    { input: null, seed: 1, path: '' },
  );
  if (!binner.ok) return binner;
  const stream = recordingOf(index);
  const prepared = binner.value.prepare(stream, index);
  const events = stream.tUs.length;
  const on = stream.p.reduce((sum, p) => sum + p, 0);
  const part = index < TRAIN_SAMPLES ? 'train' : 'test';
  const label = known.value.labels[index];
  return accept({
    index,
    label,
    part,
    info: {
      path: `${source}/${part === 'train' ? 'Train' : 'Test'}/${label}/${String(index + 1).padStart(5, '0')}.bin`,
      format: 'nmnist-bin',
      bytes: events * 5,
      width: SIDE,
      height: SIDE,
      events,
      on,
      off: events - on,
      firstUs: stream.tUs[0],
      durationUs: stream.tUs[events - 1] - stream.tUs[0],
      monotonic: true,
      label: String(label),
      warnings:
        index % 7 === 3
          ? [
              warningAt(
                'events',
                'events/hot-pixels',
                'must not come from few pixels (2 pixels give 2.1 %); filter them',
              ),
            ]
          : [],
    },
    recording: recordingView(prepared.stream, index),
    stages: prepared.stages,
    binned: binnedView(prepared.tensor, prepared.stream, binner.value.bins),
  });
}
