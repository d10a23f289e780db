/** A run of another tool as one of ours: its parameters, curves and times, marked as imported. */
import { createHash } from 'node:crypto';
import type { ImportTool, RunState } from '../../../../engine/contract/index.ts';
import { encode, seedGroupOf, type CarriedRun } from '../../../store/index.ts';

export interface ForeignPoint {
  readonly step: number;
  readonly value: number;
  readonly atMs: number | null;
}

export interface ForeignRun {
  readonly tool: ImportTool;
  /** What the other tool tells its runs apart by: importing the same again adds nothing. */
  readonly sourceId: string;
  readonly name: string;
  readonly experiment: string;
  readonly state: RunState;
  readonly createdAtMs: number;
  readonly endedAtMs: number | null;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  readonly tags: readonly string[];
  readonly note: string;
  readonly curves: readonly {
    readonly key: string;
    readonly axis: string;
    readonly points: readonly ForeignPoint[];
  }[];
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_LENGTH = 12;
/** Names that tools and tutorials give to accuracy on held-out data, the surest first. */
const ACCURACY = [
  /^(test|eval|val|valid|validation)[._/ -]?acc(uracy)?$/i,
  /^acc(uracy)?[._/ -]?(test|eval|val|valid|validation)$/i,
  /^acc(uracy)?$/i,
];
const LOSS = [/^(test|eval|val|valid|validation)[._/ -]?loss$/i, /^loss[._/ -]?(test|eval|val)?$/i];

export function carriedFrom(run: ForeignRun, project: string): CarriedRun {
  const accuracy = seriesNamed(run, ACCURACY, (value) => value >= 0 && value <= 1);
  const loss = seriesNamed(run, LOSS, Number.isFinite);
  const best = accuracy?.reduce((a, b) => (b.value > a.value ? b : a)) ?? null;
  const seed = Object.entries(run.params).find(([key]) => /(^|[._/])seed$/i.test(key))?.[1];
  const network = run.params['network'] ?? run.params['model'] ?? run.params['arch'];
  const dataset = run.params['dataset'] ?? run.params['data'];
  return {
    id: idOf(run),
    name: run.name || run.sourceId,
    kind: 'import',
    state: run.state,
    experiment: run.experiment || run.tool,
    project,
    tags: [...new Set(run.tags)].filter(Boolean).sort(),
    columns: {
      message: `imported from ${run.tool}`,
      created_at_ms: Math.round(run.createdAtMs),
      started_at_ms: Math.round(run.createdAtMs),
      ended_at_ms: run.endedAtMs === null ? null : Math.round(run.endedAtMs),
      updated_at_ms: Math.round(run.endedAtMs ?? run.createdAtMs),
      seed: Number.isInteger(Number(seed ?? NaN)) ? Number(seed) : null,
      network: String(network ?? '–'),
      dataset: String(dataset ?? '–'),
      epochs_done: 0,
      accuracy: accuracy?.at(-1)?.value ?? null,
      best_accuracy: best?.value ?? null,
      best_epoch: best && Number.isInteger(best.step) ? best.step : null,
      loss: loss?.at(-1)?.value ?? null,
      note: run.note,
      seed_group: seedGroupOf('import', groupOf(run)),
    },
    spec: encode({ importedFrom: run.tool, sourceId: run.sourceId, params: run.params }),
    provenance: encode({
      appVersion: `imported from ${run.tool}`,
      gitCommit: typeof run.params['git.commit'] === 'string' ? run.params['git.commit'] : null,
      gitDirty: null,
      node: 'unknown',
      platform: 'unknown',
      cpu: 'unknown',
      cores: 0,
      dataHash: null,
      networkHash: null,
      energyTableHash: null,
    }),
    evaluation: null,
    epochs: [],
    curves: run.curves.map(({ key, axis, points }) => ({ key, axis, points: uniqueSteps(points) })),
    simulations: [],
    candidates: [],
    artifacts: [],
    energyTables: [],
  };
}

/** Runs with the same parameters but another seed belong together; without parameters nothing says so. */
function groupOf({ tool, sourceId, experiment, params }: ForeignRun): unknown {
  const known = Object.entries(params).filter(([key]) => !/(^|[._/])seed$/i.test(key));
  return known.length ? { tool, experiment, params: Object.fromEntries(known) } : { tool, sourceId };
}

function seriesNamed(
  { curves }: ForeignRun,
  names: readonly RegExp[],
  holds: (value: number) => boolean,
): readonly ForeignPoint[] | null {
  for (const name of names) {
    const found = curves.find(
      ({ key, points }) => name.test(key) && points.length && points.every(({ value }) => holds(value)),
    );
    if (found) return [...found.points].sort((a, b) => a.step - b.step);
  }
  return null;
}

/** A step that was logged twice (a restart) keeps its later value, as the tools themselves draw it. */
function uniqueSteps(points: readonly ForeignPoint[]): CarriedRun['curves'][number]['points'] {
  const byStep = new Map<number, ForeignPoint>();
  for (const point of points) {
    const known = byStep.get(point.step);
    if (Number.isFinite(point.step) && (!known || (point.atMs ?? 0) >= (known.atMs ?? 0)))
      byStep.set(point.step, point);
  }
  return [...byStep.values()]
    .sort((a, b) => a.step - b.step)
    .map(({ step, value, atMs }) => ({
      step,
      value: Number.isNaN(value) ? null : value,
      at_ms: atMs === null ? null : Math.round(atMs),
    }));
}

function idOf({ tool, sourceId }: ForeignRun): string {
  const hash = createHash('sha256').update(`${tool}\n${sourceId}`).digest();
  return Array.from({ length: ID_LENGTH }, (_, i) => ALPHABET[hash[i] % ALPHABET.length]).join('');
}
