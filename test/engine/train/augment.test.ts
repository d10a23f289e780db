/** Augmentation: whole-pixel shifts, dropped events, the same for the same stream. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SpikeTensor } from '../../../engine/contract/index.ts';
import { Random } from '../../../engine/math/random.ts';
import { augmentInto } from '../../../engine/train/augment.ts';
import { randomSample, sketchNetwork } from '../kernels/networks.ts';

const network = sketchNetwork({ side: 8, channels: 2, timesteps: 6, leak: 0.5, layers: [2] });
const sample = randomSample(network, 0.2, new Random(1));

function augmented(shiftPixels: number, dropEvents: number, seed: number): SpikeTensor {
  const ptr = new Uint32Array(sample.ptr.length);
  const events = new Uint32Array(8 * 8 * 2 * 6);
  augmentInto(
    { ptr, events },
    sample,
    { shiftPixels, dropEvents, rotateDegrees: 0, scale: 0 },
    new Random(seed),
  );
  return { ...sample, ptr, events: events.subarray(0, ptr[64]) };
}

/** Sorted "x,y,code" of all spikes. */
function spikes(of: SpikeTensor, dx = 0, dy = 0): string[] {
  const all: string[] = [];
  for (let p = 0; p < 64; p++)
    for (let e = of.ptr[p]; e < of.ptr[p + 1]; e++)
      all.push(`${(p % 8) + dx},${Math.floor(p / 8) + dy},${of.events[e]}`);
  return all.sort();
}

const inFrame = (spike: string) =>
  spike
    .split(',')
    .slice(0, 2)
    .every((v) => Number(v) >= 0 && Number(v) < 8);

it('copies when it is off', () => {
  expect(spikes(augmented(0, 0, 7))).toEqual(spikes(sample));
});

it('shifts by one offset within range and loses what leaves the frame', () => {
  const offsets = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const got = spikes(augmented(2, 0, seed));
    const matches: string[] = [];
    for (let dx = -2; dx <= 2; dx++)
      for (let dy = -2; dy <= 2; dy++)
        if (JSON.stringify(spikes(sample, dx, dy).filter(inFrame)) === JSON.stringify(got))
          matches.push(`${dx},${dy}`);
    expect(matches).toHaveLength(1);
    offsets.add(matches[0]);
  }
  // 25 offsets, 60 draws: about 23 are seen; all would be one if the stream did not matter.
  expect(offsets.size).toBeGreaterThan(15);
});

it('drops a share of the events and invents none', () => {
  const whole = new Set(spikes(sample));
  let kept = 0;
  for (let seed = 0; seed < 200; seed++) {
    const got = spikes(augmented(0, 0.5, seed));
    expect(got.every((spike) => whole.has(spike))).toBe(true);
    kept += got.length / whole.size;
  }
  // The share dropped is uniform in 0 .. 0.5, so 75 % is kept on average; 200 draws: deviation 0.14 / sqrt(200) = 0.01.
  expect(kept / 200).toBeGreaterThan(0.71);
  expect(kept / 200).toBeLessThan(0.79);
});

it('drops every event as often as any other, whatever happens to the one before', () => {
  const RUNS = 4000;
  const whole = [...sample.events.keys()].map((e) => placeOf(e));
  const lost = new Map(whole.map((place) => [place, 0]));
  let after = 0;
  let losses = 0;
  for (let seed = 0; seed < RUNS; seed++) {
    const kept = new Set(spikes(augmented(0, 0.5, seed)));
    whole.forEach((place, e) => {
      if (kept.has(place)) return;
      lost.set(place, (lost.get(place) ?? 0) + 1);
      losses++;
      if (e > 0 && !kept.has(whole[e - 1])) after++;
    });
  }
  // Share p uniform in 0 .. 0.5: an event is lost with E[p] = 1/4 (deviation of the mean of 4,000: 0.007), and
  // two neighbours with E[p^2] = 1/12, so that of the lost ones a third follows a lost one.
  for (const count of lost.values()) expect(Math.abs(count / RUNS - 0.25)).toBeLessThan(0.035);
  const neighbours = (whole.length - 1) / whole.length;
  expect(Math.abs(after / losses - neighbours / 3)).toBeLessThan(0.02);
});

/** As `spikes` names the event at this place of the sample's list. */
function placeOf(event: number): string {
  const p = sample.ptr.findIndex((first, i) => first <= event && event < sample.ptr[i + 1]);
  return `${p % 8},${Math.floor(p / 8)},${sample.events[event]}`;
}

it('is the same for the same stream and keeps each position in order of time', () => {
  const check = fc.property(
    fc.nat(),
    fc.integer({ min: 0, max: 3 }),
    fc.double({ min: 0, max: 0.9, noNaN: true }),
    (seed, shift, drop) => {
      const first = augmented(shift, drop, seed);
      expect(augmented(shift, drop, seed)).toEqual(first);
      for (let p = 0; p < 64; p++)
        for (let e = first.ptr[p] + 1; e < first.ptr[p + 1]; e++)
          expect(first.events[e]).toBeGreaterThan(first.events[e - 1]);
    },
  );
  fc.assert(check, { numRuns: 100, seed: 2 });
});
