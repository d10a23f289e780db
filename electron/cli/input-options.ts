/** How recordings become the input of a network: `--transform`, `--factor`, `--bin`. */
import { readFile } from 'node:fs/promises';
import {
  accept,
  refuse,
  type DataSpec,
  type NetworkSpec,
  type Outcome,
} from '../../engine/contract/index.ts';
import { MOST_FACTOR } from '../../engine/events/bin.ts';
import { parsePipeline } from '../../engine/events/transforms/index.ts';
import { fileIssue } from '../data/file-issues.ts';
import { inputBins } from '../data/input-bins.ts';
import { binsFrom } from './bin-option.ts';
import type { Arguments, OptionTable } from './options.ts';

export const INPUT_OPTIONS = {
  transform: {
    kind: 'text',
    value: 'JSON or FILE',
    help: 'transforms before binning, a list such as [{"kind":"Denoise","filterTimeUs":10000}] (docs/transforms.md)',
  },
  factor: {
    kind: 'integer',
    min: 1,
    max: MOST_FACTOR,
    help: 'OR over K x K pixels of the sensor (default: what the network needs)',
    value: 'K',
  },
  bin: {
    kind: 'text',
    value: 'US or MODE',
    help: "length of a time step in us; span: T equal steps over each recording; or time_window:US, event_count:N, n_time_bins, n_event_bins as ToFrame's, with :OVERLAP (default: the network's step)",
  },
} as const satisfies OptionTable;

type Input = Pick<DataSpec, 'transforms' | 'bins'>;

export const presetInput = (network: NetworkSpec): Input => ({ transforms: [], bins: inputBins(network) });

/** What the options name, the rest as in `base`. */
export async function inputFrom(args: Arguments, base: Input): Promise<Outcome<Input>> {
  const given = args.text('transform');
  const transforms = given === undefined ? accept(base.transforms) : await transformsFrom(given);
  if (!transforms.ok) return transforms;
  const bins = { ...base.bins, factor: args.number('factor') ?? base.bins.factor };
  const bin = args.text('bin');
  if (bin === undefined) return accept({ transforms: transforms.value, bins });
  const chosen = binsFrom(bin, bins);
  return chosen.ok ? accept({ transforms: transforms.value, bins: chosen.value }) : chosen;
}

/** JSON where it starts like a list, else the name of a file that holds it. */
async function transformsFrom(given: string): Promise<Outcome<DataSpec['transforms']>> {
  if (given.trimStart().startsWith('[')) return parsePipeline(given, '--transform');
  try {
    return parsePipeline(await readFile(given, 'utf8'), given);
  } catch (error) {
    return refuse(fileIssue(error, given));
  }
}
