import { resolve } from 'node:path';
import { percent, table } from '../../format.ts';
import { costTable } from '../../cost-table.ts';
import { done, refused, type Command } from '../../command.ts';
import { HARDWARE_OPTIONS, hardwareFrom } from '../../hardware-options.ts';
import { DATABASE_OPTION, follow, withWorkbench } from '../../session.ts';
import { dataSource } from '../../spike-source.ts';
import { REPORTED_STEPS } from './info.ts';
import { reportJson, RULE_OPTIONS, rulesFrom } from './options.ts';

export const nirRun: Command = {
  name: 'nir run',
  summary:
    'run a NIR or lava-dl network on event data exactly as NIR defines it; with --system also its cost',
  usage: 'FILE --data PATH --dt S [options]',
  example: 'nir run cnn_sinabs.nir --data N-MNIST/Train --dt 0.001 --steps 300',
  options: {
    data: {
      kind: 'text',
      value: 'PATH or NAME',
      help: 'dataset folder, embedded set, .npy counts (T, ...) or NIRData',
    },
    ...RULE_OPTIONS,
    steps: {
      kind: 'integer',
      min: 1,
      max: 65_535,
      value: 'N',
      help: 'time steps of each sample (default: as long as it is)',
    },
    samples: {
      kind: 'integer',
      min: 1,
      value: 'N',
      help: 'at most so many, spread over the set (default: all)',
    },
    record: { kind: 'text', value: 'FILE', help: 'write the spikes of every neuron as NIRData' },
    ...HARDWARE_OPTIONS,
    ...DATABASE_OPTION,
  },
  positionals: { least: 1, most: 1, names: 'one .nir or .net file' },
  run: (args, terminal) =>
    withWorkbench(args, terminal, async (workbench) => {
      const options = rulesFrom(args);
      if (!options.ok) return refused(options.issues);
      const data = args.text('data');
      if (data === undefined)
        return refused([
          {
            code: 'cli/data',
            path: '--data',
            message: 'must be given; name a dataset folder',
            severity: 'error',
          },
        ]);
      const hardware = hardwareFrom(args);
      if (!hardware.ok) return refused(hardware.issues);
      const record = args.text('record');
      const ask = {
        file: resolve(args.positionals[0]),
        options: options.value,
        timesteps: args.number('steps') ?? REPORTED_STEPS,
        data: dataSource(data),
        steps: args.number('steps') ?? null,
        most: args.number('samples') ?? null,
        hardware: args.has('system') ? hardware.value : null,
        recordTo: record === undefined ? null : resolve(record),
        limits: null,
      };
      const job = workbench.queue.start('nir-run', ask, { title: 'Run' });
      const answer = await follow(workbench, terminal, workbench.queue.answerOf('nir-run', job.id));
      if (!answer.ok) return refused(answer.issues);
      const { report, ...result } = answer.value;
      const lines = [
        result.accuracy === null
          ? `${result.total} samples of up to ${result.timesteps} steps; predicted ${result.predictions.slice(0, 20).join(', ')}`
          : `Accuracy ${percent(result.accuracy)} (${result.correct} of ${result.total})`,
        table(result.activity, [
          { head: 'Node', of: (row) => row.node },
          { head: 'Neurons', right: true, of: (row) => String(row.neurons) },
          { head: 'Entries per sample', right: true, of: (row) => row.spikes.toFixed(1) },
          { head: 'Density', right: true, of: (row) => percent(row.density) },
        ]),
        ...(result.costs.length
          ? [
              costTable(
                result.costs.map((cost) => ({ ...cost, name: 'mean' })),
                'Cost',
              ),
            ]
          : []),
        ...(result.silentFiring.some(({ inSilentWindows }) => inSilentWindows > 0)
          ? [
              table(result.silentFiring, [
                { head: 'Layer', of: (row) => row.layer },
                { head: 'Spikes', right: true, of: (row) => String(row.spikes) },
                { head: 'In windows without input', right: true, of: (row) => String(row.inSilentWindows) },
              ]),
            ]
          : []),
      ];
      return done({ ...result, ...reportJson(report) }, lines.join('\n\n'), answer.warnings);
    }),
};
