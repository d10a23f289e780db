/**
 * Sensor sizes of event recordings. Formats without a header (N-MNIST .bin, SLAYER .bs2) do not say how large
 * the sensor was; the size is then the smallest usual one that holds every event: N-MNIST 34x34 (Orchard et al.
 * 2015), DVS128 128x128, ATIS crops of N-Caltech101 240x180, ATIS 304x240, VGA, 1280x720. Units: pixels.
 * Left out: sensors that are none of these; a caller that knows the size passes it.
 */
export interface Sensor {
  readonly width: number;
  readonly height: number;
}

export const NMNIST_SENSOR: Sensor = { width: 34, height: 34 };
export const DVS128_SENSOR: Sensor = { width: 128, height: 128 };
export const NCALTECH_SENSOR: Sensor = { width: 240, height: 180 };

const USUAL_SENSORS: readonly Sensor[] = [
  NMNIST_SENSOR,
  DVS128_SENSOR,
  NCALTECH_SENSOR,
  { width: 304, height: 240 },
  { width: 640, height: 480 },
  { width: 1280, height: 720 },
];

/** Of N-MNIST .bin files, whose rows and columns are bytes. */
export const BIN_SENSORS = USUAL_SENSORS.slice(0, 3);

/** Smallest usual sensor with the pixel (maxX, maxY), at most `largest`; null where none is large enough. */
export function inferSensor(maxX: number, maxY: number, largest: Sensor): Sensor | null {
  return (
    USUAL_SENSORS.find(
      ({ width, height }) =>
        maxX < width && maxY < height && width <= largest.width && height <= largest.height,
    ) ?? null
  );
}

export const sensorText = ({ width, height }: Sensor): string => `${width}×${height}`;

/** The smallest of the given sensors that holds at least nine tenths of them; a few damaged files do not count. */
export function commonSensor(sensors: readonly Sensor[]): Sensor {
  const bySize = [...sensors].sort((a, b) => a.width * a.height - b.width * b.height);
  const holds = (large: Sensor, small: Sensor): boolean =>
    small.width <= large.width && small.height <= large.height;
  const common = bySize.find(
    (candidate) => bySize.filter((sensor) => holds(candidate, sensor)).length >= 0.9 * sensors.length,
  );
  return common ?? bySize[bySize.length - 1];
}
