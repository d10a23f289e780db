/**
 * Neural cores of every event-driven layer: as given, or balanced. A layer's cores work on as many output channels at
 * a time, so their number divides M. Balanced: all layers start with one core; the slowest layer gets the next larger
 * divisor as long as the budget of cores allows, as the layers of different images run at the same time and the slowest
 * one sets the throughput (README of githubofaliyev/SNN-DSE, done there by hand). Pooling has one core. Left out: a better
 * one than greedy.
 */
import { errorAt } from '../../../contract/index.ts';
import type { ArchConfig, Issue, LayerSpec, NetworkSpec } from '../../../contract/index.ts';
import type { EventTime } from './event-core.ts';

/** Event-driven layers: all but a first one that takes pixel values. */
export function isDense(network: NetworkSpec, index: number, config: ArchConfig): boolean {
  const { input } = config.hybrid;
  const direct = input === 'auto' ? network.input.coding === 'direct' : input === 'direct';
  return index === 0 && direct;
}

const eventLayers = (network: NetworkSpec, config: ArchConfig): number[] =>
  network.layers.flatMap((_, i) => (isDense(network, i, config) ? [] : [i]));

export function checkUnroll(network: NetworkSpec, config: ArchConfig): Issue[] {
  const { unroll, cores } = config.hybrid;
  const layers = eventLayers(network, config);
  if (unroll === 'auto') {
    if (cores >= layers.length) return [];
    const message = `must be at least one for each of the ${layers.length} event-driven layers (got ${cores}); raise it`;
    return [errorAt('arch.hybrid.cores', 'hybrid/cores', message)];
  }
  const given = unroll.split(',').map(Number);
  if (given.length !== 1 && given.length !== layers.length) {
    const message = `must be auto, one number, or one for each of the ${layers.length} event-driven layers (got ${given.length}); change it`;
    return [errorAt('arch.hybrid.unroll', 'hybrid/unroll-layers', message)];
  }
  return layers.flatMap((i, k) => {
    const { name, kind, M } = network.layers[i];
    if (kind === 'pool') return [];
    const size = given.length === 1 ? given[0] : given[k];
    if (M % size === 0) return [];
    const message = `must divide the ${M} output channels of ${name} (got ${size}); choose from ${divisors(M).join(', ')}`;
    return [errorAt('arch.hybrid.unroll', 'hybrid/unroll-divisor', message)];
  });
}

/** One number per layer; 0 for a layer on the dense core. times: one per layer, null for the dense one. */
export function unrollOf(
  network: NetworkSpec,
  times: readonly (EventTime | null)[],
  config: ArchConfig,
): number[] {
  const { unroll, cores } = config.hybrid;
  if (unroll === 'auto') return balanced(network.layers, times, cores);
  const given = unroll.split(',').map(Number);
  let next = 0;
  return times.map((time, i) => {
    if (time === null) return 0;
    const size = given.length === 1 ? given[0] : given[next++];
    return network.layers[i].kind === 'pool' ? 1 : size;
  });
}

export const cyclesOf = (layer: LayerSpec, time: EventTime, unroll: number): number =>
  time.once + (layer.M / unroll) * time.perGroup;

function balanced(
  layers: readonly LayerSpec[],
  times: readonly (EventTime | null)[],
  cores: number,
): number[] {
  const sizes: number[] = times.map((time) => (time === null ? 0 : 1));
  let spent = sizes.reduce((sum, size) => sum + size, 0);
  for (;;) {
    let slowest = -1;
    let most = -1;
    times.forEach((time, i) => {
      const cycles = time === null ? -1 : cyclesOf(layers[i], time, sizes[i]);
      if (cycles > most) [slowest, most] = [i, cycles];
    });
    const larger =
      slowest < 0 || layers[slowest].kind === 'pool'
        ? undefined
        : divisors(layers[slowest].M).find((size) => size > sizes[slowest]);
    if (larger === undefined || spent + larger - sizes[slowest] > cores) return sizes;
    spent += larger - sizes[slowest];
    sizes[slowest] = larger;
  }
}

export function divisors(value: number): number[] {
  const found: number[] = [];
  for (let d = 1; d <= value; d++) if (value % d === 0) found.push(d);
  return found;
}
