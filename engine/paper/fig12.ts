/**
 * Fig. 12 of SpikeX: shares of energy of fully connected layers, by component at TWS 4 and by usage at TWS 4 and 8.
 * Measured on DVS-Gesture Medium FC1, T = 300, Bernoulli input of 8 %, weights shared by 64 inferences; `heldOut`
 * prices the same counts with ratios fitted to Fig. 9 alone, `single` is one inference at a time. The three-way
 * split counts psum with spikes.
 */
import type { ArchConfig, ComparisonStatus, LayerReport } from '../contract/index.ts';
import { costOf } from '../cost/cost-of.ts';
import type { EnergyCost } from '../cost/cost-of.ts';
import { streamSeed } from '../math/random.ts';
import { LayerInput, simulateLayer } from '../sim/index.ts';
import { randomSpikes } from '../workload/generators.ts';
import { inputShape } from '../workload/spikes.ts';
import { DrawTable, layerOf, pointOf } from './study.ts';
import type { FigureStudy, Measured, MeasuredChart, StudySetup } from './study.ts';

const RATE = 0.08;
const BATCH = 64;
const TWS = [4, 8];
const STREAM = 12;
const COMPONENTS = ['ALU', 'RF', 'LBUF', 'GLB', 'DRAM', 'memory'] as const;
const USAGES = ['weight', 'spike', 'alu'] as const;
/** Usages whose share the paper prints at TWS 8. */
const AT_EIGHT = ['weight', 'spike'] as const;
type Share = (typeof COMPONENTS)[number] | (typeof USAGES)[number];

export const fig12: FigureStudy = {
  figure: '12',
  title: 'Shares of energy in fully connected layers',
  method: `SpikeX on DVS-Gesture Medium FC1, T = 300, Bernoulli input of ${RATE * 100} %, weights shared by ${BATCH} inferences.`,
  usualDraws: 20,
  *measure(setup, draws) {
    const table = new DrawTable();
    for (let draw = 0; draw < draws; draw++) {
      addShares(table, streamSeed(STREAM, draw), setup);
      yield;
    }
    return { measured: measuredOf(table, draws), charts: chartsOf(table, draws) };
  },
};

function addShares(table: DrawTable, seed: number, setup: StudySetup): void {
  const network = setup.networks.medium;
  const layer = layerOf(network, 'FC1');
  const spikes = randomSpikes('random', inputShape(layer, network.timesteps), RATE, seed);
  const report = (arch: ArchConfig, tws: number): LayerReport =>
    simulateLayer(new LayerInput(layer, spikes, arch, setup.scratch), 'spikex', tws, arch, setup.energy);
  for (const tws of TWS) {
    const shared = report({ ...setup.arch, batch: BATCH }, tws);
    const single = report({ ...setup.arch, batch: 1 }, tws);
    const costs = { shared, single, heldOut: costOf(shared.counts, setup.heldOut.fig9) };
    for (const [setting, cost] of Object.entries(costs))
      for (const [share, value] of Object.entries(sharesOf(cost))) table.at(setting, tws, share).add(value);
  }
}

/** Per cent of the total. */
function sharesOf({ energyPj, byComponentPj, byUsagePj }: EnergyCost): Record<Share, number> {
  const share = (pj: number): number => (100 * pj) / energyPj;
  const { ALU, RF, LBUF, GLB, DRAM } = byComponentPj;
  return {
    ALU: share(ALU),
    RF: share(RF),
    LBUF: share(LBUF),
    GLB: share(GLB),
    DRAM: share(DRAM),
    memory: share(RF + LBUF + GLB + DRAM),
    weight: share(byUsagePj.weight),
    spike: share(byUsagePj.spike + byUsagePj.psum),
    alu: share(byUsagePj.alu),
  };
}

interface Setting {
  readonly name: 'shared' | 'single' | 'heldOut';
  readonly conditions: string;
  readonly status: ComparisonStatus;
  readonly reason: string;
}

const SETTINGS: readonly Setting[] = [
  {
    name: 'shared',
    conditions: `batch ${BATCH}`,
    status: 'fitted',
    reason:
      'the energy table was fitted to these shares and to the falls of Fig. 9; rate, layer and batch are ours',
  },
  {
    name: 'heldOut',
    conditions: `batch ${BATCH}, table held-out-fig9`,
    status: 'predicted',
    reason: 'priced with energy ratios fitted to Fig. 9 alone: neither figure confirms the other',
  },
  {
    name: 'single',
    conditions: 'batch 1',
    status: 'not-reachable',
    reason:
      'one DRAM byte per weight and at most 300 additions per weight: a single inference has such a share only if a DRAM byte costs about as much as one addition',
  },
];

const DRAM_REASON =
  'asks for a DRAM byte of 3 to 5.5 additions (the fit to Fig. 12 alone); the table that also meets Fig. 9 has 15';

function measuredOf(table: DrawTable, draws: number): Measured[] {
  return SETTINGS.flatMap((setting) => {
    const row = (share: Share, tws: number, published: string, mark?: Measured['mark']): Measured => {
      const { mean, sd } = table.at(setting.name, tws, share);
      const outOfReach = setting.name === 'shared' && share === 'DRAM';
      return {
        id: `${setting.name}.${share}.tws${tws}`,
        published,
        conditions: `TWS ${tws}, ${setting.conditions}`,
        unit: '%',
        value: mean,
        sd,
        draws,
        status: outOfReach ? 'not-reachable' : setting.status,
        reason: outOfReach ? DRAM_REASON : setting.reason,
        ...(mark && setting.name === 'shared' ? { mark } : {}),
      };
    };
    return [
      ...COMPONENTS.map((share, x) =>
        row(share, 4, `fig12a.${share}`, { chart: 'components', series: 'shared', x }),
      ),
      ...USAGES.map((share, x) =>
        row(share, 4, `fig12b.${share}.tws4`, { chart: 'usages', series: 'tws4', x }),
      ),
      ...AT_EIGHT.map((share, x) =>
        row(share, 8, `fig12b.${share}.tws8`, { chart: 'usages', series: 'tws8', x }),
      ),
    ];
  });
}

const SETTING_HUES = { shared: 'green', heldOut: 'sky', single: 'amber' } as const;
const USAGE_WORDS = ['Weights', 'Spikes and sums', 'ALU'];

function chartsOf(table: DrawTable, draws: number): MeasuredChart[] {
  const y = { name: 'Share of energy', unit: '%', log: false };
  const caption = `DVS-Gesture Medium FC1, T = 300, ${RATE * 100} % firing, ${draws} draws`;
  return [
    {
      id: 'components',
      title: 'By component, TWS 4',
      kind: 'bars',
      x: { name: '', unit: '', log: false },
      y,
      categories: COMPONENTS.map((share) => (share === 'memory' ? 'all memory' : share)),
      series: SETTINGS.map(({ name, conditions }) => ({
        id: name,
        name: conditions,
        hue: SETTING_HUES[name],
        dashed: false,
        points: COMPONENTS.map((share, x) => pointOf(x, table.at(name, 4, share))),
      })),
      caption,
    },
    {
      id: 'usages',
      title: `By usage, batch ${BATCH}`,
      kind: 'bars',
      x: { name: '', unit: '', log: false },
      y,
      categories: USAGE_WORDS,
      series: TWS.map((tws, i) => ({
        id: `tws${tws}`,
        name: `TWS ${tws}`,
        hue: i === 0 ? ('purple' as const) : ('blue' as const),
        dashed: false,
        points: USAGES.map((share, x) => pointOf(x, table.at('shared', tws, share))),
      })),
      caption,
    },
  ];
}
