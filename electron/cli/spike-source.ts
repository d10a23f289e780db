/** `--spikes random:RATE | bursty:RATE | npy:FILE | run:ID | dataset:PATH`. */
import { resolve } from 'node:path';
import {
  accept,
  EMBEDDED_DATASETS,
  errorAt,
  refuse,
  type Outcome,
  type SampleChoice,
  type SpikeSource,
} from '../../engine/contract/index.ts';
import type { Arguments, OptionTable } from './options.ts';

/** `--samples 1 | N | all`: of run:ID and dataset:PATH. */
export const SAMPLES_OPTION = {
  samples: {
    kind: 'text',
    value: '1, N or all',
    help: 'held-out samples of run:ID or dataset:PATH; more than one: means with their spread (default 1)',
  },
} as const satisfies OptionTable;

const FORMS = 'random:RATE, bursty:RATE, npy:FILE, run:ID or dataset:PATH';

/** From `--spikes`, `--seed` and `--samples`. */
export function spikeSourceFrom(args: Arguments): Outcome<SpikeSource> {
  const text = args.text('spikes') ?? 'random:0.02';
  const seed = args.number('seed') ?? 1;
  const samples = samplesFrom(args.text('samples'));
  if (!samples.ok) return samples;
  const at = text.indexOf(':');
  const [kind, rest] = at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, ''];
  if (!rest)
    return refuse(errorAt('--spikes', 'cli/spikes', `must be ${FORMS} (got ${text}); try random:0.02`));
  const many = samples.value === undefined ? {} : { samples: samples.value };
  if (samples.value !== undefined && kind !== 'run' && kind !== 'dataset')
    return refuse(
      errorAt(
        '--samples',
        'cli/samples',
        `must come with run:ID or dataset:PATH (got --spikes ${text}); leave it out`,
      ),
    );
  switch (kind) {
    case 'random':
    case 'bursty': {
      const rate = Number(rest);
      if (Number.isFinite(rate) && rate >= 0 && rate <= 1) return accept({ kind, rate, seed });
      return refuse(
        errorAt(
          '--spikes',
          'cli/rate',
          `rate must be 0 to 1 spikes per neuron and step (got ${rest}); try 0.02`,
        ),
      );
    }
    case 'npy':
      return accept({ kind, file: resolve(rest) });
    case 'run':
      return accept({ kind, runId: rest, ...many });
    case 'dataset':
      return accept({ kind, source: dataSource(rest), ...many });
    default:
      return refuse(errorAt('--spikes', 'cli/spikes', `must be ${FORMS} (got ${text}); try random:0.02`));
  }
}

function samplesFrom(text: string | undefined): Outcome<SampleChoice | undefined> {
  if (text === undefined || text === 'all') return accept(text);
  if (/^\d{1,8}$/.test(text) && Number(text) >= 1) return accept(Number(text));
  return refuse(
    errorAt('--samples', 'cli/samples', `must be all, or a whole number of at least 1 (got ${text}); try 16`),
  );
}

/** An embedded set by its name, else a folder as an absolute path. */
export function dataSource(text: string): string {
  return EMBEDDED_DATASETS.some((name) => name === text) ? text : resolve(text);
}
