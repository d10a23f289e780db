/** Pictures of the user under the simulated event camera, as a maker of samples. */
import { accept, errorAt, refuse } from '../../engine/contract/index.ts';
import type { EventStream, Outcome } from '../../engine/contract/index.ts';
import { FilmedImages } from '../../engine/events/images/filmed-images.ts';
import { DVS128_SENSOR, NCALTECH_SENSOR, NMNIST_SENSOR } from '../../engine/events/sensor.ts';
import type { Sensor } from '../../engine/events/sensor.ts';
import { NMNIST_CAMERA } from '../../engine/events/synthetic/synthetic-nmnist.ts';
import { openImages } from './open-images.ts';
import type { ImageSource } from './open-images.ts';

/** Sensors whose size readers of .bin files find again. */
const SENSORS: Readonly<Record<string, Sensor>> = {
  '34x34': NMNIST_SENSOR,
  '128x128': DVS128_SENSOR,
  '240x180': NCALTECH_SENSOR,
};
export const SENSOR_NAMES: readonly string[] = Object.keys(SENSORS);
const MNIST_SIDE = 28;

/** Null: by the pictures' size, and as fitted to N-MNIST. */
export interface ImageFilming extends ImageSource {
  readonly sensor: string | null;
  readonly threshold: number | null;
  readonly noiseHz: number | null;
}

interface FilmedSet {
  readonly classes: readonly string[];
  readonly origin: object;
  sample(index: number): { readonly stream: EventStream; readonly label: number };
}

/** `samples`: how many will be asked for, from the first picture on. */
export async function openFilmedImages(
  filming: ImageFilming | undefined,
  samples: number,
  seed: number,
): Promise<Outcome<FilmedSet>> {
  if (!filming) throw new Error('openFilmedImages: pictures must be named');
  const opened = await openImages(filming, samples);
  if (!opened.ok) return opened;
  const images = opened.value;
  if (images.labels.length < samples) {
    return refuse(
      errorAt(
        'samples',
        'dataset/count',
        `must be at most the number of pictures, ${images.labels.length} (got ${samples}); ask for fewer samples`,
      ),
    );
  }
  const small = Math.max(images.width, images.height) <= MNIST_SIDE;
  const sensor = filming.sensor ?? (small ? '34x34' : '128x128');
  const threshold = filming.threshold ?? NMNIST_CAMERA.thresholdOn;
  const noiseHz = filming.noiseHz ?? NMNIST_CAMERA.noiseHz;
  const film = new FilmedImages(images, { sensor: SENSORS[sensor], threshold, noiseHz }, seed);
  return accept({
    classes: images.classes,
    origin: { from: images.title, sensor, threshold, noiseHz },
    sample: (index) => film.sample(index),
  });
}
