import { done, NO_POSITIONALS, refused, type Command } from '../command.ts';
import { table } from '../format.ts';
import { DATABASE_OPTION, withWorkbench } from '../session.ts';

const MARKS = { ok: 'ok', warning: 'warning', error: 'ERROR', absent: 'absent' } as const;

export const doctor: Command = {
  name: 'doctor',
  summary: 'check this machine and the database',
  usage: '[--json] [--db FILE]',
  example: 'doctor',
  options: DATABASE_OPTION,
  positionals: NO_POSITIONALS,
  run: (args, terminal) =>
    withWorkbench(args, terminal, async ({ host }) => {
      const answer = await host.handlers['host.doctor']({});
      if (!answer.ok) return refused(answer.issues);
      const text = table(answer.value.checks, [
        { head: 'Check', of: (check) => check.name },
        { head: 'State', of: (check) => MARKS[check.status] },
        { head: 'Detail', of: (check) => (check.advice ? `${check.detail}; ${check.advice}` : check.detail) },
      ]);
      return done(answer.value, text);
    }),
};
