/** `--spikes random:RATE | bursty:RATE | npy:FILE | run:ID | dataset:PATH`. */
import { resolve } from 'node:path';
import {
  accept,
  EMBEDDED_DATASETS,
  errorAt,
  refuse,
  type Outcome,
  type SpikeSource,
} from '../../engine/contract/index.ts';

const FORMS = 'random:RATE, bursty:RATE, npy:FILE, run:ID or dataset:PATH';

export function spikeSourceFrom(text: string, seed: number): Outcome<SpikeSource> {
  const at = text.indexOf(':');
  const [kind, rest] = at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, ''];
  if (!rest)
    return refuse(errorAt('--spikes', 'cli/spikes', `must be ${FORMS} (got ${text}); try random:0.02`));
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
      return accept({ kind, runId: rest });
    case 'dataset':
      return accept({ kind, source: dataSource(rest) });
    default:
      return refuse(errorAt('--spikes', 'cli/spikes', `must be ${FORMS} (got ${text}); try random:0.02`));
  }
}

/** An embedded set by its name, else a folder as an absolute path. */
export function dataSource(text: string): string {
  return EMBEDDED_DATASETS.some((name) => name === text) ? text : resolve(text);
}
