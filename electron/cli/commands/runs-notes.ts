/** Tags, notes, projects, archive and trash. */
import { errorAt, type RunChange } from '../../../engine/contract/index.ts';
import { done, refused, type Command } from '../command.ts';
import type { Arguments, OptionTable } from '../options.ts';
import { DATABASE_OPTION, withWorkbench } from '../session.ts';

const IDS = { least: 1, most: 10_000, names: 'ids of runs, or their beginnings' } as const;

function changing(
  word: string,
  summary: string,
  usage: string,
  options: OptionTable,
  changeOf: (args: Arguments) => RunChange,
): Command {
  return {
    name: `runs ${word}`,
    summary,
    usage,
    example: `runs ${usage.includes('--') ? `${word} ID ${usage.slice(usage.indexOf('--')).split(' [')[0]}` : `${word} ID`}`,
    options: { ...options, ...DATABASE_OPTION },
    positionals: IDS,
    run: (args, terminal) =>
      withWorkbench(args, terminal, async ({ host }) => {
        const change = changeOf(args);
        if ('tag' in change && change.tag === '')
          return refused([errorAt('--tag', 'cli/tag', 'must be given; name the tag')]);
        if (change.kind === 'project' && change.project === '')
          return refused([errorAt('--to', 'cli/project', 'must be given; name the project')]);
        const changed = await host.handlers['runs.change']({ runIds: args.positionals, change });
        if (!changed.ok) return refused(changed.issues);
        return done({ ...changed.value, change }, `${changed.value.changed} runs: ${change.kind}`);
      }),
  };
}

const TAG = { tag: { kind: 'text', value: 'TAG', help: 'the tag' } } as const satisfies OptionTable;
const NOTE = {
  text: { kind: 'text', value: 'TEXT', help: 'the note (default: none)' },
} as const satisfies OptionTable;
const PROJECT = {
  to: { kind: 'text', value: 'NAME', help: 'the project; it is created where it does not exist yet' },
} as const satisfies OptionTable;
const FOREVER = {
  forever: { kind: 'flag', help: 'remove runs that lie in the trash for good; cannot be undone' },
} as const satisfies OptionTable;

const renameProject: Command = {
  name: 'runs rename-project',
  summary: 'give a project another name',
  usage: 'NAME --to NAME',
  example: 'runs rename-project Default --to Gestures',
  options: { to: { kind: 'text', value: 'NAME', help: 'the new name' }, ...DATABASE_OPTION },
  positionals: { least: 1, most: 1, names: 'the name of a project' },
  run: (args, terminal) =>
    withWorkbench(args, terminal, async ({ host }) => {
      const to = args.text('to');
      if (to === undefined)
        return refused([errorAt('--to', 'cli/project', 'must be given; give the new name')]);
      const project = args.positionals[0];
      const renamed = await host.handlers['runs.renameProject']({ project, to });
      if (!renamed.ok) return refused(renamed.issues);
      return done(
        { ...renamed.value, project: to },
        `${project} is now ${to}; ${renamed.value.changed} runs`,
      );
    }),
};

export const RUN_NOTES: readonly Command[] = [
  changing('tag', 'give runs a tag', 'ID... --tag TAG', TAG, (args) => ({
    kind: 'tag',
    tag: args.text('tag') ?? '',
  })),
  changing('untag', 'take a tag away', 'ID... --tag TAG', TAG, (args) => ({
    kind: 'untag',
    tag: args.text('tag') ?? '',
  })),
  changing('note', 'write a note', 'ID... --text TEXT', NOTE, (args) => ({
    kind: 'note',
    note: args.text('text') ?? '',
  })),
  changing('project', 'move runs into a project', 'ID... --to NAME', PROJECT, (args) => ({
    kind: 'project',
    project: args.text('to') ?? '',
  })),
  renameProject,
  changing('archive', 'put runs out of sight, kept for good', 'ID...', {}, () => ({ kind: 'archive' })),
  changing('unarchive', 'bring archived runs back', 'ID...', {}, () => ({ kind: 'unarchive' })),
  changing(
    'delete',
    'move runs into the trash; runs restore brings them back',
    'ID... [--forever]',
    FOREVER,
    (args) => ({
      kind: args.has('forever') ? 'purge' : 'delete',
    }),
  ),
  changing('restore', 'bring runs back from the trash', 'ID...', {}, () => ({ kind: 'restore' })),
];
