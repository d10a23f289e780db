/**
 * The EDP summary of SpikeX: its abstract and section VI-C. EDP gain = energy gain times latency gain of Fig. 13. Two
 * printed numbers do not agree with their own factors: 24.38 * 10.29 = 250.87 (printed: 150.87), and the totals give a
 * latency reduction of at most 90.3 % (printed: 99 %).
 */
import { BATCHES } from './activity-study.ts';
import type { Batch } from './activity-study.ts';
import { stagesFor } from './fig13.ts';
import { bestForNet, rowsOf } from './gains.ts';
import type { Stage } from './gains.ts';
import type { FigureMeasurement, Measured, MeasuredChart } from './study.ts';
import { NETWORK_TITLES, NOT_RUN, PAPER_NETWORKS, runsOf, verdictOf } from './trained.ts';
import type { PaperNetwork, TrainedNetwork, TrainedStudy } from './trained.ts';

const KEYS = {
  smallest: 'edp.edp-improvement-over-ptb-smallest',
  largest: 'edp.edp-improvement-over-ptb-largest',
  predecessor: 'edp.ptb-over-its-predecessor-25-average',
  latency: 'text.latency-reduction-against-baseline-up-to',
  energy: 'text.energy-reduction-against-baseline-up-to',
};
const UNITS: Readonly<Record<keyof typeof KEYS, string>> = {
  smallest: 'x',
  largest: 'x',
  predecessor: 'x',
  latency: '%',
  energy: '%',
};

export const edp: TrainedStudy = {
  figure: 'edp',
  title: 'EDP improvement over PTB',
  method:
    'EDP of PTB at its best window size over EDP of SpikeX with HT and HAS, from the same costs as Fig. 13. The predecessor of PTB is the dense time-serial array.',
  runIds: ({ networks }) => networks.flatMap(runsOf),
  measure({ networks }): FigureMeasurement {
    const known = networks.filter(({ activity }) => activity !== null);
    return {
      measured: known.length
        ? BATCHES.flatMap((batch) => rowsAt(known, batch))
        : (Object.keys(KEYS) as (keyof typeof KEYS)[]).map((id) => ({
            ...NOT_RUN,
            id,
            published: KEYS[id],
            conditions: 'all networks',
            unit: UNITS[id],
          })),
      charts: known.length ? [chartOf(known)] : [],
    };
  },
};

interface Gain {
  readonly one: TrainedNetwork;
  readonly ptb: Stage;
  readonly spikex: Stage;
  readonly edp: number;
  /** EDP of the dense time-serial array over that of PTB, both on the network before HT. */
  readonly overSerial: number;
}

function gainsAt(networks: readonly TrainedNetwork[], batch: Batch): Gain[] {
  return networks.flatMap((one) => {
    const stages = stagesFor(one, batch);
    if (!stages || !one.activity) return [];
    const { ptb, spikex } = stages;
    const serial = bestForNet('ptb', rowsOf(one.activity.base, 'serial-dense', batch));
    return [{ one, ptb, spikex, edp: ptb.edpJs / spikex.edpJs, overSerial: serial.edpJs / ptb.edpJs }];
  });
}

function rowsAt(networks: readonly TrainedNetwork[], batch: Batch): Measured[] {
  const gains = gainsAt(networks, batch);
  const smallest = gains.reduce((a, b) => (b.edp < a.edp ? b : a));
  const largest = gains.reduce((a, b) => (b.edp > a.edp ? b : a));
  const most = (of: (gain: Gain) => number): Gain => gains.reduce((a, b) => (of(b) > of(a) ? b : a));
  const energyFall = ({ ptb, spikex }: Gain): number => 100 * (1 - spikex.energyPj / ptb.energyPj);
  const latencyFall = ({ ptb, spikex }: Gain): number => 100 * (1 - spikex.latencyUs / ptb.latencyUs);
  const average = gains.reduce((sum, { overSerial }) => sum + overSerial, 0) / gains.length;
  const all = gains.map(({ one }) => NETWORK_TITLES[one.network]).join(', ');
  const mark = (network: PaperNetwork): Measured['mark'] => ({
    chart: 'edp',
    series: `batch${batch}`,
    x: PAPER_NETWORKS.indexOf(network),
  });
  const row = (id: keyof typeof KEYS, gain: Gain, value: number, conditions?: string): Measured => ({
    ...verdictOf(gain.one),
    id: `${id}.batch${batch}`,
    published: KEYS[id],
    conditions: `batch ${batch}, ${conditions ?? NETWORK_TITLES[gain.one.network]}`,
    unit: UNITS[id],
    value,
    sd: null,
    draws: gain.one.activity?.base.samples ?? 0,
  });
  return [
    // The products of Fig. 13 say which networks the two printed numbers belong to.
    {
      ...row('smallest', smallest, smallest.edp),
      ...(batch === BATCHES[0] ? { mark: mark('n-mnist') } : {}),
    },
    { ...row('largest', largest, largest.edp), ...(batch === BATCHES[0] ? { mark: mark('medium') } : {}) },
    row('predecessor', smallest, average, `mean over ${all}, β 0`),
    row('latency', most(latencyFall), latencyFall(most(latencyFall))),
    row('energy', most(energyFall), energyFall(most(energyFall))),
  ];
}

function chartOf(networks: readonly TrainedNetwork[]): MeasuredChart {
  return {
    id: 'edp',
    title: 'EDP of PTB over EDP of SpikeX + HT + HAS',
    kind: 'bars',
    x: { name: '', unit: '', log: false },
    y: { name: 'EDP gain', unit: '×', log: true },
    categories: PAPER_NETWORKS.map((network) => NETWORK_TITLES[network]),
    series: BATCHES.map((batch, i) => ({
      id: `batch${batch}`,
      name: `batch ${batch}`,
      hue: i === 0 ? ('green' as const) : ('amber' as const),
      dashed: false,
      points: gainsAt(networks, batch).map(({ one, edp: y }) => ({
        x: PAPER_NETWORKS.indexOf(one.network),
        y,
        low: y,
        high: y,
      })),
    })),
    caption: `${networks.map((one) => `${NETWORK_TITLES[one.network]} on ${one.dataset}`).join('; ')}. The paper prints 15.1 (2.07 × 7.25 = 15.01) and 150.87 (24.38 × 10.29 = 250.87)`,
  };
}
