/**
 * Jobs `demo` and `train-sweep`: trainings one after another. Runs that differ in the hardware loss only share their
 * data and their pre-training: the first of them trains it, the others go on from its checkpoint (bit for bit the same
 * as training it again) and take its epochs over.
 */
import { accept, type Issue, type Outcome, type TrainSpec } from '../../../engine/contract/index.ts';
import type { JobContext } from '../context.ts';
import { prepareTraining, type Prepared } from './prepare.ts';
import { runTraining, type ResumeFrom, type TrainAnswer } from './train-run.ts';

export interface TrainSeriesAsk {
  /** Runs that exist already, in the order in which they are trained. */
  readonly runs: readonly { readonly runId: string; readonly spec: TrainSpec }[];
  /** Real paths below which data may be read; null = anywhere. */
  readonly limits: readonly string[] | null;
}

export async function trainSeries(
  { runs, limits }: TrainSeriesAsk,
  context: JobContext,
): Promise<Outcome<readonly TrainAnswer[]>> {
  const answers: TrainAnswer[] = [];
  const warnings: Issue[] = [];
  const progress = new SeriesProgress(runs.map(({ spec }) => spec.epochs));
  let loaded = '';
  let prepared: Prepared | null = null;
  const pretrained = new Map<string, ResumeFrom>();
  for (const [at, { runId, spec }] of runs.entries()) {
    const key = dataKey(spec);
    if (!prepared || loaded !== key) {
      const next = await prepareTraining(spec, limits, context);
      if (!next.ok) return next;
      warnings.push(...next.warnings);
      prepared = next.value;
      loaded = key;
    }
    const shared = pretrainingKey(spec);
    const answer = await runTraining(
      {
        runId,
        spec,
        prepared,
        from: pretrained.get(shared) ?? null,
        keepPretraining: (kept) => pretrained.set(shared, kept),
        progressOf: (one) => ({ ...one, ...progress.at(at, one.done) }),
      },
      context,
    );
    if (!answer.ok) return answer;
    answers.push(answer.value);
    warnings.push(...answer.warnings);
  }
  return accept(answers, unique(warnings));
}

/** Everything that decides what `prepareTraining` gives. */
const dataKey = ({ network, data, cost, seed }: TrainSpec): string =>
  JSON.stringify({ network, data, cost, seed });

/** Everything that decides the weights until the hardware loss begins. */
const pretrainingKey = (spec: TrainSpec): string =>
  JSON.stringify({ ...spec, name: '', experiment: '', hardwareLoss: null, workers: 0 });

/** Several trainings as one bar; the time left is judged by the epochs done so far. */
class SeriesProgress {
  private readonly startedAtMs = performance.now();
  private readonly total: number;
  private readonly before: readonly number[];

  constructor(epochs: readonly number[]) {
    this.total = epochs.reduce((sum, count) => sum + count, 0);
    this.before = epochs.map((_, i) => epochs.slice(0, i).reduce((sum, count) => sum + count, 0));
  }

  at(run: number, done: number): { done: number; total: number; secondsLeft: number } {
    const sum = this.before[run] + done;
    const share = sum / this.total;
    const seconds = (performance.now() - this.startedAtMs) / 1000;
    return { done: sum, total: this.total, secondsLeft: (seconds / share) * (1 - share) };
  }
}

const unique = (issues: readonly Issue[]): Issue[] => [
  ...new Map(issues.map((issue) => [JSON.stringify(issue), issue])).values(),
];
