import { resolve } from 'node:path';
import { runDoor } from '../../web/run-door.ts';
import { done, NO_POSITIONALS, refused, type Command } from '../command.ts';
import { DATABASE_OPTION } from '../session.ts';

export const serve: Command = {
  name: 'serve',
  summary: 'the workbench in a browser, on this machine only',
  usage: '[--port N] [--root FOLDER] [--open] [--db FILE]',
  example: 'serve --port 0 --root .',
  options: {
    port: {
      kind: 'integer',
      min: 0,
      max: 65_535,
      help: 'port; 0 = any free one; a busy one means the next (default 4870)',
    },
    root: {
      kind: 'text',
      value: 'FOLDER',
      many: true,
      help: 'folder that the window may read (may be repeated; default: this folder and the data folder)',
    },
    open: { kind: 'flag', help: 'open the address in the default browser' },
    ...DATABASE_OPTION,
  },
  positionals: NO_POSITIONALS,
  async run(args, terminal) {
    const stopped = Promise.withResolvers<void>();
    terminal.onCancel(() => stopped.resolve());
    const door = await runDoor({
      port: args.number('port') ?? DEFAULT_PORT,
      roots: args.many('root').map((folder) => resolve(folder)),
      database: args.text('db') ?? null,
      open: args.has('open'),
      log: (line) => terminal.log(line),
      onAddress: (url) => process.stdout.write(terminal.json ? `${JSON.stringify({ url })}\n` : `${url}\n`),
    });
    if (!door.ok) return refused(door.issues);
    terminal.log(
      'SpikeX Workbench is open at the address above (it works once; this machine only). Ctrl+C ends it.',
    );
    await stopped.promise;
    await door.value.close();
    return done(undefined, '');
  },
};

const DEFAULT_PORT = 4870;
