/** The bins that a network wants of a sensor, and the network that bins are those of. */
import { DEFAULT_TRAIN } from '../../../engine/contract/index.ts';
import type { BinSpec, NetworkSpec } from '../../../engine/contract/index.ts';

interface Sensor {
  readonly width: number;
  readonly height: number;
}

export function binsFor(network: NetworkSpec, sensor: Sensor): BinSpec {
  const { timesteps, input } = network;
  return {
    timesteps,
    mode: input.stepUs ? 'window' : 'span',
    windowUs: input.stepUs ?? DEFAULT_TRAIN.data.bins.windowUs,
    factor: factorFor(network, sensor) ?? 1,
  };
}

/** Null where no factor turns the sensor into the network's input. */
function factorFor({ input }: NetworkSpec, sensor: Sensor): number | null {
  const factor = Math.ceil(sensor.width / input.width);
  const fits =
    Math.ceil(sensor.width / factor) === input.width && Math.ceil(sensor.height / factor) === input.height;
  return fits ? factor : null;
}

/** Those of the network that joins the fewest pixels; where none fits, equal steps over the whole recording. */
export function firstBins(sensor: Sensor, networks: readonly NetworkSpec[]): BinSpec {
  const fitting = networks
    .map((network) => ({ network, factor: factorFor(network, sensor) }))
    .filter(({ factor }) => factor !== null)
    .sort((a, b) => (a.factor ?? 0) - (b.factor ?? 0));
  return fitting.length > 0
    ? binsFor(fitting[0].network, sensor)
    : { ...DEFAULT_TRAIN.data.bins, mode: 'span', factor: 1 };
}

/** Null where the bins are those of no network. */
export function networkOf(bins: BinSpec, sensor: Sensor, networks: readonly NetworkSpec[]): string | null {
  const found = networks.find((network) => {
    const wanted = binsFor(network, sensor);
    const { input } = network;
    const factor = bins.factor ?? 1;
    return (
      wanted.timesteps === bins.timesteps &&
      wanted.mode === bins.mode &&
      (bins.mode === 'span' || wanted.windowUs === bins.windowUs) &&
      wanted.factor === factor &&
      Math.ceil(sensor.width / factor) === input.width &&
      Math.ceil(sensor.height / factor) === input.height
    );
  });
  return found?.name ?? null;
}
