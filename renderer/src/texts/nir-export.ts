/** Texts of the dialog that saves a training as NIR. */
import { inLanguage, type Translation } from './language.ts';
import { nirExportZh } from './zh/nir-export.ts';

const en = {
  open: 'Export as NIR…',
  openHint: 'The trained network for other tools: NIR (HDF5), and integer weights with their scales',
  title: 'Export as NIR',
  dt: 'Time step, ms',
  ownDt: "the run's own",
  dtHelp: 'Gives the time constants of leaking neurons: τ = dt / (1 − leak)',
  badDt: 'The time step must be a number above 0 ms, or empty',
  bits: 'Bits of the integer weights',
  bitsHelp: '2 to 16. A layer that was trained with few bits keeps its own. NIR has no field for them',
  badBits: 'Bits must be a whole number from 2 to 16',
  firing:
    'Our neurons fire at the threshold, NIR’s above it: run the file with “at the threshold” for the same spikes.',
  network: 'Save .nir',
  weights: 'Save integer weights',
  close: 'Close',
};

export type NirExportTexts = Translation<typeof en>;
export const nirExportTexts = inLanguage(en, nirExportZh);
