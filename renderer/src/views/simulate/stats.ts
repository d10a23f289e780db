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
    many && sd !== undefined ? `± ${of(sd).label} over ${sampled.samples} samples; ` : '';
  const total = report?.total;
  const base = baseline?.total;
  const on = report ? ` on ${SYSTEM_STYLES[report.system].label}` : '';
  const against = baseline ? SYSTEM_STYLES[baseline.system].label : 'PTB';
  /** What the other system needs. */
  const other = (of: (one: SystemTotal) => Quantity): string => (base ? `${against} ${of(base).label}` : '');
  const edpFactor = total && base && total.edpJs > 0 && base.edpJs > 0 ? base.edpJs / total.edpJs : null;
  const table = report ? `; energy table ${report.energyTable}` : '';
  return [
    {
      label: `Energy${on}`,
      value: total ? energy(total.energyPj) : MISSING,
      note: around(spread?.energyPj.sd, energy) + other((one) => energy(one.energyPj)),
      formula: `Sum over layers and levels of counts × energy per count${table}`,
    },
    {
      label: 'Latency',
      value: total ? latency(total.latencyUs) : MISSING,
      note: around(spread?.latencyUs.sd, latency) + other((one) => latency(one.latencyUs)),
      formula: 'Sum over layers of cycles / clock',
    },
    {
      label: 'EDP',
      value: total ? edp(total.edpJs) : MISSING,
      note: around(spread?.edpJs.sd, edp) + other((one) => edp(one.edpJs)),
      formula: 'Energy-delay product: (sum of energies) × (sum of latencies), J·s',
    },
    {
      label: 'Average power',
      value: total ? power(averagePowerMwOf(total.energyPj, total.latencyUs)) : MISSING,
      note: total && 'while it works',
      formula: 'Energy / latency of one inference; leakage and control are not in it',
      wide: true,
    },
    {
      label: 'Throughput',
      value: total ? rate(inferencesPerSecondOf(total.latencyUs), 'inferences/s') : MISSING,
      note: total && 'one after another',
      formula: '1 / latency: inferences one after another',
      wide: true,
    },
    {
      label: `EDP against ${against}`,
      value: edpFactor === null ? MISSING : ratio(Math.max(edpFactor, 1 / edpFactor)),
      note: edpFactor === null ? undefined : edpFactor >= 1 ? 'smaller EDP' : 'larger EDP',
      formula: `The larger EDP / the smaller one; same activity, accelerator and energy table`,
    },
  ];
}
