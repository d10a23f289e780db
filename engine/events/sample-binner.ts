/**
 * From the events of a recording to the binary tensor that the network is given: transforms, OR over pixels, time steps.
 * Checked once for a sensor, then used for every recording of it. A random transform draws from (seed, recording), so
 * that a recording looks the same in every run with this seed, whatever else is loaded. Drawing anew in every epoch is
 * in redrawing.ts.
 */
import { accept, refuse } from '../contract/index.ts';
import type {
  DataSpec,
  EventStream,
  InputSpec,
  Outcome,
  SpikeTensor,
  StageEffect,
} from '../contract/index.ts';
import { streamSeed } from '../math/random.ts';
import { Binner, checkBinSpec } from './bin.ts';
import type { FittedBins } from './bin.ts';
import { fitBins } from './input-fit.ts';
import { preparationText } from './preparation-key.ts';
import type { SampleShape } from './sample-set-builder.ts';
import type { Sensor } from './sensor.ts';
import { applyPipeline, pipelineSensor } from './transforms/index.ts';

export type Preparation = Pick<DataSpec, 'transforms' | 'bins'>;

export interface PreparedSample {
  /** After the transforms. */
  readonly stream: EventStream;
  readonly tensor: SpikeTensor;
  /** After each transform. */
  readonly stages: readonly StageEffect[];
}

export class SampleBinner {
  readonly bins: FittedBins;
  readonly shape: SampleShape;
  private readonly sensor: Sensor;
  private readonly transforms: Preparation['transforms'];
  private readonly seed: number;
  /** Of recordings after the transforms. */
  readonly binner: Binner;
  /** Equal texts and equal recordings give equal tensors. */
  readonly preparation: string;

  private constructor(sensor: Sensor, transforms: Preparation['transforms'], binner: Binner, seed: number) {
    this.sensor = sensor;
    this.transforms = transforms;
    this.binner = binner;
    this.bins = binner.bins;
    this.shape = binner.shape;
    this.seed = seed;
    this.preparation = preparationText(sensor, transforms, binner.bins, seed);
  }

  /** `sensor`: of the recordings; `input`: of the network that will be given them, or null; `path`: in front of the fields in issues. */
  static create(
    sensor: Sensor,
    { transforms, bins }: Preparation,
    options: { readonly input: InputSpec | null; readonly seed: number; readonly path: string },
  ): Outcome<SampleBinner> {
    const { input, seed, path } = options;
    const checked = checkBinSpec(bins, `${path}bins`);
    const after = pipelineSensor(transforms, sensor, `${path}transforms`);
    if (!checked.ok || !after.ok)
      return refuse(...(checked.ok ? [] : checked.issues), ...(after.ok ? [] : after.issues));
    const fitted = fitBins(after.value, bins, input, `${path}source`);
    if (!fitted.ok) return fitted;
    return accept(new SampleBinner(sensor, transforms, new Binner(after.value, fitted.value), seed));
  }

  /** `key`: 32 bits that stand for the recording. Its sensor must fit into the one of `create`. */
  prepare(stream: EventStream, key: number): PreparedSample {
    const { width, height } = this.sensor;
    const whole = { ...stream, width, height };
    const stages: StageEffect[] = [];
    const after = applyPipeline(whole, this.transforms, streamSeed(this.seed, key), (stage) =>
      stages.push({ events: stage.x.length, width: stage.width, height: stage.height }),
    );
    return { stream: after, stages, tensor: this.binner.bin(after) };
  }
}
