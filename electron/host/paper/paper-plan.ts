/** Everything that a size of the reproduction consists of, and how far it is. */
import {
  DEFAULT_ENERGY_TABLE,
  DRAWN_FIGURES,
  type DrawnFigure,
  type PaperAsk,
  type PaperDatasets,
  type PaperPart,
  type PaperSettings,
  type PaperSize,
  type QuantisationReport,
  type TrainSpec,
} from '../../../engine/contract/index.ts';
import {
  NETWORK_TITLES,
  paperNetworks,
  parsePublished,
  parseQuantisation,
  quantisationRuns,
  SEARCHED,
  STUDIES,
  type FigureMeasurement,
  type NetworkActivity,
  type PlannedNetwork,
} from '../../../engine/paper/index.ts';
import type { ActivityWork, PaperWork } from '../../jobs/kinds/paper.ts';
import { gathered, shipped } from '../quantisation-handlers.ts';
import type { Workbench } from '../workbench.ts';
import { networkState, type NetworkState } from './network-state.ts';
import { PaperCache } from './paper-cache.ts';

export const OWN_SETTINGS: PaperSettings = {
  energy: DEFAULT_ENERGY_TABLE,
  archOverrides: {},
  tws: [],
  beta: null,
};

export interface DrawnState {
  readonly figure: DrawnFigure;
  readonly draws: number;
  readonly measured: FigureMeasurement | null;
}

export interface ActivityState {
  readonly state: NetworkState;
  /** At beta 0, with HT, with HT and HAS where that is finished; none before the first two are. */
  readonly works: readonly ActivityWork[];
  readonly measured: readonly (NetworkActivity | null)[];
}

export interface PaperState {
  readonly ask: PaperAsk;
  readonly settings: PaperSettings;
  readonly drawn: readonly DrawnState[];
  readonly networks: readonly ActivityState[];
  readonly quantisation: {
    readonly specs: readonly TrainSpec[];
    readonly report: QuantisationReport | null;
  };
}

export const drawnKey = (
  figure: DrawnFigure,
  draws: number,
  { energy, archOverrides, tws }: PaperWork['settings'],
): unknown => ({ figure, draws, energy, archOverrides, tws });

export const activityKey = (
  { preset, run, samples, candidates }: ActivityWork,
  { energy, archOverrides }: PaperSettings,
): unknown => ({ preset, checkpoint: run.checkpoint?.sha256, samples, candidates, energy, archOverrides });

const DRAWS_OF_A_LOOK: Readonly<Record<DrawnFigure, number>> = { '9': 40, '10': 2, '11': 2, '12': 3 };

/** The searches were run at the figure's own settings, for the run that the rule picks. */
export const isOwn = ({ energy, archOverrides, tws, beta }: PaperSettings): boolean =>
  energy === DEFAULT_ENERGY_TABLE &&
  Object.keys(archOverrides).length === 0 &&
  tws.length === 0 &&
  beta === null;

/** The networks that a size consists of. */
export type PaperPlan = (size: PaperSize, datasets: PaperDatasets) => readonly PlannedNetwork[];

export async function paperState(
  workbench: Workbench,
  ask: PaperAsk,
  settings: PaperSettings = OWN_SETTINGS,
  plan: PaperPlan = paperNetworks,
): Promise<PaperState> {
  const cache = new PaperCache(workbench);
  const { energy, archOverrides, tws } = settings;
  const own = isOwn({ ...settings, beta: null });
  const drawn = DRAWN_FIGURES.map((figure): DrawnState => {
    const draws = own ? STUDIES[figure].usualDraws : DRAWS_OF_A_LOOK[figure];
    return { figure, draws, measured: cache.read(drawnKey(figure, draws, { energy, archOverrides, tws })) };
  });
  const networks: ActivityState[] = [];
  for (const planned of plan(ask.size, ask.datasets)) {
    const state = await networkState(workbench, planned, settings);
    const works = worksOf(state, tws);
    const measured = works.map((work) => cache.read<NetworkActivity>(activityKey(work, settings)));
    networks.push({ state, works, measured });
  }
  return {
    ask,
    settings,
    drawn,
    networks,
    quantisation: await quantisationState(workbench, ask.size, energy),
  };
}

function worksOf({ planned, base, trained, searched }: NetworkState, tws: readonly number[]): ActivityWork[] {
  if (!base || !trained) return [];
  const { preset, samples } = planned;
  const candidates = tws.length ? tws : planned.candidates;
  return [base, trained, ...(searched ? [searched] : [])].map((run) => ({
    preset,
    run,
    samples,
    candidates,
  }));
}

async function quantisationState(
  workbench: Workbench,
  size: PaperSize,
  energy: string,
): Promise<PaperState['quantisation']> {
  const file = size === 'full' ? 'quantisation.json' : 'quantisation-small.json';
  const study = await shipped(workbench, file, parseQuantisation);
  const published = await shipped(workbench, 'published-hybrid.json', parsePublished);
  const specs = quantisationRuns(study, false, workbench.defaultWorkers);
  const table =
    energy === DEFAULT_ENERGY_TABLE ? null : await workbench.catalog.tables.find(energy, 'energy');
  const priced = table?.ok ? table.value : null;
  return { specs, report: gathered(workbench, study, specs, published, priced) };
}

/** What there is to do and what is done, in the order of the work. */
export function partsOf({ drawn, networks, quantisation }: PaperState): PaperPart[] {
  return [
    {
      id: 'drawn',
      title: 'Figures from random activity',
      figures: DRAWN_FIGURES,
      done: drawn.filter(({ measured }) => measured).length,
      total: drawn.length,
    },
    ...networks.flatMap(({ state, works, measured }): PaperPart[] => {
      const title = NETWORK_TITLES[state.planned.network];
      const { network } = state.planned;
      return [
        {
          id: `train-${network}`,
          title: `${title}: trainings over β`,
          figures: ['5', '7', '13', 'edp'],
          done: state.runs.length,
          total: state.specs.length,
        },
        {
          id: `cost-${network}`,
          title: `${title}: search and activity`,
          figures: ['5', '13', 'edp'],
          done:
            (state.searched ? 1 : 0) +
            (works.length > 2 && measured.every((one) => one !== null) ? 1 : 0) +
            state.searches.filter(({ report }) => report).length,
          total: 2 + SEARCHED.length,
        },
      ];
    }),
    {
      id: 'quantisation',
      title: 'Trainings over bits and coding',
      figures: ['bits', 'coding'],
      done: quantisation.report?.finished ?? 0,
      total: quantisation.specs.length,
    },
  ];
}
