/** The report: what is measured so far beside what is published. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DEFAULT_ENERGY_TABLE,
  DRAWN_FIGURES,
  PAPER_FIGURES,
  type DrawnFigure,
  type Issue,
  type PaperFigure,
  type PaperFigureReport,
  type PaperReport,
  type PaperTraining,
} from '../../../engine/contract/index.ts';
import {
  compareFigure,
  parsePublished,
  STUDIES,
  TRAINED_STUDIES,
  unmeasured,
  type PublishedPaper,
  type TrainedInputs,
  type TrainedNetwork,
} from '../../../engine/paper/index.ts';
import { shipped } from '../quantisation-handlers.ts';
import type { Workbench } from '../workbench.ts';
import { foundTws } from './network-state.ts';
import { isOwn, partsOf, type ActivityState, type PaperState } from './paper-plan.ts';
import { paperTables } from './paper-tables.ts';

export interface Published {
  readonly spikex: PublishedPaper;
  readonly hybrid: PublishedPaper;
}

export async function publishedPapers(workbench: Workbench): Promise<Published> {
  const file = join(workbench.places.paths.resources, 'papers', 'spikex.json');
  const spikex = parsePublished(await readFile(file, 'utf8'), file);
  if (!spikex.ok) throw new Error(`resources: ${spikex.issues.map(({ message }) => message).join('; ')}`);
  return {
    spikex: spikex.value,
    hybrid: await shipped(workbench, 'published-hybrid.json', parsePublished),
  };
}

const isDrawn = (figure: PaperFigure): figure is DrawnFigure =>
  DRAWN_FIGURES.some((drawn) => drawn === figure);

/** One figure as far as it is measured. */
export function figureReport(
  figure: PaperFigure,
  state: PaperState,
  { spikex, hybrid }: Published,
): PaperFigureReport {
  if (isDrawn(figure)) {
    const measured = state.drawn.find((one) => one.figure === figure)?.measured;
    return compareFigure(STUDIES[figure], measured ?? unmeasured(figure, spikex), spikex);
  }
  const study = TRAINED_STUDIES[figure];
  const inputs = trainedInputs(state);
  const paper = figure === 'bits' || figure === 'coding' ? hybrid : spikex;
  return compareFigure(study, study.measure(inputs), paper, [...new Set(study.runIds(inputs))]);
}

export function trainedInputs({ networks, quantisation, settings }: PaperState): TrainedInputs {
  return {
    planned: networks.map(({ state }) => state.planned.network),
    networks: networks.flatMap((one) => trainedNetwork(one, isOwn(settings)) ?? []),
    quantisation: quantisation.report,
  };
}

/** At other settings the sizes that the searches found do not apply: the optimum per layer stands in. */
function trainedNetwork({ state, measured }: ActivityState, own: boolean): TrainedNetwork | null {
  const { planned, sweep, beta, searches } = state;
  if (!sweep) return null;
  const [base, trained, searched = null] = measured;
  return {
    network: planned.network,
    isGiven: planned.isGiven,
    dataset: planned.dataset,
    sweep,
    beta,
    activity: base && trained ? { base, trained, searched } : null,
    found: foundTws(own ? searches : []),
    searchRunIds: [
      ...(state.searched ? [state.searched.row.id] : []),
      ...searches.flatMap(({ report }) => (report ? [report.runId] : [])),
    ],
  };
}

export async function paperReport(
  workbench: Workbench,
  state: PaperState,
  now: { readonly running: boolean; readonly issues: readonly Issue[] },
): Promise<PaperReport> {
  const published = await publishedPapers(workbench);
  return {
    size: state.ask.size,
    source: `${published.spikex.title}: ${published.spikex.source}. ${published.hybrid.title}: ${published.hybrid.source}.`,
    figures: PAPER_FIGURES.map((figure) => figureReport(figure, state, published)),
    tables: await paperTables(workbench),
    parts: partsOf(state),
    trainings: trainingsOf(state, workbench),
    environment: environmentOf(workbench, state),
    ...now,
  };
}

function trainingsOf({ networks, quantisation }: PaperState, { store }: Workbench): PaperTraining[] {
  const ids = quantisation.report?.points.flatMap(({ runIds }) => runIds) ?? [];
  const studied = ids.flatMap((id) => {
    const run = store.getRun(id);
    return run.ok ? [run.value] : [];
  });
  const trained = networks.flatMap(({ state: { runs, searched } }) =>
    searched ? [...runs, searched] : runs,
  );
  return [...trained, ...studied].map(({ row, evaluation }) => ({
    runId: row.id,
    name: row.name,
    dataset: row.dataset,
    accuracy: row.accuracy ?? 0,
    heldOut: evaluation?.total ?? 0,
  }));
}

function environmentOf({ provenance, options }: Workbench, { ask, networks, drawn }: PaperState) {
  const { gitCommit, gitDirty, node, platform, cpu, cores, packages } = provenance;
  const seeds = networks.map(({ state }) => `${state.planned.network}: ${state.planned.seeds.join(', ')}`);
  const rows: [string, string][] = [
    [
      'Version',
      `${options.appVersion}${gitCommit ? `, commit ${gitCommit.slice(0, 12)}` : ''}${gitDirty ? ', changed' : ''}`,
    ],
    ['Size', ask.size],
    [
      'Node',
      `${node}, ${Object.entries(packages ?? {})
        .map(([name, version]) => `${name} ${version}`)
        .join(', ')}`,
    ],
    ['Machine', `${platform}, ${cpu}, ${cores} cores`],
    ['Energy table', `${DEFAULT_ENERGY_TABLE}; one gated accumulation counts as 1 pJ, so compare ratios`],
    ['Accelerator', 'spikex-8x8: 8 × 8 PEs, GLB 54 KB, LBUF 2 KB, 200 MHz'],
    ['Seeds of trainings', seeds.join('; ')],
    ['Draws', drawn.map(({ figure, draws }) => `Fig. ${figure}: ${draws}`).join('; ')],
  ];
  return rows.map(([name, value]) => ({ name, value }));
}
