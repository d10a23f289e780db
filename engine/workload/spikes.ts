/**
 * Spike tensors: dense array to compressed form and back, flattening of a map for an fc layer, and the check that a
 * tensor fits a layer. Dense order is (T, C, H, W), the last index fastest, one byte per spike. The fc input of
 * channel c at (y, x) has the index (c * H + y) * W + x. Left out: counts above one spike per step; spikes are binary.
 */
import { errorAt } from '../contract/index.ts';
import type { Issue, LayerSpec, NetworkSpec, SpikeTensor } from '../contract/index.ts';

export interface SpikeShape {
  readonly timesteps: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Four positive whole numbers that stay below 2^32 neuron steps. */
export function checkShape(shape: unknown): shape is SpikeShape {
  if (typeof shape !== 'object' || shape === null) return false;
  const { timesteps, channels, height, width }: { [K in keyof SpikeShape]?: unknown } = shape;
  const sizes = [timesteps, channels, height, width];
  const areSizes = sizes.every((size) => typeof size === 'number' && Number.isInteger(size) && size >= 1);
  return areSizes && sizes.reduce<number>((product, size) => product * Number(size), 1) < 2 ** 32;
}

/** Most steps and channels that `t << 16 | channel` can name. */
export const MOST_STEPS_OR_CHANNELS = 65_535;

/** values: (T, C, H, W); anything but 0 is a spike. */
export function spikesFromDense(values: ArrayLike<number>, shape: SpikeShape): SpikeTensor {
  const { timesteps, channels, height, width } = shape;
  const positions = height * width;
  const frame = channels * positions;
  if (values.length !== timesteps * frame)
    throw new Error(`spikesFromDense: ${values.length} values for ${timesteps} x ${frame}`);
  const ptr = new Uint32Array(positions + 1);
  for (let i = 0; i < values.length; i++) if (values[i]) ptr[(i % positions) + 1]++;
  for (let p = 0; p < positions; p++) ptr[p + 1] += ptr[p];
  const next = ptr.slice(0, positions);
  const events = new Uint32Array(ptr[positions]);
  for (let t = 0, i = 0; t < timesteps; t++)
    for (let c = 0; c < channels; c++)
      for (let p = 0; p < positions; p++, i++) if (values[i]) events[next[p]++] = ((t << 16) | c) >>> 0;
  return { ...shape, ptr, events };
}

export function denseFromSpikes(spikes: SpikeTensor): Uint8Array {
  const positions = spikes.height * spikes.width;
  const dense = new Uint8Array(spikes.timesteps * spikes.channels * positions);
  for (let p = 0; p < positions; p++)
    for (let i = spikes.ptr[p]; i < spikes.ptr[p + 1]; i++) {
      const event = spikes.events[i];
      dense[((event >>> 16) * spikes.channels + (event & 0xffff)) * positions + p] = 1;
    }
  return dense;
}

/** A map as the input of an fc layer: one position, channel = input index. */
export function flattenSpikes(spikes: SpikeTensor): SpikeTensor {
  const positions = spikes.height * spikes.width;
  const channels = spikes.channels * positions;
  if (positions === 1) return spikes;
  if (channels > MOST_STEPS_OR_CHANNELS) throw new Error(`flattenSpikes: ${channels} inputs exceed 65535`);
  const events = new Uint32Array(spikes.ptr[positions]);
  for (let p = 0; p < positions; p++)
    for (let i = spikes.ptr[p]; i < spikes.ptr[p + 1]; i++) {
      const event = spikes.events[i];
      events[i] = ((event & 0xffff0000) | ((event & 0xffff) * positions + p)) >>> 0;
    }
  events.sort();
  return {
    channels,
    height: 1,
    width: 1,
    timesteps: spikes.timesteps,
    ptr: Uint32Array.of(0, events.length),
    events,
  };
}

/** Shape of the spikes that enter a layer; an fc layer takes them flat. */
export function inputShape(layer: LayerSpec, timesteps: number): SpikeShape {
  return { timesteps, channels: layer.C, height: layer.H, width: layer.H };
}

export const spikeDensity = (spikes: SpikeTensor): number =>
  spikes.events.length / (spikes.timesteps * spikes.channels * spikes.height * spikes.width);

/** An fc layer accepts any map with C values per step; a conv layer its H x H x C map. */
export function checkSpikesFit(layer: LayerSpec, spikes: SpikeTensor, path: string): Issue[] {
  const { channels, height, width, timesteps } = spikes;
  const got = `${channels} channels of ${height} x ${width}`;
  const fits =
    layer.kind === 'fc'
      ? channels * height * width === layer.C
      : channels === layer.C && height === layer.H && width === layer.H;
  const wanted = layer.kind === 'fc' ? `${layer.C} inputs` : `${layer.C} channels of ${layer.H} x ${layer.H}`;
  if (!fits)
    return [
      errorAt(
        path,
        'spikes/shape',
        `must have ${wanted} for ${layer.name} (got ${got}); give the array as (T, C, H, W)`,
      ),
    ];
  if (timesteps < 1 || timesteps > MOST_STEPS_OR_CHANNELS)
    return [
      errorAt(path, 'spikes/steps', `must have 1 to 65535 steps (got ${timesteps}); cut the recording`),
    ];
  return [];
}

/** Activity for every layer of a network: one tensor per layer, all with the same number of steps. */
export function checkInputs(network: NetworkSpec, inputs: readonly SpikeTensor[], path: string): Issue[] {
  if (inputs.length !== network.layers.length) {
    const message = `must give spikes for each of ${network.layers.length} layers (got ${inputs.length}); record every layer`;
    return [errorAt(path, 'spikes/layers', message)];
  }
  const issues = network.layers.flatMap((layer, i) => checkSpikesFit(layer, inputs[i], `${path}[${i}]`));
  const steps = new Set(inputs.map((input) => input.timesteps));
  if (issues.length === 0 && steps.size > 1) {
    const message = `must have the same number of steps in every layer (got ${[...steps].join(', ')}); record one run`;
    issues.push(errorAt(path, 'spikes/steps', message));
  }
  return issues;
}
