/**
 * EventDownsampling (Ghosh et al. 2023, "Insect-inspired Spatio-temporal Downsampling of Event-based Input"; Tonic:
 * functional/event_downsampling.py). Each pixel of the smaller sensor sums ON minus OFF over steps that start at the
 * first event; at the end of a step a pixel at +-noiseThreshold fires that polarity and returns to 0. `integrator`
 * emits these, with the step's start as time. `differentiator` integrates over differentiatorTimeBins parts of a
 * step, counts the firing parts per pixel and polarity, and emits where a step's count exceeds the step before, with
 * the start of the step before as time. Different from Tonic: times keep the recording's clock instead of starting at
 * 0; the last, incomplete step counts; a threshold of 0 is refused (every silent pixel would fire both ways).
 */
import { EVENT_DOWNSAMPLING_METHODS, TRANSFORM_DEFAULTS } from '../../contract/index.ts';
import type { EventStream, TransformSpec } from '../../contract/index.ts';
import { sensorText } from '../sensor.ts';
import type { Sensor } from '../sensor.ts';
import { sizeOf } from './definition.ts';
import type { TransformDefinition } from './definition.ts';
import { StreamWriter } from './stream-writer.ts';
import { sortedByTime } from './time-order.ts';

type Spec = TransformSpec<'EventDownsampling'>;

/** fired: places (pixel * 2 + polarity) of one step, ascending. */
type OnStep = (step: number, fired: Uint32Array) => void;

const COUNT = { integer: true, least: 1 };

export const EVENT_DOWNSAMPLING: TransformDefinition<'EventDownsampling'> = {
  read: (fields) => ({
    method: fields.choice('method', EVENT_DOWNSAMPLING_METHODS, 'integrator'),
    ...sizeOf(fields),
    stepUs: fields.number('stepUs', { least: 0, above: true, advice: 'write the step in µs' }, 1),
    noiseThreshold: fields.number(
      'noiseThreshold',
      { ...COUNT, advice: 'write how many events let a pixel fire' },
      TRANSFORM_DEFAULTS.EventDownsampling.noiseThreshold,
      true,
    ),
    differentiatorTimeBins: fields.number(
      'differentiatorTimeBins',
      { ...COUNT, advice: 'write into how many parts a step is cut' },
      TRANSFORM_DEFAULTS.EventDownsampling.differentiatorTimeBins,
      true,
    ),
  }),
  apply: (stream, spec) => {
    const sorted = sortedByTime(stream);
    return spec.method === 'integrator' ? integrator(sorted, spec) : differentiator(sorted, spec);
  },
  sensorAfter: (spec, sensor) =>
    spec.widthPixels <= sensor.width && spec.heightPixels <= sensor.height
      ? sensorOf(spec)
      : `must be smaller than the sensor of ${sensorText(sensor)} pixels (got ${sensorText(sensorOf(spec))}); choose smaller sides`,
};

function sensorOf({ widthPixels, heightPixels }: Spec): Sensor {
  return { width: widthPixels, height: heightPixels };
}

function integrator(stream: EventStream, spec: Spec): EventStream {
  // A pixel fires at most once per step and only if an event fell into it.
  const writer = new StreamWriter(stream.x.length);
  const firstUs = stream.tUs[0];
  integrate(stream, spec, spec.stepUs, (step, fired) => {
    const tUs = firstUs + step * spec.stepUs;
    for (const polarity of [1, 0]) {
      for (const place of fired) if ((place & 1) === polarity) pushPlace(writer, place, spec, tUs);
    }
  });
  return writer.finish(sensorOf(spec));
}

function differentiator(stream: EventStream, spec: Spec): EventStream {
  const { widthPixels, heightPixels, stepUs, differentiatorTimeBins } = spec;
  const writer = new StreamWriter(stream.x.length);
  const firstUs = stream.tUs[0];
  const rises = new RisingCounts(widthPixels * heightPixels * 2, (step, place) =>
    pushPlace(writer, place, spec, firstUs + (step - 1) * stepUs),
  );
  integrate(stream, spec, stepUs / differentiatorTimeBins, (part, fired) => {
    rises.add(Math.floor(part / differentiatorTimeBins), fired);
  });
  rises.endStep();
  return writer.finish(sensorOf(spec));
}

function pushPlace(writer: StreamWriter, place: number, { widthPixels }: Spec, tUs: number): void {
  const pixel = place >>> 1;
  writer.push(pixel % widthPixels, Math.floor(pixel / widthPixels), place & 1, tUs);
}

function integrate(stream: EventStream, spec: Spec, stepUs: number, onStep: OnStep): void {
  const { width, height, x, y, p, tUs } = stream;
  const { widthPixels, heightPixels, noiseThreshold } = spec;
  const xFactor = widthPixels / width;
  const yFactor = heightPixels / height;
  const sums = new Int32Array(widthPixels * heightPixels);
  const touchedIn = new Float64Array(sums.length).fill(-1);
  const touched: number[] = [];
  let step = 0;
  const endStep = (): void => {
    const fired = touched.filter((pixel) => Math.abs(sums[pixel]) >= noiseThreshold);
    touched.length = 0;
    if (fired.length === 0) return;
    const places = Uint32Array.from(fired, (pixel) => pixel * 2 + (sums[pixel] > 0 ? 1 : 0)).sort();
    for (const pixel of fired) sums[pixel] = 0;
    onStep(step, places);
  };
  for (let i = 0; i < x.length; i++) {
    const stepOfEvent = Math.floor((tUs[i] - tUs[0]) / stepUs);
    if (stepOfEvent !== step) {
      endStep();
      step = stepOfEvent;
    }
    const pixel = Math.floor(y[i] * yFactor) * widthPixels + Math.floor(x[i] * xFactor);
    if (touchedIn[pixel] !== step) {
      touchedIn[pixel] = step;
      touched.push(pixel);
    }
    sums[pixel] += p[i] ? 1 : -1;
  }
  endStep();
}

/** Counts per place and step, and reports the places whose count exceeds the one of the step before. */
class RisingCounts {
  private readonly onRise: (step: number, place: number) => void;
  private readonly countedIn: Float64Array;
  private readonly counts: Uint32Array;
  /** Count of the step before, where the place fired in it. */
  private readonly before: Uint32Array;
  private step = 0;
  private places: number[] = [];

  constructor(places: number, onRise: (step: number, place: number) => void) {
    this.onRise = onRise;
    this.countedIn = new Float64Array(places).fill(-1);
    this.counts = new Uint32Array(places);
    this.before = new Uint32Array(places);
  }

  add(step: number, fired: Uint32Array): void {
    if (step !== this.step) this.endStep();
    this.step = step;
    for (const place of fired) {
      if (this.countedIn[place] !== step) {
        this.before[place] = this.countedIn[place] === step - 1 ? this.counts[place] : 0;
        this.counts[place] = 0;
        this.countedIn[place] = step;
        this.places.push(place);
      }
      this.counts[place]++;
    }
  }

  /** The first step has no step before it and reports nothing. */
  endStep(): void {
    if (this.step > 0) {
      for (const place of this.places.sort((a, b) => a - b)) {
        if (this.counts[place] > this.before[place]) this.onRise(this.step, place);
      }
    }
    this.places = [];
  }
}
