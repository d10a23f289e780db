/**
 * A simple event camera (after ESIM, Rebecq et al. 2018, and v2e, Hu et al. 2021): each pixel follows the logarithm
 * of the light through a first-order low-pass, and fires ON or OFF when it has moved by its threshold since the
 * last event; then it rests for a refractory time and starts from the level it finds there. Thresholds differ from
 * pixel to pixel (fixed for one camera) and jitter from event to event; noise comes at random, more of it ON (leak)
 * than OFF (shot), and from a few pixels ten times as often. Times in µs, light in log units, positions in pixels.
 * Left out: dependence of bandwidth and noise on the light, readout delays, colour.
 */
import type { EventStream } from '../../contract/index.ts';
import type { Random } from '../../math/random.ts';
import type { Sensor } from '../sensor.ts';
import { EventLog } from './event-log.ts';
import { Pixels } from './pixels.ts';
import { Unsettled } from './unsettled.ts';
import { visibleArea } from './picture.ts';
import type { Area, Picture } from './picture.ts';
import type { Path } from './saccades.ts';

/** A scene over the whole sensor that knows which of its pixels change, so that the others cost nothing. */
export interface Scene {
  readonly steps: number;
  readonly stepUs: number;
  /** Log light of every pixel of the sensor, at the end of the latest step. */
  readonly light: Float64Array;
  /** Goes on to the end of a step; the pixels whose light has changed. */
  advance(step: number): Uint32Array;
}

export interface CameraSpec {
  readonly sensor: Sensor;
  /** Log-intensity steps that fire an event; their spread over pixels and over events, as shares. */
  readonly thresholdOn: number;
  readonly thresholdOff: number;
  readonly mismatch: number;
  readonly jitter: number;
  readonly refractoryUs: number;
  readonly lowPassUs: number;
  /** Mean rate of a pixel, its share of ON events, and the share of pixels that are ten times as noisy. */
  readonly noiseHz: number;
  readonly noiseOnShare: number;
  readonly noisyPixels: number;
}

const NOISY_FACTOR = 10;
/** Low-pass times after which a pixel has settled: what is left of a change is exp(-5), 0.7 %. */
const SETTLED = 5;

/** One camera: its pixels keep their thresholds and their noise from recording to recording. */
export class EventCamera {
  private readonly spec: CameraSpec;
  private readonly on: Float64Array;
  private readonly off: Float64Array;
  private readonly noisy: readonly number[];

  constructor(spec: CameraSpec, random: Random) {
    const pixels = spec.sensor.width * spec.sensor.height;
    const thresholds = (mean: number): Float64Array =>
      Float64Array.from({ length: pixels }, () =>
        Math.max(0.2 * mean, mean * (1 + spec.mismatch * random.normal())),
      );
    this.spec = spec;
    this.on = thresholds(spec.thresholdOn);
    this.off = thresholds(spec.thresholdOff);
    this.noisy = Array.from({ length: pixels }, (_, i) => i).filter(
      () => random.uniform() < spec.noisyPixels,
    );
  }

  /** Films the picture while its centre moves along the path. */
  record(picture: Picture, path: Path, random: Random): EventStream {
    const log = new EventLog(this.spec.sensor);
    this.follow(picture, path, log, random);
    this.addNoise(path.x.length * path.stepUs, log, random);
    return log.stream();
  }

  /** Films a scene; pixels are followed while their light changes and until the low-pass has settled. */
  film(scene: Scene, random: Random): EventStream {
    const { sensor, lowPassUs } = this.spec;
    const log = new EventLog(sensor);
    const everyPixel = Uint32Array.from(this.on, (_, i) => i);
    const pixels = new Pixels(this.spec, everyPixel, this.on, this.off, scene.light);
    const unsettled = new Unsettled(everyPixel.length, Math.ceil((SETTLED * lowPassUs) / scene.stepUs));
    for (let step = 1; step < scene.steps; step++) {
      const followed = unsettled.after(step, scene.advance(step));
      pixels.advanceSome(followed, scene.light, step * scene.stepUs, scene.stepUs, log, random);
    }
    this.addNoise(scene.steps * scene.stepUs, log, random);
    return log.stream();
  }

  private follow(picture: Picture, path: Path, log: EventLog, random: Random): void {
    const area = visibleArea(picture, path, this.spec.sensor);
    const light = new Float64Array(area.width * area.height);
    picture.see(path.x[0], path.y[0], area, light);
    const pixels = new Pixels(this.spec, pixelsOf(area, this.spec.sensor), this.on, this.off, light);
    for (let step = 1; step < path.x.length; step++) {
      picture.see(path.x[step], path.y[step], area, light);
      pixels.advance(light, step * path.stepUs, path.stepUs, log, random);
    }
  }

  private addNoise(durationUs: number, log: EventLog, random: Random): void {
    const { noiseHz, noiseOnShare, sensor } = this.spec;
    const everyPixel = sensor.width * sensor.height;
    const sources: readonly (readonly [number, () => number])[] = [
      [noiseHz * everyPixel, () => random.below(everyPixel)],
      [noiseHz * (NOISY_FACTOR - 1) * this.noisy.length, () => this.noisy[random.below(this.noisy.length)]],
    ];
    for (const [rateHz, pixelAtRandom] of sources) {
      if (rateHz === 0) continue;
      const waitUs = (): number => (-Math.log(1 - random.uniform()) / rateHz) * 1e6;
      for (let timeUs = waitUs(); timeUs < durationUs; timeUs += waitUs()) {
        log.add(pixelAtRandom(), timeUs, random.uniform() < noiseOnShare ? 1 : 0);
      }
    }
  }
}

function pixelsOf({ left, top, width, height }: Area, sensor: Sensor): Uint32Array {
  return Uint32Array.from(
    { length: width * height },
    (_, i) => (top + Math.floor(i / width)) * sensor.width + left + (i % width),
  );
}
