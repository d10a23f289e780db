/**
 * Event transforms as data: named and meant as in Tonic (docs/transforms.md lists the differences), every parameter
 * with its unit. A pipeline is a list of them, saved with a run as plain JSON.
 */

/** One value, or two: drawn uniformly between them for each recording. */
export type NumberOrRange = number | readonly [number, number];

type NoParams = Readonly<Record<never, never>>;

export interface TransformParams {
  /** Drops events without an earlier event of less than filterTimeUs in one of the four neighbouring pixels. */
  readonly Denoise: { readonly filterTimeUs: number };
  /** Keeps minUs <= t <= maxUs; null: no upper end. Times stay as they are. */
  readonly CropTime: { readonly minUs: number; readonly maxUs: number | null };
  /** Cuts out the middle; pads where the crop is larger than the sensor. */
  readonly CenterCrop: { readonly widthPixels: number; readonly heightPixels: number };
  readonly RandomCrop: { readonly widthPixels: number; readonly heightPixels: number };
  /**
   * Multiplies times and coordinates. `all` keeps every event; `or` the first one of each pixel and polarity in
   * each orWindowUs; `integrate` every integrateEvents-th one of each pixel and polarity.
   */
  readonly Downsample: {
    readonly timeFactor: number;
    readonly xFactor: number;
    readonly yFactor: number;
    readonly combine: (typeof DOWNSAMPLE_COMBINES)[number];
    readonly orWindowUs: number;
    readonly integrateEvents: number;
  };
  /** Integrate-and-fire pixels of a smaller sensor (Ghosh et al. 2023). */
  readonly EventDownsampling: {
    readonly method: (typeof EVENT_DOWNSAMPLING_METHODS)[number];
    readonly widthPixels: number;
    readonly heightPixels: number;
    readonly stepUs: number;
    /** Net events of one polarity that a pixel needs to fire. */
    readonly noiseThreshold: number;
    /** Parts of a step in which the differentiator counts firing pixels. */
    readonly differentiatorTimeBins: number;
  };
  /** Drops the share p of the events, exactly round(p * events) of them. */
  readonly DropEvent: { readonly p: NumberOrRange };
  readonly TimeJitter: {
    readonly stdUs: number;
    /** Drops events that end up before time 0. */
    readonly clipNegative: boolean;
    readonly sortTimestamps: boolean;
  };
  /** Normal shifts with the covariance [[varX, sigmaXY], [sigmaXY, varY]], in pixels squared. */
  readonly SpatialJitter: {
    readonly varXPixels2: number;
    readonly varYPixels2: number;
    readonly sigmaXYPixels2: number;
    /** True: events outside are dropped; false: they move to the nearest pixel of the edge. */
    readonly clipOutliers: boolean;
  };
  readonly RandomFlipLR: { readonly p: number };
  readonly RandomFlipUD: { readonly p: number };
  readonly RandomFlipPolarity: { readonly p: number };
  /** Every event becomes OFF (channel 0). */
  readonly MergePolarities: NoParams;
  /** Drops events that follow the one before them in their pixel by deltaUs or less. */
  readonly RefractoryPeriod: { readonly deltaUs: NumberOrRange };
  /** Adds n events, uniform over sensor, polarity and the recording's time. */
  readonly UniformNoise: { readonly n: NumberOrRange };
  /** N-MNIST: events before 100 ms. */
  readonly FirstSaccadeOnly: NoParams;
  /** N-MNIST: undoes the motion of the three saccades. */
  readonly Stabilize: NoParams;
}

export type TransformKind = keyof TransformParams;
export type TransformSpec<K extends TransformKind = TransformKind> = {
  [P in K]: { readonly kind: P } & TransformParams[P];
}[K];

export const DOWNSAMPLE_COMBINES = ['all', 'or', 'integrate'] as const;
export const EVENT_DOWNSAMPLING_METHODS = ['integrator', 'differentiator'] as const;

/** What a form starts from. Where Tonic has a default, it stands here and may be left out of a file. */
export const TRANSFORM_DEFAULTS: { readonly [K in TransformKind]: TransformParams[K] } = {
  Denoise: { filterTimeUs: 10_000 },
  CropTime: { minUs: 0, maxUs: null },
  CenterCrop: { widthPixels: 28, heightPixels: 28 },
  RandomCrop: { widthPixels: 28, heightPixels: 28 },
  Downsample: {
    timeFactor: 1,
    xFactor: 1,
    yFactor: 1,
    combine: 'all',
    orWindowUs: 1000,
    integrateEvents: 1,
  },
  EventDownsampling: {
    method: 'integrator',
    widthPixels: 32,
    heightPixels: 32,
    stepUs: 1000,
    noiseThreshold: 1,
    differentiatorTimeBins: 2,
  },
  DropEvent: { p: 0.1 },
  TimeJitter: { stdUs: 1000, clipNegative: true, sortTimestamps: false },
  SpatialJitter: { varXPixels2: 1, varYPixels2: 1, sigmaXYPixels2: 0, clipOutliers: false },
  RandomFlipLR: { p: 0.5 },
  RandomFlipUD: { p: 0.5 },
  RandomFlipPolarity: { p: 0.5 },
  MergePolarities: {},
  RefractoryPeriod: { deltaUs: 1000 },
  UniformNoise: { n: 100 },
  FirstSaccadeOnly: {},
  Stabilize: {},
};

/** How ToFrame cuts a recording into frames. Bins: overlap is a share of a bin, 0 <= overlap < 1. */
export type FrameSpec =
  | {
      readonly by: 'time_window';
      readonly timeWindowUs: number;
      readonly overlapUs: number;
      /** Adds a last frame for the rest that does not fill a window. */
      readonly includeIncomplete: boolean;
      /** Null: from the first event, to the last event. */
      readonly startUs: number | null;
      readonly endUs: number | null;
    }
  | {
      readonly by: 'event_count';
      readonly eventCount: number;
      readonly overlapEvents: number;
      readonly includeIncomplete: boolean;
    }
  | { readonly by: 'n_time_bins'; readonly nTimeBins: number; readonly overlap: number }
  | { readonly by: 'n_event_bins'; readonly nEventBins: number; readonly overlap: number };

/** Events per (step, channel, row, column), in that order; channel 0 = OFF, 1 = ON. */
export interface FrameCounts {
  readonly timesteps: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly counts: Uint32Array;
}
