import { join, resolve } from 'node:path';
import {
  accept,
  DEFAULT_SHRINK,
  DEFAULT_TRAIN,
  errorAt,
  refuse,
  type DataSpec,
  type Outcome,
  type ShrinkSpec,
} from '../../../engine/contract/index.ts';
import { libraryFolder } from '../../host/paths.ts';
import { networkOfCheckpoint } from '../checkpoint-network.ts';
import { done, refused, type Command } from '../command.ts';
import { HARDWARE_OPTIONS, hardwareFrom, issuesOf } from '../hardware-options.ts';
import { INPUT_OPTIONS, inputFrom, presetInput } from '../input-options.ts';
import type { Arguments } from '../options.ts';
import { DATABASE_OPTION, follow, withWorkbench } from '../session.ts';
import { nextCommands, shrinkText } from '../shrink-text.ts';
import { dataSource } from '../spike-source.ts';
import { splitFrom } from './train.ts';

export const shrink: Command = {
  name: 'shrink',
  summary:
    'take units out of a trained network where that lowers the simulated EDP most, to train on with what is left',
  usage: 'CHECKPOINT --data PATH [--drop 5] [--units 8,16,..] [options]',
  example: 'shrink last.spikexckpt --data synthetic-gesture --system spikex,ptb --tws 1 --drop 10',
  options: {
    data: {
      kind: 'text',
      value: 'PATH or NAME',
      help: 'dataset folder or embedded set; its training part is judged on',
    },
    split: { kind: 'number', min: 0, max: 1, help: 'as in train' },
    'max-train': { kind: 'integer', min: 1, help: 'cap on training samples, as in train' },
    drop: {
      kind: 'number',
      min: 0,
      max: 100,
      help: `points of accuracy on those samples that may be lost before training goes on (default ${DEFAULT_SHRINK.drop})`,
    },
    samples: {
      kind: 'integer',
      min: 1,
      max: 1_000_000,
      help: `training samples judged on (default ${DEFAULT_SHRINK.samples})`,
    },
    units: {
      kind: 'text',
      value: 'N,N,..',
      help: 'units to leave, one number per conv and fc layer below the last (default: searched for)',
    },
    name: { kind: 'text', value: 'NAME', help: 'of the new network (default: the old name and the units)' },
    out: {
      kind: 'text',
      value: 'FOLDER',
      help: 'where NAME.json and NAME.spkx go (default: your own networks)',
    },
    seed: {
      kind: 'integer',
      min: 0,
      max: 4_294_967_295,
      help: 'seed of the split, as in the training (default 1)',
    },
    ...INPUT_OPTIONS,
    ...HARDWARE_OPTIONS,
    ...DATABASE_OPTION,
  },
  positionals: { least: 1, most: 1, names: 'one checkpoint file' },
  async run(args, terminal) {
    const spec = await specFrom(args);
    if (!spec.ok) return refused(spec.issues);
    const out = args.text('out');
    const folder = out === undefined ? join(libraryFolder(), 'networks') : resolve(out);
    return withWorkbench(args, terminal, async (workbench) => {
      const ask = { spec: spec.value, folder, limits: null };
      const job = workbench.queue.start('shrink', ask, { title: 'Remove units' });
      const answer = await follow(workbench, terminal, workbench.queue.answerOf('shrink', job.id));
      if (!answer.ok) return refused(answer.issues);
      const next = nextCommands(answer.value, args);
      const text = `${shrinkText(answer.value)}\n\nGo on with\n  ${next.train}\n  ${next.sweep}`;
      return done({ ...answer.value, next }, text, answer.warnings);
    });
  },
};

async function specFrom(args: Arguments): Promise<Outcome<ShrinkSpec>> {
  const checkpoint = resolve(args.positionals[0]);
  const hardware = hardwareFrom(args);
  const units = unitsFrom(args.list('units'));
  const data = await dataFrom(args, checkpoint);
  if (!hardware.ok || !units.ok || !data.ok)
    return refuse(...issuesOf(hardware), ...issuesOf(units), ...issuesOf(data));
  return accept({
    checkpoint,
    data: data.value,
    seed: args.number('seed') ?? DEFAULT_TRAIN.seed,
    hardware: hardware.value,
    drop: args.number('drop') ?? DEFAULT_SHRINK.drop,
    samples: args.number('samples') ?? DEFAULT_SHRINK.samples,
    units: units.value,
    name: args.text('name') ?? null,
  });
}

async function dataFrom(args: Arguments, checkpoint: string): Promise<Outcome<DataSpec>> {
  const named = args.text('data');
  const missing = named === undefined && errorAt('--data', 'cli/data', 'must be given; name a dataset');
  const network = await networkOfCheckpoint(checkpoint);
  if (missing || !network.ok) return refuse(...(missing ? [missing] : []), ...issuesOf(network));
  const input = await inputFrom(args, { ...DEFAULT_TRAIN.data, ...presetInput(network.value) });
  if (!input.ok) return input;
  const source = dataSource(named ?? '');
  const split = splitFrom(args, source);
  return accept({ source, split, maxTrain: args.number('max-train') ?? null, maxTest: null, ...input.value });
}

function unitsFrom(texts: readonly string[] | undefined): Outcome<readonly number[] | null> {
  if (!texts) return accept(null);
  const bad = texts.filter((text) => !/^\d{1,9}$/.test(text) || Number(text) < 1);
  if (!bad.length) return accept(texts.map(Number));
  return refuse(
    errorAt(
      '--units',
      'cli/units',
      `must be whole numbers, at least 1 (got ${bad.join(', ')}); try 8,16,128`,
    ),
  );
}
