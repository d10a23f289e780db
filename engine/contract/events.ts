/** Event recordings and datasets. x to the right, y downwards, p: 1 = ON, 0 = OFF, time in microseconds. */
import type { Issue } from './issues.ts';
import type { SpikeTensor } from './spikes.ts';
import type { TransformSpec } from './transforms.ts';

export const EVENT_FORMATS = [
  'nmnist-bin',
  'slayer-bs1',
  'slayer-bs2',
  'slayer-bs3',
  'dat',
  'aedat1',
  'aedat2',
  'aedat3',
  'aedat4',
  'evt2',
  'evt21',
  'evt3',
  'npy',
  'npz',
  'hdf5',
  'mat',
  'text',
] as const;
export type EventFormat = (typeof EVENT_FORMATS)[number];

/** Decoded events in file order. */
export interface EventStream {
  readonly width: number;
  readonly height: number;
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly p: Uint8Array;
  readonly tUs: Float64Array;
}

/** Facts about one event file, as `events info` prints them. */
export interface EventFileInfo {
  readonly path: string;
  readonly format: EventFormat;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly events: number;
  readonly on: number;
  readonly off: number;
  readonly firstUs: number;
  readonly durationUs: number;
  readonly monotonic: boolean;
  readonly label: string | null;
  readonly warnings: readonly Issue[];
}

/**
 * `window`: fixed windowUs from time 0, step = floor(t / windowUs); `span`: T equal bins from first to last event of the
 * sample. The others are those of Tonic's ToFrame, from the first event on: see FrameSpec.
 */
export const BIN_MODES = [
  'window',
  'span',
  'time_window',
  'event_count',
  'n_time_bins',
  'n_event_bins',
] as const;
export type BinMode = (typeof BIN_MODES)[number];

/** How events become T binary steps. Steps beyond T are cropped; where a recording gives fewer, the last ones are silent. */
export interface BinSpec {
  readonly timesteps: number;
  readonly mode: BinMode;
  /** Length of a step of `window` and `time_window`. */
  readonly windowUs: number;
  /** Events in a step of `event_count`. */
  readonly eventCount?: number;
  /** What a step shares with the next one; absent: nothing. Of `time_window`, of `event_count`, and as a share of a step of the others. */
  readonly overlapUs?: number;
  readonly overlapEvents?: number;
  readonly overlap?: number;
  /**
   * A pixel of the input is the OR over factor x factor pixels of the sensor (1 = as recorded). Null: the factor that
   * turns the sensor into the network's input, 1 where there is none.
   */
  readonly factor: number | null;
}

export const EMBEDDED_DATASETS = ['synthetic-nmnist', 'synthetic-gesture'] as const;
export type EmbeddedDataset = (typeof EMBEDDED_DATASETS)[number];

/** Training and held-out part of a dataset. */
export interface DataSpec {
  /** Name of an embedded dataset, or a dataset folder. */
  readonly source: string;
  /**
   * Fraction of the Train part used for training, the rest is held out (seeded, per class).
   * Null: train on Train, hold out Test; refused where the folder has no Test part.
   */
  readonly split: number | null;
  /** Cap on samples of each part (seeded choice); null = all. */
  readonly maxTrain: number | null;
  readonly maxTest: number | null;
  /**
   * Done to every recording before binning. What is random is drawn for the training part only, anew in every epoch, from
   * the run's seed and the recording.
   */
  readonly transforms: readonly TransformSpec[];
  readonly bins: BinSpec;
}

export interface DatasetPart {
  readonly name: 'train' | 'test';
  readonly samples: number;
  /** Samples per class, in label order. */
  readonly perClass: readonly number[];
}

export interface DatasetSummary {
  readonly source: string;
  readonly title: string;
  readonly format: EventFormat | 'synthetic' | 'pictures';
  readonly width: number;
  readonly height: number;
  readonly classes: readonly string[];
  readonly parts: readonly DatasetPart[];
  readonly bytes: number;
  /** Files that were skipped, each with the reason. */
  readonly broken: readonly Issue[];
  /** Samples by index: train first, then test; one label per sample. */
  readonly labels: Uint16Array;
}

/** Events of a slice; a recording travels to the window in as many slices as are looked at. */
export const SLICE_EVENTS = 131_072;

/** Events per bin of time, from the first event. */
export interface RateBins {
  readonly binUs: number;
  readonly on: Uint32Array;
  readonly off: Uint32Array;
}

/** What the window shows of a recording without holding it: its events lie in the host, in order of time. */
export interface RecordingView {
  /** Names the recording in questions about its slices; the next view replaces it. */
  readonly id: number;
  readonly width: number;
  readonly height: number;
  readonly events: number;
  readonly on: number;
  /** Time of the first event, and from there to the last one. */
  readonly startUs: number;
  readonly durationUs: number;
  /** Time of the first event of each slice. */
  readonly sliceStartsUs: Float64Array;
  readonly firstSlice: EventStream;
  readonly rate: RateBins;
  /** The most events in any 10 ms, per second; null for recordings that are shorter. */
  readonly peakPerSecond: number | null;
  /** Events per pixel, row by row. */
  readonly pixels: Uint32Array;
  /** Every n-th event, for pictures of the whole. */
  readonly points: EventStream;
}

/** Events of one stretch of time as counts per pixel. */
export interface PolarityFrame {
  readonly width: number;
  readonly height: number;
  readonly on: Uint16Array;
  readonly off: Uint16Array;
  readonly events: number;
  readonly onEvents: number;
}

/** What one transform left of the recording. */
export interface StageEffect {
  readonly events: number;
  readonly width: number;
  readonly height: number;
}

/** The tensor that the network sees. */
export interface BinnedView {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly factor: number;
  /** Spikes per step. */
  readonly off: Uint32Array;
  readonly on: Uint32Array;
  /** Spikes per place, 0..1. */
  readonly density: number;
  /** Share of events that lie in no step, 0..1. */
  readonly cropped: number;
  /** From where to where each step goes, from the first event; NaN for empty steps where events make the steps. */
  readonly stepStartsUs: Float64Array;
  readonly stepEndsUs: Float64Array;
  /** The spikes themselves; null where they are too many to show. */
  readonly spikes: SpikeTensor | null;
}

/** One sample as the Data page shows it. */
export interface SampleView {
  readonly index: number;
  readonly label: number;
  readonly part: 'train' | 'test';
  /** Of the recording as it lies on disk. */
  readonly info: EventFileInfo;
  /** After the transforms. */
  readonly recording: RecordingView;
  /** One per transform. */
  readonly stages: readonly StageEffect[];
  readonly binned: BinnedView;
}
