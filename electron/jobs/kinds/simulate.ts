/** Job `simulate`: one inference, or many recorded ones, on the chosen systems, kept as a run. */
import {
  accept,
  refuse,
  type Issue,
  type Outcome,
  type SampledActivity,
  type SpikeTensor,
  type SystemReport,
} from '../../../engine/contract/index.ts';
import { averageCosts, simulateSamples } from '../../../engine/sim/index.ts';
import type { JobContext } from '../context.ts';
import { misfitsOf, sampledSimulation, type SimulationAsk } from './one-simulation.ts';

export interface SimulateAsk extends SimulationAsk {
  readonly runId: string;
}

export interface SimulateAnswer {
  readonly systems: readonly SystemReport[];
  readonly sampled: SampledActivity | null;
}

export async function simulate(ask: SimulateAsk, context: JobContext): Promise<Outcome<SimulateAnswer>> {
  const { runId } = ask;
  context.report({ type: 'run-started', runId, provenance: null });
  const prepared = await sampledSimulation(ask, context);
  if (!prepared.ok) return prepared;
  const simulation = prepared.value;
  const { plan, stream } = simulation;
  let misfits: readonly Issue[] = [];
  function* fitting(): Generator<readonly SpikeTensor[]> {
    for (const inputs of stream.samples) {
      misfits = misfitsOf(simulation, inputs);
      if (misfits.length) return;
      yield inputs;
    }
  }
  const checked = fitting();
  const first = checked.next();
  if (first.done) return stream.failure() ?? refuse(...misfits);
  const { samples, systems, spreads } = simulateSamples(plan, withFirst(first.value, checked), (done) => {
    context.progress({
      done,
      total: stream.count,
      unit: 'samples',
      message: `${done} of ${stream.count} samples`,
      secondsLeft: null,
    });
    return !context.shouldStop();
  });
  if (context.shouldStop()) return refuse(); // stopped: the queue ends the job as cancelled
  const failure = stream.failure() ?? (misfits.length ? refuse(...misfits) : null);
  if (failure) return failure;
  context.report({
    type: 'run-ended',
    runId,
    end: {
      state: 'done',
      message: null,
      evaluation: null,
      costs: systems.map((report) => ({ ...averageCosts([report]), samples })),
      checkpoint: null,
      spikeDensity: null,
      twDensity: null,
    },
  });
  const kept = stream.kept();
  const sampled =
    ask.spec.spikes.kind === 'run' || ask.spec.spikes.kind === 'dataset'
      ? { samples, of: stream.of, file: kept?.file ?? null, fileBytes: kept?.bytes ?? null, spreads }
      : null;
  return accept({ systems, sampled }, prepared.warnings);
}

function* withFirst<T>(first: T, rest: Iterable<T>): Generator<T> {
  yield first;
  yield* rest;
}
