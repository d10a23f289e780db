/**
 * Random activity. Bernoulli: every (neuron, step) fires with the rate, drawn as geometric gaps. Bursty: a neuron is
 * active with probability 0.6; an active one alternates between silence and bursts of mean length 5 steps, in which
 * it fires with probability 0.5 per step; neurons differ by a lognormal factor (sigma 1) in the share of time spent
 * bursting. One common factor brings the mean over the drawn neurons to the asked rate. Rates: spikes per neuron and
 * step, 0..1. Left out: correlation between neighbours and over layers.
 */
import { errorAt, warningAt } from '../contract/index.ts';
import type { Issue, NetworkSpec, SpikeTensor } from '../contract/index.ts';
import { Random, streamSeed } from '../math/random.ts';
import { inputShape } from './spikes.ts';
import type { SpikeShape } from './spikes.ts';

export type RandomKind = 'random' | 'bursty';

const ACTIVE_SHARE = 0.6;
const BURST_STEPS = 5;
const BURST_DUTY = 0.5;
const SIGMA = 1;
/** With at least one silent step between bursts of 5 steps on average. */
const MOST_BURSTING = BURST_STEPS / (BURST_STEPS + 1);
/** Above this the bursts of all active neurons touch each other. */
export const MOST_BURSTY_RATE = 0.2;
const LAYER_STREAM = 0x6c617965;

export function checkRate(kind: RandomKind, rate: number, path: string): Issue[] {
  const most = kind === 'bursty' ? MOST_BURSTY_RATE : 1;
  if (rate >= 0 && rate <= most) return [];
  const message = `rate must be 0 to ${most} spikes per neuron and step (got ${rate}); 0.05 is usual`;
  return [errorAt(path, 'spikes/rate', message)];
}

export function randomSpikes(kind: RandomKind, shape: SpikeShape, rate: number, seed: number): SpikeTensor {
  const random = new Random(seed);
  return kind === 'random' ? bernoulli(shape, rate, random) : bursty(shape, rate, random);
}

/** What a report on `randomInputs` shall carry: its deeper layers do not follow from the first one. */
export function randomInputWarning(kind: RandomKind, rate: number, path: string): Issue {
  const drawn = kind === 'random' ? 'random' : 'bursty random';
  const message = `gives every layer ${drawn} spikes of its own at rate ${rate}, not those that the layer below would send; use run:ID for the activity of a trained network`;
  return warningAt(path, 'spikes/drawn-per-layer', message);
}

/** Input of every layer at one rate: deeper layers get activity of their own, not what the first one would cause. */
export function randomInputs(
  network: NetworkSpec,
  kind: RandomKind,
  rate: number,
  seed: number,
): SpikeTensor[] {
  return network.layers.map((layer, i) =>
    randomSpikes(kind, inputShape(layer, network.timesteps), rate, streamSeed(seed, LAYER_STREAM, i)),
  );
}

function bernoulli(shape: SpikeShape, rate: number, random: Random): SpikeTensor {
  const { channels, timesteps } = shape;
  const positions = shape.height * shape.width;
  const perPosition = channels * timesteps;
  const total = perPosition * positions;
  const ptr = new Uint32Array(positions + 1);
  const sink = new EventSink(Math.ceil(total * rate * 1.1) + 64);
  const logSilent = Math.log1p(-rate);
  const gap = (): number => (rate >= 1 ? 0 : Math.floor(Math.log1p(-random.uniform()) / logSilent));
  let position = 0;
  for (let i = rate > 0 ? gap() : total; i < total; i += 1 + gap()) {
    const p = Math.floor(i / perPosition);
    while (position < p) ptr[++position] = sink.length;
    const inside = i - p * perPosition;
    const t = Math.floor(inside / channels);
    sink.push(t, inside - t * channels);
  }
  while (position < positions) ptr[++position] = sink.length;
  return { ...shape, ptr, events: sink.events() };
}

function bursty(shape: SpikeShape, rate: number, random: Random): SpikeTensor {
  const { channels, timesteps } = shape;
  const positions = shape.height * shape.width;
  const shares = burstingShares(channels * positions, rate, random);
  const ptr = new Uint32Array(positions + 1);
  const sink = new EventSink(Math.ceil(channels * positions * timesteps * rate * 1.2) + 64);
  const inBurst = new Uint8Array(channels);
  const begin = new Float64Array(channels);
  for (let p = 0; p < positions; p++) {
    for (let c = 0; c < channels; c++) {
      const share = shares[p * channels + c];
      inBurst[c] = share > 0 && random.uniform() < share ? 1 : 0;
      begin[c] = share > 0 ? share / (1 - share) / BURST_STEPS : 0;
    }
    for (let t = 0; t < timesteps; t++)
      for (let c = 0; c < channels; c++) {
        if (begin[c] === 0) continue;
        if (inBurst[c] && random.uniform() < BURST_DUTY) sink.push(t, c);
        const flip = random.uniform() < (inBurst[c] ? 1 / BURST_STEPS : begin[c]);
        if (flip) inBurst[c] ^= 1;
      }
    ptr[p + 1] = sink.length;
  }
  return { ...shape, ptr, events: sink.events() };
}

/** Share of time spent bursting, per neuron; scaled by bisection so that the mean rate is as asked. */
function burstingShares(neurons: number, rate: number, random: Random): Float64Array {
  const factors = new Float64Array(neurons);
  for (let i = 0; i < neurons; i++) {
    if (random.uniform() < ACTIVE_SHARE) factors[i] = Math.exp(SIGMA * random.normal());
  }
  const wanted = (rate * neurons) / BURST_DUTY;
  const total = (scale: number): number => {
    let sum = 0;
    for (const factor of factors) sum += Math.min(MOST_BURSTING, factor * scale);
    return sum;
  };
  let low = 0;
  let high = 1e6;
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (total(middle) < wanted) low = middle;
    else high = middle;
  }
  return factors.map((factor) => (rate > 0 ? Math.min(MOST_BURSTING, factor * low) : 0));
}

/** Growing list of events. */
class EventSink {
  length = 0;
  private buffer: Uint32Array;

  constructor(capacity: number) {
    this.buffer = new Uint32Array(capacity);
  }

  push(t: number, channel: number): void {
    if (this.length === this.buffer.length) {
      const larger = new Uint32Array(this.buffer.length * 2);
      larger.set(this.buffer);
      this.buffer = larger;
    }
    this.buffer[this.length++] = ((t << 16) | channel) >>> 0;
  }

  events(): Uint32Array {
    return this.buffer.slice(0, this.length);
  }
}
