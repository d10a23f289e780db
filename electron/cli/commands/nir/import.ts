import { join, resolve } from 'node:path';
import { libraryFolder } from '../../../host/paths.ts';
import { done, refused, type Command } from '../../command.ts';
import { DATABASE_OPTION, withWorkbench } from '../../session.ts';
import { REPORTED_STEPS } from './info.ts';
import { nodesTable, reportJson, RULE_OPTIONS, rulesFrom } from './options.ts';

export const nirImport: Command = {
  name: 'nir import',
  summary:
    'take a NIR or lava-dl network over: a description to simulate and, where it can be trained on, its weights',
  usage: 'FILE --dt S [--out FOLDER] [--name NAME]',
  example: 'nir import cnn_sinabs.nir --dt 0.001 --out imported',
  options: {
    ...RULE_OPTIONS,
    out: {
      kind: 'text',
      value: 'FOLDER',
      help: 'where NAME.json and NAME.spkx go (default: your own networks)',
    },
    name: { kind: 'text', value: 'NAME', help: 'of the network (default: from the file)' },
    steps: {
      kind: 'integer',
      min: 1,
      max: 65_535,
      value: 'N',
      help: `time steps per inference (default ${REPORTED_STEPS})`,
    },
    ...DATABASE_OPTION,
  },
  positionals: { least: 1, most: 1, names: 'one .nir or .net file' },
  run: (args, terminal) =>
    withWorkbench(args, terminal, async ({ quick }) => {
      const options = rulesFrom(args);
      if (!options.ok) return refused(options.issues);
      const out = args.text('out');
      const imported = await quick.ask('nir.import', {
        file: resolve(args.positionals[0]),
        options: options.value,
        timesteps: args.number('steps') ?? REPORTED_STEPS,
        folder: out === undefined ? join(libraryFolder(), 'networks') : resolve(out),
        name: args.text('name') ?? null,
      });
      if (!imported.ok) return refused(imported.issues);
      const { report, network, checkpoint, notTrainable } = imported.value;
      const lines = [
        nodesTable(report),
        network ? `Network: ${network}` : 'No network to simulate: a node cannot be held (see above).',
        checkpoint
          ? `Weights: ${checkpoint} (train --network ${network} --init ${checkpoint})`
          : [
              'Its weights were not taken over for training:',
              ...notTrainable.map(({ node, reason }) => `  ${node}: ${reason}`),
            ].join('\n'),
      ];
      return done(
        { ...reportJson(report), network, checkpoint, notTrainable },
        lines.join('\n\n'),
        imported.warnings,
      );
    }),
};
