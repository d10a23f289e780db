import { resolve } from 'node:path';
import { exportRunAsNir } from '../../../host/nir-export.ts';
import { done, refused, type Command } from '../../command.ts';
import { DATABASE_OPTION, withWorkbench } from '../../session.ts';

const DEFAULT_BITS = 8;

export const nirExport: Command = {
  name: 'nir export',
  summary: 'write a trained network as a NIR file, its integer weights and scales beside it',
  usage: 'RUN FILE',
  example: 'nir export latest network.nir',
  options: {
    dt: { kind: 'number', value: 'S', help: "seconds per time step (default: the run's own)" },
    bits: {
      kind: 'integer',
      min: 2,
      max: 16,
      value: 'N',
      help: `of the integer weights (default ${DEFAULT_BITS})`,
    },
    ...DATABASE_OPTION,
  },
  positionals: { least: 2, most: 2, names: 'a finished training run and the file to write' },
  run: (args, terminal) =>
    withWorkbench(args, terminal, async (workbench) => {
      const ask = {
        runId: args.positionals[0],
        dtS: args.number('dt') ?? null,
        bits: args.number('bits') ?? DEFAULT_BITS,
      };
      const names = { run: 'RUN', dt: '--dt' };
      const exported = await exportRunAsNir(workbench, ask, resolve(args.positionals[1]), names);
      if (!exported.ok) return refused(exported.issues);
      const { file, bytes, sidecar, bits } = exported.value;
      return done(
        exported.value,
        `${file} (${bytes} bytes)\n${sidecar} (${bits}-bit weights and scales)`,
        exported.warnings,
      );
    }),
};
