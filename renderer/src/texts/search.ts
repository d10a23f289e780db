/** Texts of the Search page. */
import { inLanguage, type Translation } from './language.ts';
import { searchZh } from './zh/search.ts';

const en = {
  fresh: 'New search',
  start: 'Start search',
  stop: 'Stop',
  stopHint: 'Ends now; the candidates stay, and the search can go on',
  resume: 'Resume',
  resumeHint: 'Proposes the same candidates again and evaluates only those that are missing',
  adopt: 'Adopt',
  adoptHint:
    'Makes the marked candidate (or the best) the draft of the Network and Hardware editors, with its window sizes',
  simulate: 'Simulate',
  simulateHint:
    'Puts the marked candidate (or the best) into the Simulate form: window sizes, accelerator settings',
  addParameter: 'Add a parameter',
  saveSpace: 'Save space',
  loadSpace: 'Load space',
  badSpace: (file: string) =>
    `${file}: must hold "parameters", a list of {"key", "values"}; see docs/search.md`,
  points: (points: string) => `${points} points`,
  none: 'Describe a space and start a search. Every candidate is simulated exactly, on the same activity.',
  empty: 'No candidate yet.',
  noneFeasible: 'No candidate meets every constraint. Loosen one, or widen the space.',
  front: 'Pareto front',
  frontSub: (front: string, feasible: string) => `${front} of ${feasible} feasible`,
  progress: 'Progress',
  views: {
    table: 'Candidates',
    parallel: 'Parallel',
    alphas: 'Probabilities',
    importance: 'Importance',
    comparison: 'Methods',
  },
  view: 'View',
  noAlphas: 'Only HAS has probabilities; the first are here once its first step is done.',
  importanceNote: (objective: string, candidates: string, even: boolean) =>
    `Share of the variance of log ${objective} that a parameter’s value alone explains (first-order effect), over ${candidates} feasible candidates.${even ? '' : ' Biased: the method has tried more of what is good.'}`,
  comparison: 'Hypervolume over evaluations, in one box',
  compare: 'Compare methods',
  compareHint: 'One search per method on the same space, activity and budget; finished ones are not repeated',
  alone:
    'No other method has searched this space with this activity and budget. “Compare methods” runs them.',
  method: 'Method',
  seed: 'Seed',
  tried: 'Candidates',
  best: (objective: string) => `Best ${objective}`,
  reached: 'Reached after',
  fields: {
    network: { label: 'Network', help: 'Whose layers are simulated' },
    system: { label: 'System', help: 'The accelerator that is searched' },
    spikes: { label: 'Activity', help: 'random:RATE, bursty:RATE, run:ID of a training, dataset:PATH' },
    samples: { label: 'Inferences', help: 'Every candidate is simulated on as many' },
    space: {
      label: 'Space',
      help: 'One parameter a line: tws, tws[i] (layer i, from 0) or a key of the accelerator = values',
    },
    arch: { label: 'Accelerator', help: 'What the space leaves alone' },
    energy: { label: 'Energy table', help: 'Areas need one that has them (cacti-32nm)' },
    objectives: {
      label: 'Minimise',
      help: 'Out of edpJs, energyPj, latencyUs, areaMm2, averagePowerMw; the first decides what is best',
    },
    method: {
      label: 'Method',
      help: 'HAS relaxes the choices; exhaustive tries all; evolutionary is NSGA-II',
    },
    objective: { label: 'HAS judges', help: 'A tws[i] by its own layer’s cost, or by the network’s' },
    exponent: { label: 'Exponent g', help: 'HAS minimises E^g · L^(2−g); 1 is EDP, 2 is energy' },
    constraints: {
      label: 'Constraints',
      help: 'For example latencyUs<=500, accuracy>=0.95; several with commas. Metrics as under Minimise',
    },
    budget: { label: 'Budget', help: 'Different candidates at most; halving: those that it begins with' },
    epochs: {
      label: 'Train each for',
      unit: 'epochs',
      empty: 'not trained',
      help: 'At most, on the dataset, or on from the weights of run:ID. Needed for bits, beta, errorRate and accuracy',
    },
    eta: { label: 'η', help: 'Halving: the best 1/η of the candidates go on for η times the epochs' },
    seed: { label: 'Seed', help: 'Of the method and of random activity' },
  },
  title: 'Search',
  subject: (name: string, state: string | null) => `${name}${state === null ? '' : ` · ${state}`}`,
  facts: (network: string, system: string, method: string, done: string, all: string) =>
    `${network} · ${system} · ${method} · ${done} of ${all}`,
  caption: (facts: string, version: string) => `${facts}. SpikeX Workbench ${version}.`,
  evaluations: 'Evaluations',
  hypervolume: 'Hypervolume',
  hypervolumeNow: (value: string) => `hypervolume ${value}`,
  step: 'Step',
  probability: 'Probability',
  candidate: (number: number) => `Candidate ${number}`,
  area: 'Memory area',
  power: 'Average power',
  errorRate: 'Error rate',
  reuse: 'Use settings',
  reuseHint: 'Fills the form with what this search was started with',
  lowIsDark: (objective: string) => `${objective}, low is dark`,
  onFront: 'Front',
  fig13: {
    title: 'Fig. 13: training, search, accelerator',
    experiment: 'Experiment',
    seeds: 'Seeds',
    start: 'Run study',
    startHint: 'Three trainings per seed with the settings of the Train form; finished ones are not repeated',
    plan: (network: string, data: string, epochs: string, pretrain: string, beta: string, tws: string) =>
      `${network} on ${data} · ${epochs} epochs, ${pretrain} without the loss · β ${beta} · TWS out of ${tws} (Train form)`,
    none: 'Per seed, one training without hardware loss, one with it (HT), one with the search of window sizes in it (HT + HAS); PTB at its best window size is what the others are compared with.',
    running: (done: number, all: number) =>
      `${done} of ${all} trainings are done; the figure needs all three of a seed.`,
    bars: {
      ptb: 'PTB',
      'ptb-ht': 'PTB + HT',
      'ptb-ht-has': 'PTB + HT + HAS',
      'spikex-ht-has': 'SpikeX + HT + HAS',
    },
    bar: 'Configuration',
    chart: { energy: 'Energy', latency: 'Latency' },
    foot: (seeds: number) => (seeds === 1 ? 'one seed' : `mean of ${seeds} seeds (lowest to highest)`),
    caption: (network: string, dataset: string, beta: string, table: string) =>
      `${network} on ${dataset}, β ${beta}, energy table ${table}`,
    table: 'Accuracy and cost of one inference',
    accuracy: 'Accuracy',
    onHardware: 'On hardware',
    tws: 'TWS by seed',
    edp: 'EDP',
    lowerEnergy: 'Energy lower',
    lowerLatency: 'Latency lower',
    lowerEdp: 'EDP lower',
    range: (mean: string, low: string, high: string) => `${mean} (${low} to ${high})`,
    training: (lower: string, accuracy: string) =>
      `Hardware loss alone, every run at its own best TWS: EDP ${lower}; accuracy ${accuracy} against its best epoch without.`,
    lowerOn: (times: string, system: string) => `${times} times lower on ${system}`,
    points: (difference: string, low: string, high: string) =>
      `${difference} points (95 % interval ${low} to ${high})`,
    searchTime: (ratio: string) =>
      `Training with the search took ${ratio} times as long as without (wall time).`,
  },
};

export type SearchTexts = Translation<typeof en>;
export const searchTexts = inLanguage(en, searchZh);
