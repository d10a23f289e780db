import type { KeptUpload } from '../../../engine/contract/index.ts';
import { done, NO_POSITIONALS, refused, type Command } from '../command.ts';
import { table, type Column } from '../format.ts';
import { DATABASE_OPTION, withWorkbench } from '../session.ts';

const COLUMNS: readonly Column<KeptUpload>[] = [
  { head: 'id', of: ({ id }) => id },
  { head: 'name', of: ({ name }) => name },
  { head: 'files', right: true, of: ({ files }) => String(files) },
  { head: 'bytes', right: true, of: ({ bytes }) => String(bytes) },
  { head: 'since', of: ({ changedAtMs }) => new Date(changedAtMs).toISOString() },
  { head: 'in use by', of: ({ usedBy }) => usedBy.join(', ') },
];

export const eventsUploads: Command = {
  name: 'events uploads',
  summary: 'files that were dropped onto the window and are kept: list them, delete their copies',
  usage: '[--remove ID,...|all] [--json] [--db FILE]',
  example: 'events uploads',
  options: {
    remove: {
      kind: 'text',
      value: 'ID,...|all',
      help: 'delete these copies, or all; refused while a run of the database uses one',
    },
    ...DATABASE_OPTION,
  },
  positionals: NO_POSITIONALS,
  run: (args, terminal) =>
    withWorkbench(args, terminal, async ({ host }) => {
      const named = args.list('remove');
      const before = await host.handlers['files.uploads']({});
      if (!before.ok) return refused(before.issues);
      const all = before.value.uploads.map(({ id }) => id);
      const uploadIds = named?.join() === 'all' ? all : (named ?? []);
      let removedBytes = 0;
      if (uploadIds.length > 0) {
        const removed = await host.handlers['files.uploadRemove']({ uploadIds });
        if (!removed.ok) return refused(removed.issues);
        removedBytes = removed.value.bytes;
      }
      const uploads = before.value.uploads.filter(({ id }) => !uploadIds.includes(id));
      return done({ ...before.value, uploads, removedBytes }, textOf(uploads, removedBytes));
    }),
};

function textOf(uploads: readonly KeptUpload[], removedBytes: number): string {
  const removed = removedBytes > 0 ? `${removedBytes} bytes deleted.\n` : '';
  if (uploads.length === 0) return `${removed}No dropped files are kept.`;
  return removed + table(uploads, COLUMNS);
}
