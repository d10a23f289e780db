/** Figures of a training run, derived from its epochs. */
import type {
  EpochMetrics,
  NetworkSpec,
  RunRow,
  SystemName,
  TrainSpec,
} from '../../../../engine/contract/index.ts';

export interface BestEpoch {
  readonly epoch: number;
  /** 0..1 */
  readonly accuracy: number;
}

/** First epoch that reaches the highest held-out accuracy. */
export function bestEpoch(epochs: readonly EpochMetrics[]): BestEpoch | null {
  let best: BestEpoch | null = null;
  for (const { epoch, testAccuracy } of epochs) {
    if (Number.isFinite(testAccuracy) && (best === null || testAccuracy > best.accuracy)) {
      best = { epoch, accuracy: testAccuracy };
    }
  }
  return best;
}

/** Last epoch without the hardware loss; null when the loss stays off. */
export function switchAfter(spec: TrainSpec | null): number | null {
  if (spec === null || spec.hardwareLoss.mode === 'off' || spec.hardwareLoss.beta === 0) return null;
  return spec.pretrainEpochs;
}

/**
 * Epoch that changes are measured from: the last one without hardware loss once it is on, else the first.
 */
export function referenceEpoch(epochs: readonly EpochMetrics[], after: number | null): EpochMetrics | null {
  const last = epochs.at(-1);
  if (!last || epochs.length < 2) return null;
  if (after !== null && after > 0 && last.epoch > after)
    return epochs.find(({ epoch }) => epoch === after) ?? epochs[0];
  return epochs[0];
}

export const edpOf = (metrics: EpochMetrics, system: SystemName): number | null =>
  metrics.costs.find((cost) => cost.system === system)?.edpJs ?? null;

export const predictedEdpOf = (metrics: EpochMetrics, system: SystemName): number | null =>
  metrics.predicted?.find((cost) => cost.system === system)?.edpJs ?? null;

/** Epochs before which the proxy was fitted, the first fit aside; epochs of older versions name none. */
export function refitsOf(epochs: readonly EpochMetrics[]): number[] {
  const fits = epochs.flatMap(({ proxy }) => (proxy ? [proxy.fittedBeforeEpoch] : []));
  return [...new Set(fits)].slice(1);
}

/** Relative change, -0.72 for "72 % less"; null where there is nothing to compare with. */
export function change(now: number | null | undefined, before: number | null | undefined): number | null {
  if (now === null || now === undefined || before === null || before === undefined || before === 0)
    return null;
  return now / before - 1;
}

/**
 * Mean spike density over the hidden layers (all but the readout), weighted by their neurons as in the
 * runs table; unweighted while the sizes are not known.
 */
export function meanDensity(metrics: EpochMetrics, neurons: ReadonlyMap<string, number>): number | null {
  const hidden = metrics.layers.length > 1 ? metrics.layers.slice(0, -1) : metrics.layers;
  const known = hidden.every(({ name }) => neurons.has(name));
  let sum = 0;
  let weights = 0;
  for (const { name, spikeDensity } of hidden) {
    const weight = known ? (neurons.get(name) ?? 1) : 1;
    sum += weight * spikeDensity;
    weights += weight;
  }
  return weights > 0 ? sum / weights : null;
}

/** Neurons per layer name: output channels times output positions. */
export function neuronsOf(network: NetworkSpec | undefined): ReadonlyMap<string, number> {
  return new Map(network?.layers.map(({ name, M, R }) => [name, M * R * R]));
}

/** Epochs merged by number: what was loaded, then what the news brought, the newer one winning. */
export function mergeEpochs(
  loaded: readonly EpochMetrics[],
  arrived: readonly EpochMetrics[],
): EpochMetrics[] {
  const byEpoch = new Map(loaded.map((metrics) => [metrics.epoch, metrics]));
  for (const metrics of arrived) byEpoch.set(metrics.epoch, metrics);
  return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch);
}

/** Running first, then queued, then newest. */
export function trainingRuns(rows: readonly RunRow[]): RunRow[] {
  const rank = (row: RunRow): number => (row.state === 'running' ? 0 : row.state === 'queued' ? 1 : 2);
  return rows
    .filter((row) => row.kind === 'train')
    .sort((a, b) => rank(a) - rank(b) || b.createdAtMs - a.createdAtMs);
}
