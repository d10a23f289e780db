/** The words of the Simulate page's sweep, samples and energy band. */
import { inLanguage, type Translation } from './language.ts';
import { simulateZh } from './zh/simulate.ts';

const en = {
  samples: {
    label: 'Samples',
    help: 'Held-out samples; more than one gives means with their spread',
    one: 'One',
    all: 'The whole held-out set',
    several: (count: number): string => `The first ${count}`,
    mean: (samples: number, of: number | null): string =>
      of === null ? `mean of ${samples} samples` : `mean of ${samples} of ${of} samples`,
  },
  band: {
    label: 'Uncertainty of the energy table, percent',
    short: 'Table off by ± %',
    energy: 'Energy',
    ratio: (over: string, under: string): string => `${over} / ${under}`,
    energyHint:
      'Energy if every entry of the table were that much lower or higher; exact, since energy is counts × table',
    ratioHint: 'Least and greatest ratio over all tables whose entries are off by at most that much',
  },
  sweep: {
    mode: 'What to run',
    one: 'One setting',
    many: 'Sweep',
    run: 'Sweep',
    cancel: 'Cancel',
    add: 'Add a key',
    key: 'Key',
    values: 'Values, separated by commas',
    remove: (key: string): string => `Remove ${key || 'this key'}`,
    points: (count: string): string => `${count} points`,
    intro:
      'Every combination of these values, with the rest as in the form. A TWS per layer is written 2/3/2/5.',
    resumes: 'A sweep that was stopped goes on where it was.',
    empty: 'No sweep yet. Choose keys and values above, then press Sweep.',
    counted: (points: number, reused: number): string =>
      `${points} points, ${reused} of them from an earlier sweep`,
    rowsShown: (shown: number, all: number): string =>
      `${shown} of ${all} rows; the chart and its CSV hold all`,
    caption: (base: string, keys: string): string => `${base}; varied: ${keys}`,
    system: 'System',
    quantity: 'Quantity',
    over: 'Over',
  },
};

export type SimulateTexts = Translation<typeof en>;
export const simulateTexts = inLanguage(en, simulateZh);
