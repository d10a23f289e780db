/** What a search inside a training has come to, its window sizes compared with the simulator's exact costs of some samples. */
import type { ChoiceProbabilities, HasReport, SpikeTensor } from '../contract/index.ts';
import { rankCorrelation } from '../math/rank-correlation.ts';
import { weightedCost } from '../math/weighted-cost.ts';
import { costAt, densitiesAt, settingAt, type LayerPoint, type ProxyFit } from './fit-proxy.ts';
import type { HardwareChoice } from './hardware-choice.ts';
import type { HardwareModelOptions } from './hardware-model.ts';

/** exactMeans: of a layer over the samples, at these settings. */
export function choiceReport(
  options: HardwareModelOptions,
  choice: HardwareChoice,
  fit: ProxyFit,
  samples: readonly (readonly SpikeTensor[])[],
  exactMeans: (layer: number, settings: HardwareChoice['settings']) => readonly LayerPoint[],
): HasReport {
  const { layers, measure, chief, settings, exponent, weighted } = options;
  const { candidates, chosen } = choice.tws;
  const bits = choice.bits?.chosen ?? null;
  const exactTws: number[] = [];
  const excess: number[] = [];
  const ranks: (number | null)[] = [];
  layers.forEach((_, l) => {
    const asked = candidates.map((tws) => ({ tws, bits: bits?.[l] ?? null }));
    const costs = exactMeans(l, asked).map((point) => weightedCost(point, exponent));
    const least = Math.min(...costs);
    exactTws.push(candidates[costs.indexOf(least)]);
    excess.push(costs[candidates.indexOf(chosen[l])] / least);
    if (l === 0) return void ranks.push(null);
    const exact: number[] = [];
    const predicted: number[] = [];
    for (const inputs of samples) {
      const densities = densitiesAt(inputs[l], asked);
      measure(l, inputs[l], asked)[chief].forEach((point, k) => {
        const curves = fit.curves[l][chief][settingAt(settings, asked[k].tws, asked[k].bits)];
        exact.push(weightedCost(point, exponent));
        predicted.push(weightedCost(costAt(curves, densities[k]), exponent));
      });
    }
    ranks.push(rankCorrelation(exact, predicted));
  });
  return {
    tws: chosen,
    choices: choicesOf(choice, weighted),
    samples: samples.length,
    exactTws,
    excess,
    rankCorrelation: ranks,
    ...(bits ? { bits: bits.map((own, l) => (weighted[l] ? own : null)) } : {}),
  };
}

/** `tws[i]` of every layer, then `bits[i]` of those with weights. */
export function choicesOf(
  { tws, bits }: HardwareChoice,
  weighted: readonly boolean[],
): ChoiceProbabilities[] {
  const rows = tws.probabilities.map((probabilities, l) => ({
    key: `tws[${l}]`,
    values: tws.candidates,
    probabilities,
  }));
  const ofBits = (bits?.probabilities ?? []).flatMap((probabilities, l) =>
    bits && weighted[l] ? [{ key: `bits[${l}]`, values: bits.candidates, probabilities }] : [],
  );
  return [...rows, ...ofBits];
}
