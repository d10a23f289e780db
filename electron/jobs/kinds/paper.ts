/**
 * Job `paper`: what the figures of the paper need from the simulator. Draws figures 9 to 12 from seeded activity, and records
 * and costs the activity of trained networks. Published values are no input.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  accept,
  refuse,
  type DrawnFigure,
  type Outcome,
  type PaperSettings,
  type RunDetail,
} from '../../../engine/contract/index.ts';
import { applyArchOverrides, DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import { parseEnergyTable } from '../../../engine/cost/energy-table.ts';
import {
  measureActivity,
  STUDIES,
  type FigureMeasurement,
  type NetworkActivity,
  type StudySetup,
} from '../../../engine/paper/index.ts';
import { Scratch } from '../../../engine/sim/index.ts';
import { Catalog, type CatalogPlaces } from '../../resources/catalog.ts';
import type { JobContext } from '../context.ts';
import { activitiesOf } from './activities.ts';

export interface PaperWork {
  readonly draws: readonly { readonly figure: DrawnFigure; readonly draws: number }[];
  readonly activities: readonly ActivityWork[];
  readonly settings: Omit<PaperSettings, 'beta'>;
  /** Real paths below which data may be read; null = anywhere. */
  readonly limits: readonly string[] | null;
}

export interface ActivityWork {
  /** Preset of the network. */
  readonly preset: string;
  readonly run: RunDetail;
  readonly samples: number;
  readonly candidates: readonly number[];
}

/** In the order of the question. */
export interface PaperMeasured {
  readonly drawn: readonly FigureMeasurement[];
  readonly activities: readonly NetworkActivity[];
}

export type PaperContext = Pick<JobContext, 'paths' | 'shouldStop' | 'progress'>;

export async function paper(work: PaperWork, context: PaperContext): Promise<Outcome<PaperMeasured>> {
  const setup = await setupFrom(context.paths, work.settings);
  if (!setup.ok) return setup;
  const drawn: FigureMeasurement[] = [];
  for (const { figure, draws } of work.draws) {
    const progress = (done: number): void =>
      context.progress({ done, total: draws, unit: 'draws', message: `figure ${figure}`, secondsLeft: null });
    const measured = finish(STUDIES[figure].measure(setup.value, draws), progress, context);
    if (!measured) return refuse(); // stopped: the queue ends the job as cancelled
    drawn.push(measured);
  }
  const activities: NetworkActivity[] = [];
  for (const one of work.activities) {
    const measured = await activityOf(one, setup.value, work.limits, context);
    if (!measured.ok) return measured;
    activities.push(measured.value);
  }
  return accept({ drawn, activities });
}

/** Null when it was stopped. */
function finish<T>(
  measuring: Generator<void, T>,
  progress: (done: number) => void,
  { shouldStop }: PaperContext,
): T | null {
  for (let done = 0; ; done++) {
    progress(done);
    const step = measuring.next();
    if (step.done) return step.value;
    if (shouldStop()) return null;
  }
}

async function activityOf(
  { preset, run, samples, candidates }: ActivityWork,
  { arch, energy, scratch }: StudySetup,
  limits: readonly string[] | null,
  context: PaperContext,
): Promise<Outcome<NetworkActivity>> {
  const found = await new Catalog(context.paths).networks.find(preset, 'network');
  if (!found.ok) return found;
  const network = found.value;
  const progress = (done: number): void =>
    context.progress({ done, total: samples, unit: 'samples', message: run.row.name, secondsLeft: null });
  progress(0);
  const ask = { network, spikes: { kind: 'run', runId: run.row.id } as const, recorded: run, limits };
  const recorded = await activitiesOf(ask, samples, context);
  if (!recorded.ok) return recorded;
  const ground = { network, arch, energy, candidates, scratch };
  const measured = finish(measureActivity(ground, recorded.value), progress, context);
  return measured ? accept(measured) : refuse();
}

async function setupFrom(
  paths: CatalogPlaces,
  { energy, archOverrides, tws }: PaperWork['settings'],
): Promise<Outcome<StudySetup>> {
  const catalog = new Catalog(paths);
  const priced = await catalog.tables.find(energy, 'energy');
  const arch = applyArchOverrides(DEFAULT_ARCH_CONFIG, archOverrides, 'set');
  if (!priced.ok || !arch.ok)
    return refuse(...(priced.ok ? [] : priced.issues), ...(arch.ok ? [] : arch.issues));
  const network = async (name: string) => ours(await catalog.networks.find(name, 'network'));
  return accept({
    networks: {
      nmnist: await network('nmnist'),
      medium: await network('dvsg-medium'),
      large: await network('dvsg-large'),
    },
    arch: arch.value,
    energy: priced.value,
    heldOut: {
      fig9: await heldOut(paths, 'held-out-fig9.json'),
      fig12: await heldOut(paths, 'held-out-fig12.json'),
    },
    tws,
    scratch: new Scratch(),
  });
}

const heldOut = async ({ resources }: CatalogPlaces, file: string) =>
  ours(parseEnergyTable(await readFile(join(resources, 'papers', file), 'utf8'), file));

/** A broken shipped file is our own fault. */
function ours<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`resources: ${outcome.issues.map((issue) => issue.message).join('; ')}`);
}
