// Random activity: asked rates, order of events, repeatability, burstiness. Tolerances are five standard errors.
import { describe, expect, it } from 'vitest';
import { issueText } from '../../../engine/contract/index.ts';
import {
  checkRate,
  randomInputWarning,
  randomInputs,
  randomSpikes,
} from '../../../engine/workload/generators.ts';
import { denseFromSpikes, spikeDensity, spikesFromDense } from '../../../engine/workload/spikes.ts';
import { presetNetwork } from '../../support/presets.ts';

const shape = { timesteps: 300, channels: 3, height: 12, width: 12 };
const trials = 300 * 3 * 144;

describe('randomSpikes', () => {
  it.each([0, 0.0005, 0.05, 0.5, 0.97, 1])('random has rate %d', (rate) => {
    const density = spikeDensity(randomSpikes('random', shape, rate, 7));
    expect(Math.abs(density - rate)).toBeLessThanOrEqual(5 * Math.sqrt((rate * (1 - rate)) / trials));
  });

  it.each([0, 0.001, 0.01, 0.05, 0.15])('bursty has rate %d', (rate) => {
    const density = spikeDensity(randomSpikes('bursty', shape, rate, 7));
    // Spikes of a burst come together (about 2.5 at once), so the standard error grows with its square root.
    expect(Math.abs(density - rate)).toBeLessThanOrEqual(5 * Math.sqrt((4 * rate) / trials));
  });

  it.each(['random', 'bursty'] as const)('%s is a valid tensor', (kind) => {
    const spikes = randomSpikes(kind, shape, 0.1, 3);
    expect(spikesFromDense(denseFromSpikes(spikes), shape)).toEqual(spikes);
  });

  it.each(['random', 'bursty'] as const)('%s repeats with the seed and differs without', (kind) => {
    const first = randomSpikes(kind, shape, 0.1, 3);
    expect(randomSpikes(kind, shape, 0.1, 3)).toEqual(first);
    expect(randomSpikes(kind, shape, 0.1, 4).events).not.toEqual(first.events);
  });

  it('bursty leaves about 40 percent of the neurons silent and makes runs', () => {
    const dense = denseFromSpikes(randomSpikes('bursty', shape, 0.1, 9));
    const neurons = 3 * 144;
    let silent = 0;
    let followed = 0;
    let spikes = 0;
    for (let n = 0; n < neurons; n++) {
      let any = 0;
      for (let t = 0; t < 300; t++) {
        const here = dense[t * neurons + n];
        any |= here;
        if (t + 1 < 300 && here) {
          spikes++;
          followed += dense[(t + 1) * neurons + n];
        }
      }
      if (!any) silent++;
    }
    expect(silent / neurons).toBeGreaterThan(0.28);
    expect(silent / neurons).toBeLessThan(0.52);
    // In a burst the next step is still in it with 0.8 and fires with 0.5: at least 0.4, four times the rate.
    expect(followed / spikes).toBeGreaterThan(0.35);
  });
});

describe('randomInputs', () => {
  it('gives every layer input of its own shape and draw', () => {
    const network = presetNetwork('nmnist');
    const inputs = randomInputs(network, 'random', 0.02, 1);
    expect(inputs.map(({ channels, height }) => [channels, height])).toEqual([
      [2, 34],
      [12, 16],
      [32, 14],
      [2304, 1],
    ]);
    expect(inputs.every((input) => input.timesteps === 30)).toBe(true);
    expect(inputs.every((input) => Math.abs(spikeDensity(input) - 0.02) < 0.003)).toBe(true);
  });
});

describe('randomInputWarning', () => {
  it('says that the layers do not follow from each other', () => {
    expect(issueText(randomInputWarning('bursty', 0.02, 'spikes'))).toBe(
      'spikes: gives every layer bursty random spikes of its own at rate 0.02, not those that the layer below would send; use run:ID for the activity of a trained network',
    );
  });
});

describe('checkRate', () => {
  it('names the limits', () => {
    expect(checkRate('random', 7, '--spikes').map(issueText)).toEqual([
      '--spikes: rate must be 0 to 1 spikes per neuron and step (got 7); 0.05 is usual',
    ]);
    expect(checkRate('random', Number.NaN, '--spikes')[0].message).toContain('(got NaN)');
    expect(checkRate('bursty', 0.3, '--spikes')[0].message).toContain('0 to 0.2');
    expect(checkRate('random', 1, 'x')).toEqual([]);
    expect(checkRate('bursty', 0, 'x')).toEqual([]);
  });
});
