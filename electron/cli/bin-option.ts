/** `--bin`: a length in µs, `span`, or a mode of ToFrame with its numbers behind colons (docs/transforms.md). */
import { BIN_MODES, errorAt, refuse } from '../../engine/contract/index.ts';
import type { BinMode, BinSpec, Outcome } from '../../engine/contract/index.ts';
import { checkBinSpec } from '../../engine/events/bin.ts';
import { nearestWord } from '../../engine/math/nearest-word.ts';

/** The numbers of each mode, in the order in which they are written; the last one, the overlap, may be left out. */
const NUMBERS: Readonly<Record<BinMode, readonly (keyof BinSpec)[]>> = {
  window: ['windowUs'],
  span: [],
  time_window: ['windowUs', 'overlapUs'],
  event_count: ['eventCount', 'overlapEvents'],
  n_time_bins: ['overlap'],
  n_event_bins: ['overlap'],
};

const isMode = (word: string): word is BinMode => BIN_MODES.some((mode) => mode === word);

export function binsFrom(given: string, base: BinSpec): Outcome<BinSpec> {
  const { timesteps, windowUs, factor } = base;
  const bare = { timesteps, windowUs, factor };
  const [word, ...values] = given.split(':');
  if (word !== '' && Number.isFinite(Number(word)) && values.length === 0)
    return checkBinSpec({ ...bare, mode: 'window', windowUs: Number(word) }, '--bin');
  if (!isMode(word)) return refuse(binIssue(given, nearestWord(word, BIN_MODES)));
  const fields = NUMBERS[word];
  const least = word === 'time_window' || word === 'event_count' || word === 'window' ? 1 : 0;
  if (values.length < least || values.length > fields.length || values.includes(''))
    return refuse(binIssue(given, [word, ...fields].join(':')));
  const numbers = Object.fromEntries(values.map((value, i) => [fields[i], Number(value)]));
  return checkBinSpec({ ...bare, mode: word, ...numbers }, '--bin');
}

const binIssue = (given: string, like: string | null) =>
  errorAt(
    '--bin',
    'cli/bin',
    `must be a positive time in us, span, time_window:US[:OVERLAP_US], event_count:N[:OVERLAP], n_time_bins[:SHARE] or ` +
      `n_event_bins[:SHARE] (got ${given}); ${like ? `did you mean ${like}?` : 'N-MNIST uses 10000'}`,
  );
