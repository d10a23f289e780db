/** Job `sweep`: one simulation per point of a grid, in parallel, kept in a file that a later sweep goes on with. */
import { join } from 'node:path';
import { applyArchOverrides } from '../../../engine/arch/arch.ts';
import {
  accept,
  errorAt,
  refuse,
  type Outcome,
  type RunDetail,
  type SimulateSpec,
  type SpikeTensor,
  type SweepReport,
  type Variation,
} from '../../../engine/contract/index.ts';
import { randomInputWarning } from '../../../engine/workload/generators.ts';
import { checkInputs } from '../../../engine/workload/spikes.ts';
import { Catalog, together } from '../../resources/catalog.ts';
import { contentHash } from '../../store/index.ts';
import { inputsHash } from '../inputs-hash.ts';
import type { JobContext } from '../context.ts';
import { modelFingerprint } from '../sweep/fingerprint.ts';
import { gridPoints, type SweepBase, type SweepPoint } from '../sweep/grid.ts';
import { inPool } from '../sweep/pool.ts';
import type { Activity, PointsAsk } from '../sweep/simulate-points.ts';
import { SweepFile } from '../sweep/sweep-file.ts';
import { activityStream } from './activity.ts';
import { simulatedNetwork } from './run-spec.ts';

export interface SweepAsk {
  readonly spec: SimulateSpec;
  readonly vary: readonly Variation[];
  readonly workers: number;
  /** Results of another version are never taken over. */
  readonly appVersion: string;
  /** The run behind `run:ID` spikes. */
  readonly recorded: RunDetail | null;
  /** Real paths below which data may be read; null = anywhere. */
  readonly limits: readonly string[] | null;
}

/** Points of one piece of work at most; they share one drawing of spikes. */
const MOST_PER_PIECE = 16;
/** Its results stand for what the simulator of this build computes. */
const PROBE_NETWORK = 'nmnist-small';

export async function sweep(ask: SweepAsk, context: JobContext): Promise<Outcome<SweepReport>> {
  const base = await baseOf(ask, context);
  if (!base.ok) return base;
  const grid = gridPoints(base.value, ask.vary);
  if (!grid.ok) return grid;
  const recorded = await recordedSamples(ask, base.value, context);
  if (!recorded.ok) return recorded;
  const keys = grid.value.map((point) => keyOf(point));
  const opened = await openFile(base.value, recorded.value, ask.appVersion, context);
  if (!opened.ok) return opened;
  const file = opened.value;
  const missing = grid.value.map((_, i) => i).filter((i) => !file.find(keys[i]));
  const pieces = piecesOf(grid.value, missing, recorded.value, ask.workers);
  const refusal = await compute(pieces, keys, file, grid.value.length, ask.workers, context);
  if (refusal && !context.shouldStop()) return refuse(...(refusal.ok ? [] : refusal.issues));
  if (context.shouldStop()) return refuse(); // stopped: the queue ends the job as cancelled
  const { spikes } = grid.value[0];
  const drawn = 'rate' in spikes ? [randomInputWarning(spikes.kind, spikes.rate, 'spikes')] : [];
  const runs = grid.value.map(({ settings }, i) => ({ settings, systems: file.find(keys[i]) ?? [] }));
  const reused = grid.value.length - missing.length;
  return accept({ runs, computed: missing.length, reused, file: file.file }, [
    ...base.warnings,
    ...grid.warnings,
    ...recorded.warnings,
    ...drawn,
  ]);
}

async function baseOf({ spec, recorded }: SweepAsk, context: JobContext): Promise<Outcome<SweepBase>> {
  const catalog = new Catalog(context.paths);
  const preset = await catalog.networks.find(spec.network, 'network');
  const hardware = together(
    await catalog.archs.find(spec.arch, 'arch'),
    await catalog.tables.find(spec.energy, 'energy'),
  );
  const found = together(preset, hardware);
  if (!found.ok) return found;
  const [spiking, [base, energy]] = found.value;
  const arch = applyArchOverrides(base, spec.archOverrides, 'set');
  if (!arch.ok) return arch;
  const { systems, tws, spikes } = spec;
  const network = simulatedNetwork(spiking, spikes, recorded);
  return accept({ network, energy, arch: arch.value, systems, tws, spikes }, found.warnings);
}

/** Spikes of recorded samples that all threads see at once. */
const MOST_SHARED_BYTES = 2 ** 30;

/** Null where activity is drawn; else recordings for all points, in memory that threads share. */
async function recordedSamples(
  ask: SweepAsk,
  { network, spikes }: SweepBase,
  context: JobContext,
): Promise<Outcome<readonly (readonly SpikeTensor[])[] | null>> {
  if (spikes.kind === 'random' || spikes.kind === 'bursty') return accept(null);
  const { recorded, limits } = ask;
  const stream = await activityStream({ network, spikes, recorded, limits }, context);
  if (!stream.ok) return stream;
  const samples: (readonly SpikeTensor[])[] = [];
  let bytes = 0;
  for (const inputs of stream.value.samples) {
    if (context.shouldStop()) break;
    const misfits = checkInputs(network, inputs, 'spikes');
    if (misfits.length) return refuse(...misfits);
    bytes += inputs.reduce((sum, { ptr, events }) => sum + ptr.byteLength + events.byteLength, 0);
    if (bytes > MOST_SHARED_BYTES) {
      const message = `must take at most 1 GiB together (got more after ${samples.length} of ${stream.value.count} samples); sweep over fewer samples`;
      return refuse(errorAt('spikes', 'sweep/memory', message));
    }
    samples.push(inputs.map((one) => ({ ...one, ptr: sharedCopy(one.ptr), events: sharedCopy(one.events) })));
  }
  return stream.value.failure() ?? accept(samples, stream.warnings);
}

function sharedCopy(values: Uint32Array): Uint32Array {
  const copy = new Uint32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

async function openFile(
  { network, energy, systems, spikes }: SweepBase,
  recorded: readonly (readonly SpikeTensor[])[] | null,
  appVersion: string,
  context: JobContext,
): Promise<Outcome<SweepFile>> {
  const probe = await new Catalog(context.paths).networks.find(PROBE_NETWORK, 'network');
  if (!probe.ok) return probe;
  const shared = {
    schema: 'spikex-sweep/1',
    appVersion,
    model: modelFingerprint(probe.value, energy),
    network: { name: network.name, sha256: contentHash(network) },
    energy: { name: energy.name, sha256: contentHash(energy) },
    systems,
    spikes: recorded
      ? { kind: spikes.kind, samples: recorded.length, sha256: inputsHash(recorded.flat()) }
      : { kind: spikes.kind },
  };
  const name = `${contentHash(shared).slice(0, 32)}.jsonl`;
  return SweepFile.open(join(context.paths.cache, 'sweeps', name), shared);
}

/** Everything that decides a point's result beside what its file's points share. */
function keyOf({ plan, spikes }: SweepPoint): string {
  const drawn = 'rate' in spikes ? { rate: spikes.rate, seed: spikes.seed } : null;
  return contentHash({ tws: plan.tws, arch: plan.arch, drawn });
}

interface Piece {
  readonly indices: readonly number[];
  readonly ask: PointsAsk;
}

/** Points that share their activity, together; enough pieces to keep all threads at work until the end. */
function piecesOf(
  points: readonly SweepPoint[],
  missing: readonly number[],
  recorded: readonly (readonly SpikeTensor[])[] | null,
  workers: number,
): Piece[] {
  const size = Math.min(MOST_PER_PIECE, Math.max(1, Math.ceil(missing.length / (4 * workers))));
  const groups = new Map<string, number[]>();
  for (const i of missing) {
    const { spikes } = points[i];
    const name = 'rate' in spikes ? `${spikes.rate}/${spikes.seed}` : '';
    const group = groups.get(name);
    if (group) group.push(i);
    else groups.set(name, [i]);
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / size) }, (_, at): Piece => {
      const indices = group.slice(at * size, (at + 1) * size);
      const activity = activityAt(points[indices[0]], recorded);
      return { indices, ask: { activity, plans: indices.map((i) => points[i].plan) } };
    }),
  );
}

function activityAt({ spikes }: SweepPoint, recorded: readonly (readonly SpikeTensor[])[] | null): Activity {
  if (recorded) return { kind: 'recorded', samples: recorded };
  if (!('rate' in spikes)) throw new Error(`sweep: no recording of ${spikes.kind} spikes`);
  return { kind: 'drawn', as: spikes.kind, rate: spikes.rate, seed: spikes.seed };
}

/** Null when all is done. */
function compute(
  pieces: readonly Piece[],
  keys: readonly string[],
  file: SweepFile,
  total: number,
  workers: number,
  context: JobContext,
): Promise<Outcome<null> | null> {
  const missing = pieces.reduce((sum, { indices }) => sum + indices.length, 0);
  const startedAtMs = performance.now();
  let computed = 0;
  const progress = (): void => {
    const perPoint = (performance.now() - startedAtMs) / 1000 / computed;
    context.progress({
      done: total - missing + computed,
      total,
      unit: 'points',
      message: `${total - missing + computed} of ${total} points`,
      secondsLeft: computed > 0 ? perPoint * (missing - computed) : null,
    });
  };
  progress();
  return inPool(
    pieces.map(({ ask }) => ask),
    workers,
    context,
    (answer, piece) => {
      const { indices } = pieces[piece];
      const kept = file.add(answer.map((systems, i) => ({ key: keys[indices[i]], systems })));
      computed += indices.length;
      progress();
      return kept;
    },
  );
}
