/** The words of the exchange with other tools, on the Simulate page. */
import { inLanguage, type Translation } from './language.ts';
import { exchangeZh } from './zh/exchange.ts';

const en = {
  open: 'Exchange…',
  openHint: 'Files for and of SCALE-Sim, Timeloop, Accelergy and NumPy',
  title: 'Exchange with other tools',
  out: 'Out',
  outHelp: 'Network, accelerator, energy table and activity as set in the form.',
  kinds: {
    scalesim: 'SCALE-Sim',
    timeloop: 'Timeloop',
    ert: 'Accelergy',
    npy: 'NumPy',
    reports: 'Reports',
  },
  about: {
    scalesim: 'Topology CSV and cfg of SCALE-Sim v2 and v3',
    timeloop: 'Architecture and one problem per layer, v0.4 YAML',
    ert: 'Energy reference table, with areas where the table has them',
    npy: 'Spikes that enter each layer; of a run its weights, too',
    reports: 'Simulates, in the columns of SCALE-Sim’s reports',
  },
  working: 'writing …',
  into: 'In',
  topology: 'Topology .csv',
  cfg: 'Cfg beside it',
  openNetwork: 'Open as network',
  scalesimHelp: 'Without the cfg, padding follows from the maps, and 4 steps and a LIF neuron are assumed.',
  table: 'Energy table',
  useTable: 'Use this table',
  tableHelp: 'An Accelergy ERT or a table of ours; it prices the next simulations.',
  close: 'Close',
};

export type ExchangeTexts = Translation<typeof en>;
export const exchangeTexts = inLanguage(en, exchangeZh);
