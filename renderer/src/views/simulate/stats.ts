/** The strip that answers the page's question: what does one inference cost here? */
import {
  averagePowerMwOf,
  inferencesPerSecondOf,
  type SampledActivity,
  type SystemName,
  type SystemReport,
  type SystemTotal,
} from '../../../../engine/contract/index.ts';
import { SYSTEM_STYLES } from '../../charts/series-style.ts';
import type { Stat } from '../../components/StatStrip.vue';
import { edp, energy, latency, MISSING, power, rate, ratio, type Quantity } from '../../format/index.ts';
import { simulateTexts } from '../../texts/simulate.ts';
import { wordTexts } from '../../texts/words.ts';

/** What ratios refer to: PTB where it was simulated, else the first other system. */
export function baselineOf(systems: readonly SystemReport[], chosen: SystemName): SystemReport | null {
  const others = systems.filter(({ system }) => system !== chosen);
  return others.find(({ system }) => system === 'ptb') ?? others[0] ?? null;
}

export function statsOf(
  report: SystemReport | null,
  baseline: SystemReport | null,
  sampled: SampledActivity | null = null,
): Stat[] {
  const spread = sampled?.spreads.find(({ system }) => system === report?.system) ?? null;
  const many = sampled !== null && sampled.samples > 1;
  /** Standard deviation over samples, where there are some. */
  const around = (sd: number | undefined, of: (value: number) => Quantity): string =>
    many && sd !== undefined ? simulateTexts.stats.around(of(sd).label, sampled.samples) : '';
  const total = report?.total;
  const base = baseline?.total;
  const against = baseline ? SYSTEM_STYLES[baseline.system].label : 'PTB';
  /** What the other system needs. */
  const other = (of: (one: SystemTotal) => Quantity): string => (base ? `${against} ${of(base).label}` : '');
  const edpFactor = total && base && total.edpJs > 0 && base.edpJs > 0 ? base.edpJs / total.edpJs : null;
  const energyFormula = report
    ? simulateTexts.withTable(simulateTexts.stats.energyFormula, report.energyTable)
    : simulateTexts.stats.energyFormula;
  return [
    {
      label: report
        ? simulateTexts.stats.on(wordTexts.energy, SYSTEM_STYLES[report.system].label)
        : wordTexts.energy,
      value: total ? energy(total.energyPj) : MISSING,
      note: around(spread?.energyPj.sd, energy) + other((one) => energy(one.energyPj)),
      formula: energyFormula,
    },
    {
      label: wordTexts.latency,
      value: total ? latency(total.latencyUs) : MISSING,
      note: around(spread?.latencyUs.sd, latency) + other((one) => latency(one.latencyUs)),
      formula: simulateTexts.stats.latencyFormula,
    },
    {
      label: wordTexts.edp,
      value: total ? edp(total.edpJs) : MISSING,
      note: around(spread?.edpJs.sd, edp) + other((one) => edp(one.edpJs)),
      formula: simulateTexts.stats.edpFormula,
    },
    {
      label: simulateTexts.stats.power,
      value: total ? power(averagePowerMwOf(total.energyPj, total.latencyUs)) : MISSING,
      note: total && simulateTexts.stats.powerNote,
      formula: simulateTexts.stats.powerFormula,
      wide: true,
    },
    {
      label: simulateTexts.stats.throughput,
      value: total
        ? rate(inferencesPerSecondOf(total.latencyUs), simulateTexts.stats.throughputUnit)
        : MISSING,
      note: total && simulateTexts.stats.throughputNote,
      formula: simulateTexts.stats.throughputFormula,
      wide: true,
    },
    {
      label: simulateTexts.stats.against(against),
      value: edpFactor === null ? MISSING : ratio(Math.max(edpFactor, 1 / edpFactor)),
      note:
        edpFactor === null
          ? undefined
          : edpFactor >= 1
            ? simulateTexts.stats.smaller
            : simulateTexts.stats.larger,
      formula: simulateTexts.stats.againstFormula,
    },
  ];
}
