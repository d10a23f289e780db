/** The strip of figures above a training: where it stands, what it reached, what it costs. */
import type { EpochMetrics, RunRow, SystemName, TrainSpec } from '../../../../engine/contract/index.ts';
import { SYSTEM_STYLES } from '../../charts/series-style.ts';
import type { Stat } from '../../components/StatStrip.vue';
import {
  count,
  counted,
  density,
  edp,
  MISSING,
  percent,
  signedPercent,
  significant,
  span,
  timeLeft,
} from '../../format/index.ts';
import { bestEpoch, change, edpOf, meanDensity, referenceEpoch, switchAfter } from './progress.ts';
import { trainTexts } from '../../texts/train.ts';
import { wordTexts } from '../../texts/words.ts';
import { texts } from '../../texts/index.ts';

export interface StatsInput {
  readonly row: RunRow;
  readonly spec: TrainSpec | null;
  readonly epochs: readonly EpochMetrics[];
  readonly neurons: ReadonlyMap<string, number>;
}

export function statsOf({ row, spec, epochs, neurons }: StatsInput): Stat[] {
  const last = epochs.at(-1);
  const after = switchAfter(spec);
  const reference = referenceEpoch(epochs, after);
  const system = chiefSystem(spec, last);
  return [
    epochStat(row, last, after),
    accuracyStat(epochs),
    bestStat(epochs),
    edpStat(system, last, reference, spec),
    densityStat(last, reference, neurons),
    speedStat(last),
    timeStat(row, last, epochs),
  ];
}

/** SpikeX if it was asked for, else the first system of the list. */
export function chiefSystem(spec: TrainSpec | null, last: EpochMetrics | undefined): SystemName {
  const systems = spec?.cost.systems ?? last?.costs.map(({ system }) => system) ?? [];
  return systems.includes('spikex') ? 'spikex' : (systems[0] ?? 'spikex');
}

const NONE = MISSING;

function epochStat(row: RunRow, last: EpochMetrics | undefined, after: number | null): Stat {
  const done = last?.epoch ?? row.epochsDone ?? 0;
  const planned = last?.epochs ?? row.epochs ?? 0;
  const phase =
    after === null
      ? trainTexts.noLoss
      : done > after
        ? trainTexts.stats.lossOn
        : trainTexts.stats.lossAfter(after);
  return {
    label: wordTexts.epoch,
    value: counted(done, trainTexts.stats.epochOf(count(planned))),
    note: phase,
  };
}

function accuracyStat(epochs: readonly EpochMetrics[]): Stat {
  const last = epochs.at(-1);
  return {
    label: trainTexts.stats.accuracy,
    value: last ? percent(last.testAccuracy) : NONE,
    note: last ? trainTexts.stats.training(percent(last.trainAccuracy).label) : '',
    formula: trainTexts.stats.accuracyFormula,
  };
}

function bestStat(epochs: readonly EpochMetrics[]): Stat {
  const best = bestEpoch(epochs);
  return {
    label: trainTexts.stats.best,
    value: best ? percent(best.accuracy) : NONE,
    note: best ? trainTexts.stats.atEpoch(best.epoch) : '',
    formula: trainTexts.stats.bestFormula,
    wide: true,
  };
}

function edpStat(
  system: SystemName,
  last: EpochMetrics | undefined,
  reference: EpochMetrics | null,
  spec: TrainSpec | null,
): Stat {
  const now = last ? edpOf(last, system) : null;
  const moved = reference ? change(now, edpOf(reference, system)) : null;
  const samples = spec?.cost.samplesPerEpoch;
  return {
    label: trainTexts.stats.edp(SYSTEM_STYLES[system].label),
    value: now === null ? NONE : edp(now),
    note: moved === null || !reference ? '' : trainTexts.stats.since(signedPercent(moved), reference.epoch),
    tone: moved !== null && moved < -0.005 ? 'good' : undefined,
    formula: trainTexts.stats.edpFormula(samples ?? null),
  };
}

function densityStat(
  last: EpochMetrics | undefined,
  reference: EpochMetrics | null,
  neurons: ReadonlyMap<string, number>,
): Stat {
  const now = last ? meanDensity(last, neurons) : null;
  const moved = reference ? change(now, meanDensity(reference, neurons)) : null;
  return {
    label: wordTexts.spikeDensity,
    value: now === null ? NONE : density(now),
    note: moved === null || !reference ? '' : trainTexts.stats.since(signedPercent(moved), reference.epoch),
    tone: moved !== null && moved < -0.005 ? 'good' : undefined,
    formula: trainTexts.stats.densityFormula,
  };
}

function speedStat(last: EpochMetrics | undefined): Stat {
  return {
    label: trainTexts.stats.throughput,
    value: last
      ? {
          text: significant(last.samplesPerSecond),
          unit: trainTexts.stats.perSecond,
          label: `${significant(last.samplesPerSecond)} ${trainTexts.stats.perSecond}`,
          raw: `${last.samplesPerSecond} samples/s`,
        }
      : NONE,
    note: last ? trainTexts.stats.perEpoch(span(last.epochSeconds)) : '',
    wide: true,
  };
}

function timeStat(row: RunRow, last: EpochMetrics | undefined, epochs: readonly EpochMetrics[]): Stat {
  const spent =
    row.durationMs !== null ? row.durationMs / 1000 : epochs.reduce((sum, one) => sum + one.epochSeconds, 0);
  if (row.state !== 'running')
    return {
      label: trainTexts.stats.time,
      value: spent > 0 ? span(spent) : NONE,
      note: texts.jobs.states[row.state],
    };
  return {
    label: trainTexts.stats.timeLeft,
    value: last ? timeLeft(last.secondsLeft) : NONE,
    note: trainTexts.stats.elapsed(span(spent)),
  };
}
