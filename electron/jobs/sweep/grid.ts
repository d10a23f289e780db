/** The grid of a sweep: which keys vary over which values, as one list of complete simulations, checked in advance. */
import { ARCH_KEYS } from '../../../engine/arch/fields.ts';
import { applyArchOverrides } from '../../../engine/arch/arch.ts';
import {
  accept,
  errorAt,
  MOST_SWEEP_POINTS,
  refuse,
  type ArchConfig,
  type ArchOverrides,
  type EnergyTable,
  type Issue,
  type NetworkSpec,
  type Outcome,
  type SpikeSource,
  type SystemName,
  type Variation,
} from '../../../engine/contract/index.ts';
import { nearestWord } from '../../../engine/math/nearest-word.ts';
import { planSimulation, type SimulationPlan } from '../../../engine/sim/index.ts';
import { checkRate } from '../../../engine/workload/generators.ts';

/** Issues shown; a grid repeats its mistakes. */
const MOST_ISSUES = 20;

/** What all points share where they do not vary it. */
export interface SweepBase {
  readonly network: NetworkSpec;
  readonly energy: EnergyTable;
  readonly arch: ArchConfig;
  readonly systems: readonly SystemName[];
  readonly tws: readonly number[];
  readonly spikes: SpikeSource;
}

export interface SweepPoint {
  /** The varied keys with their values at this point. */
  readonly settings: Readonly<Record<string, string | number>>;
  readonly plan: SimulationPlan;
  readonly spikes: SpikeSource;
}

/** Checks keys, values, the number of points, and then every point; the last key varies fastest. */
export function gridPoints(base: SweepBase, vary: readonly Variation[]): Outcome<readonly SweepPoint[]> {
  const issues = [...checkKeys(base, vary), ...checkSize(vary)];
  if (issues.length) return refuse(...issues);
  const found = new Map<string, Issue>();
  const points: SweepPoint[] = [];
  for (const settings of combinations(vary)) {
    const point = pointAt(base, settings);
    for (const issue of point.ok ? point.warnings : point.issues)
      found.set(`${issue.path}: ${issue.message}`, issue);
    if (point.ok) points.push(point.value);
  }
  const all = [...found.values()];
  const errors = all.filter((issue) => issue.severity === 'error').slice(0, MOST_ISSUES);
  return errors.length ? refuse(...errors) : accept(points, all.slice(0, MOST_ISSUES));
}

const isDrawn = (spikes: SpikeSource): spikes is Extract<SpikeSource, { rate: number }> =>
  spikes.kind === 'random' || spikes.kind === 'bursty';

function checkKeys({ spikes }: SweepBase, vary: readonly Variation[]): Issue[] {
  const known = ['tws', 'rate', 'seed', ...ARCH_KEYS];
  if (vary.length === 0)
    return [errorAt('vary', 'sweep/keys', 'must name at least one key (got none); try tws=2,4,8')];
  return vary.flatMap(({ key, values }, i) => {
    const path = `vary ${key}`;
    if (!known.includes(key)) {
      const near = nearestWord(key, known);
      const advice = near ? `did you mean ${near}?` : `choose ${known.join(', ')}`;
      return [errorAt(path, 'sweep/unknown-key', `must be a key that can vary (got ${key}); ${advice}`)];
    }
    if (vary.findIndex((other) => other.key === key) !== i)
      return [errorAt(path, 'sweep/key-twice', `must be given once (got ${key} twice); join its values`)];
    if (values.length === 0 || values.some((value) => value.trim() === ''))
      return [
        errorAt(path, 'sweep/values', `must be values between commas (got ${values.join(',') || 'none'})`),
      ];
    if (new Set(values).size < values.length)
      return [
        errorAt(path, 'sweep/value-twice', `must be different values (got ${values.join(',')}); remove one`),
      ];
    if ((key === 'rate' || key === 'seed') && !isDrawn(spikes)) {
      const message = `can vary with random or bursty spikes only (got ${spikes.kind}); leave it out, or use random:RATE`;
      return [errorAt(path, 'sweep/drawn', message)];
    }
    return [];
  });
}

function checkSize(vary: readonly Variation[]): Issue[] {
  const points = vary.reduce((product, { values }) => product * values.length, 1);
  if (points <= MOST_SWEEP_POINTS) return [];
  const product = vary.map(({ values }) => values.length).join(' x ');
  const message = `must span at most ${MOST_SWEEP_POINTS} points (got ${points} = ${product}); give fewer values, or sweep in parts`;
  return [errorAt('vary', 'sweep/points', message)];
}

/** In grid order; numbers as numbers. */
function* combinations(vary: readonly Variation[]): Generator<Record<string, string | number>> {
  if (vary.length === 0) {
    yield {};
    return;
  }
  const [{ key, values }, ...rest] = vary;
  for (const value of values)
    for (const others of combinations(rest))
      yield { [key]: Number.isNaN(Number(value)) ? value : Number(value), ...others };
}

function pointAt(base: SweepBase, settings: SweepPoint['settings']): Outcome<SweepPoint> {
  const { tws, rate, seed, ...keys } = settings;
  const overrides: ArchOverrides = keys;
  const spikes = spikesAt(base.spikes, rate, seed);
  const arch = applyArchOverrides(base.arch, overrides, 'vary');
  if (!spikes.ok || !arch.ok)
    return refuse(...(spikes.ok ? [] : spikes.issues), ...(arch.ok ? [] : arch.issues));
  const { network, energy, systems } = base;
  const sizes = tws === undefined ? base.tws : String(tws).split('/').map(Number);
  const plan = planSimulation({ network, energy, systems, arch: arch.value, tws: sizes });
  if (!plan.ok) return plan;
  return accept({ settings, plan: plan.value, spikes: spikes.value }, plan.warnings);
}

function spikesAt(
  base: SpikeSource,
  rate: string | number | undefined,
  seed: string | number | undefined,
): Outcome<SpikeSource> {
  if (!isDrawn(base)) return accept(base);
  const spikes = { ...base, rate: Number(rate ?? base.rate), seed: Number(seed ?? base.seed) };
  const issues = checkRate(spikes.kind, spikes.rate, rate === undefined ? 'spikes' : 'vary rate');
  if (!Number.isInteger(spikes.seed) || spikes.seed < 0 || spikes.seed > 0xffffffff) {
    const message = `must be a whole number, 0 to 4294967295 (got ${String(seed)}); try 1`;
    issues.push(errorAt('vary seed', 'sweep/seed', message));
  }
  return issues.length ? refuse(...issues) : accept(spikes);
}
