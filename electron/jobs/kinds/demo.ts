/** Job `demo`: the trainings of the demo one after another, on the same data. */
import { accept, type Issue, type Outcome, type TrainSpec } from '../../../engine/contract/index.ts';
import type { JobContext } from '../context.ts';
import { prepareTraining } from './prepare.ts';
import { runTraining, type TrainAnswer } from './train-run.ts';

export interface DemoAsk {
  /** Runs that exist already, in the order in which they are trained; they share their data. */
  readonly runs: readonly { readonly runId: string; readonly spec: TrainSpec }[];
}

export async function demo({ runs }: DemoAsk, context: JobContext): Promise<Outcome<readonly TrainAnswer[]>> {
  const answers: TrainAnswer[] = [];
  const warnings: Issue[] = [];
  const prepared = await prepareTraining(runs[0].spec, null, context);
  if (!prepared.ok) return prepared;
  const total = runs.reduce((sum, { spec }) => sum + spec.epochs, 0);
  const startedAtMs = performance.now();
  let before = 0;
  for (const { runId, spec } of runs) {
    const done = before;
    const answer = await runTraining(
      {
        runId,
        spec,
        prepared: prepared.value,
        progressOf: (progress) => {
          const share = (done + progress.done) / total;
          const seconds = (performance.now() - startedAtMs) / 1000;
          return {
            ...progress,
            done: done + progress.done,
            total,
            secondsLeft: (seconds / share) * (1 - share),
          };
        },
      },
      context,
    );
    if (!answer.ok) return answer;
    answers.push(answer.value);
    warnings.push(...answer.warnings);
    before += spec.epochs;
  }
  return accept(answers, [...prepared.warnings, ...warnings]);
}
