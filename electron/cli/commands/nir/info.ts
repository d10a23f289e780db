import { resolve } from 'node:path';
import { done, refused, type Command } from '../../command.ts';
import { DATABASE_OPTION, withWorkbench } from '../../session.ts';
import { nodesTable, reportJson, RULE_OPTIONS, rulesFrom } from './options.ts';

const SHOWN_STEP_S = 0.001;
export const REPORTED_STEPS = 300;

export const nirInfo: Command = {
  name: 'nir info',
  summary: 'what a NIR or lava-dl file holds, node by node, and what each system can hold of it',
  usage: 'FILE [--dt S]',
  example: 'nir info cnn_sinabs.nir',
  options: { ...RULE_OPTIONS, ...DATABASE_OPTION },
  positionals: { least: 1, most: 1, names: 'one .nir or .net file' },
  run: (args, terminal) =>
    withWorkbench(args, terminal, async ({ quick }) => {
      const options = rulesFrom(args, SHOWN_STEP_S);
      if (!options.ok) return refused(options.issues);
      const ask = { file: resolve(args.positionals[0]), options: options.value, timesteps: REPORTED_STEPS };
      const report = await quick.ask('nir.report', ask);
      if (!report.ok) return refused(report.issues);
      return done(reportJson(report.value), nodesTable(report.value), report.warnings);
    }),
};
