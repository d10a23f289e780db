import { resolve } from 'node:path';
import { errorAt } from '../../../../engine/contract/index.ts';
import { trainSpecOf } from '../../../jobs/kinds/run-spec.ts';
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
    withWorkbench(args, terminal, async ({ store, quick }) => {
      const run = store.getRun(args.positionals[0]);
      if (!run.ok) return refused(run.issues);
      const spec = trainSpecOf(run.value);
      if (!spec || !run.value.checkpoint)
        return refused([
          errorAt(
            'RUN',
            'cli/no-checkpoint',
            `must be a finished training run with a checkpoint (got ${run.value.row.kind}, ${run.value.row.state})`,
          ),
        ]);
      const { bins } = spec.data;
      const dtS = args.number('dt') ?? (bins.mode === 'window' ? bins.windowUs / 1e6 : undefined);
      if (dtS === undefined || !(dtS > 0))
        return refused([
          errorAt(
            '--dt',
            'nir/dt',
            'must be given above 0 s: the run binned each recording into equal steps; 10 ms are 0.01',
          ),
        ]);
      const exported = await quick.ask('nir.export', {
        checkpoint: run.value.checkpoint.file,
        dtS,
        bits: args.number('bits') ?? DEFAULT_BITS,
        target: resolve(args.positionals[1]),
      });
      if (!exported.ok) return refused(exported.issues);
      const { file, bytes, sidecar, bits } = exported.value;
      return done(
        { ...exported.value, dtS },
        `${file} (${bytes} bytes)\n${sidecar} (${bits}-bit weights and scales)`,
        exported.warnings,
      );
    }),
};
