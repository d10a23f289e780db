/** Job `paper`: measures figures of the SpikeX paper with the simulator and puts the published values beside them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accept, refuse, DEFAULT_ENERGY_TABLE, type Outcome } from '../../../engine/contract/index.ts';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import { parseEnergyTable } from '../../../engine/cost/energy-table.ts';
import {
  compareFigure,
  parsePublished,
  STUDIES,
  type ComparedFigure,
  type FigureStudy,
  type PaperFigure,
  type PublishedPaper,
  type StudySetup,
} from '../../../engine/paper/index.ts';
import { Scratch } from '../../../engine/sim/index.ts';
import { Catalog, type CatalogPlaces } from '../../resources/catalog.ts';
import type { JobContext } from '../context.ts';

export interface PaperAsk {
  readonly figures: readonly PaperFigure[];
  /** A fifth of the draws: for a first look. */
  readonly quick: boolean;
}

export interface PaperAnswer {
  readonly paper: PublishedPaper;
  readonly figures: readonly ComparedFigure[];
}

const QUICK_SHARE = 0.2;

export async function paper(
  { figures, quick }: PaperAsk,
  context: JobContext,
): Promise<Outcome<PaperAnswer>> {
  const { resources } = context.paths;
  const published = await shipped(resources, 'spikex.json', parsePublished);
  const setup = await setupFrom(context.paths);
  const compared: ComparedFigure[] = [];
  for (const figure of figures) {
    const study = STUDIES[figure];
    const draws = quick ? Math.ceil(study.usualDraws * QUICK_SHARE) : study.usualDraws;
    const measurement = measure(study, setup, draws, context);
    if (!measurement) return refuse(); // stopped: the queue ends the job as cancelled
    compared.push(compareFigure(study, measurement, published));
  }
  return accept({ paper: published, figures: compared });
}

/** Null when it was stopped. */
function measure(study: FigureStudy, setup: StudySetup, draws: number, context: JobContext) {
  const measuring = study.measure(setup, draws);
  const message = `figure ${study.figure}`;
  for (let done = 0; ; done++) {
    context.progress({ done, total: draws, unit: 'draws', message, secondsLeft: null });
    const step = measuring.next();
    if (step.done) return step.value;
    if (context.shouldStop()) return null;
  }
}

async function setupFrom(paths: CatalogPlaces): Promise<StudySetup> {
  const { resources } = paths;
  const catalog = new Catalog(paths);
  const network = async (name: string) => ours(await catalog.networks.find(name, 'network'));
  const table = (file: string) => shipped(resources, file, parseEnergyTable);
  return {
    networks: {
      nmnist: await network('nmnist'),
      medium: await network('dvsg-medium'),
      large: await network('dvsg-large'),
    },
    arch: DEFAULT_ARCH_CONFIG,
    energy: ours(await catalog.tables.find(DEFAULT_ENERGY_TABLE, 'energy')),
    heldOut: { fig9: await table('held-out-fig9.json'), fig12: await table('held-out-fig12.json') },
    scratch: new Scratch(),
  };
}

async function shipped<T>(
  resources: string,
  file: string,
  parse: (source: unknown, file: string) => Outcome<T>,
): Promise<T> {
  return ours(parse(await readFile(join(resources, 'papers', file), 'utf8'), file));
}

/** A broken shipped file is our own fault. */
function ours<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`resources: ${outcome.issues.map((issue) => issue.message).join('; ')}`);
}
