import { resolve } from 'node:path';
import {
  accept,
  DEFAULT_TRAIN,
  errorAt,
  refuse,
  type DataSpec,
  type Outcome,
} from '../../../engine/contract/index.ts';
import type { OpenWorkbench } from '../../host/workbench.ts';
import { trainSpecOf } from '../../jobs/kinds/run-spec.ts';
import { networkOfCheckpoint } from '../checkpoint-network.ts';
import { done, NO_POSITIONALS, refused, type Command } from '../command.ts';
import { costTable } from '../cost-table.ts';
import { hardwareLine, percent, table } from '../format.ts';
import { HARDWARE_OPTIONS, hardwareFrom } from '../hardware-options.ts';
import { INPUT_OPTIONS, inputFrom, presetInput } from '../input-options.ts';
import type { Arguments } from '../options.ts';
import { DATABASE_OPTION, follow, withWorkbench } from '../session.ts';
import { dataSource } from '../spike-source.ts';
import { splitFrom } from './train.ts';

interface Subject {
  readonly checkpoint: string;
  readonly data: DataSpec;
  readonly seed: number;
}

export const evaluate: Command = {
  name: 'evaluate',
  summary: 'accuracy, confusion matrix, activity and cost of a trained network on a dataset',
  usage: '--run ID or --checkpoint FILE --data PATH [options]',
  example: 'evaluate --run ID',
  options: {
    run: { kind: 'text', value: 'ID', help: 'a finished training run; its own data unless --data is given' },
    checkpoint: { kind: 'text', value: 'FILE', help: 'a checkpoint file' },
    data: { kind: 'text', value: 'PATH or NAME', help: 'dataset folder or embedded set' },
    split: { kind: 'number', min: 0, max: 1, help: 'as in train; the held-out part is evaluated' },
    samples: {
      kind: 'integer',
      min: 0,
      help: `held-out samples whose cost is simulated (default ${DEFAULT_TRAIN.cost.samplesAtEnd})`,
    },
    seed: {
      kind: 'integer',
      min: 0,
      max: 4_294_967_295,
      help: 'seed of the split (default: that of the run, else 1)',
    },
    ...INPUT_OPTIONS,
    ...HARDWARE_OPTIONS,
    ...DATABASE_OPTION,
  },
  positionals: NO_POSITIONALS,
  run: (args, terminal) =>
    withWorkbench(args, terminal, async (workbench) => {
      const hardware = hardwareFrom(args);
      const subject = await subjectFrom(args, workbench);
      if (!hardware.ok) return refused(hardware.issues);
      if (!subject.ok) return refused(subject.issues);
      const samples = args.number('samples') ?? DEFAULT_TRAIN.cost.samplesAtEnd;
      const draw = args.text('transform') !== undefined;
      const ask = { ...subject.value, hardware: hardware.value, samples, draw };
      const job = workbench.queue.start('evaluate', ask, { title: 'Evaluate' });
      const answer = await follow(workbench, terminal, workbench.queue.answerOf('evaluate', job.id));
      if (!answer.ok) return refused(answer.issues);
      const { accuracy, correct, total, confusion, layers, costs, hardware: onHardware } = answer.value;
      const spikeDensity = layers.map((layer) => layer.spikeDensity);
      const twDensity = layers.map((layer) => layer.twDensity);
      const json = {
        accuracy,
        correct,
        total,
        hardwareAccuracy: onHardware?.accuracy ?? null,
        hardware: onHardware ?? null,
        confusion,
        spikeDensity,
        twDensity,
        layers,
        systems: costs,
      };
      const text = [
        `Accuracy ${percent(accuracy)} (${correct} of ${total})`,
        ...(onHardware ? [hardwareLine(onHardware)] : []),
        confusionTable(confusion),
        ...(costs.length
          ? [
              costTable(
                costs.map((cost) => ({ ...cost, name: 'mean' })),
                'Cost',
              ),
            ]
          : []),
      ];
      return done(json, text.join('\n\n'), answer.warnings);
    }),
};

async function subjectFrom(args: Arguments, { store }: OpenWorkbench): Promise<Outcome<Subject>> {
  const [runId, file, data] = [args.text('run'), args.text('checkpoint'), args.text('data')];
  if ((runId === undefined) === (file === undefined))
    return refuse(
      errorAt(
        '--run',
        'cli/subject',
        `must be given, or --checkpoint instead (got ${runId ? 'both' : 'neither'})`,
      ),
    );
  if (file !== undefined) {
    if (data === undefined)
      return refuse(errorAt('--data', 'cli/data', 'must be given with --checkpoint; name a dataset'));
    const checkpoint = resolve(file);
    const network = await networkOfCheckpoint(checkpoint);
    if (!network.ok) return network;
    const base = { ...DEFAULT_TRAIN.data, ...presetInput(network.value) };
    return subject(args, { checkpoint, data: base, seed: 1 });
  }
  const run = store.getRun(runId ?? '');
  if (!run.ok) return run;
  const spec = trainSpecOf(run.value);
  if (!spec || !run.value.checkpoint)
    return refuse(
      errorAt(
        '--run',
        'cli/no-checkpoint',
        `must be a finished training run with a checkpoint (got ${run.value.row.kind}, ${run.value.row.state})`,
      ),
    );
  return subject(args, { checkpoint: run.value.checkpoint.file, data: spec.data, seed: spec.seed });
}

/** What the options name in place of what the run or the network says. */
async function subject(args: Arguments, base: Subject): Promise<Outcome<Subject>> {
  const input = await inputFrom(args, base.data);
  if (!input.ok) return input;
  const seed = args.number('seed') ?? base.seed;
  const named = args.text('data');
  if (named === undefined) return accept({ ...base, data: { ...base.data, ...input.value }, seed });
  const source = dataSource(named);
  const split = splitFrom(args, source);
  return accept({
    ...base,
    data: { ...base.data, ...input.value, source, split, maxTrain: null, maxTest: null },
    seed,
  });
}

function confusionTable(confusion: readonly (readonly number[])[]): string {
  const rows = confusion.map((counts, label) => ({ label, counts }));
  return table(rows, [
    { head: 'true \\ predicted', of: (row) => String(row.label) },
    ...rows.map(({ label }) => ({
      head: String(label),
      right: true,
      of: (row: (typeof rows)[number]) => String(row.counts[label]),
    })),
  ]);
}
