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
  adoptHint: 'Puts the marked candidate into the Simulate form: window sizes, accelerator settings, activity',
  points: (points: string) => `${points} points`,
  none: 'Describe a space and start a search. Every candidate is simulated exactly, on the same activity.',
  empty: 'No candidate yet.',
  noneFeasible: 'No candidate meets every constraint. Loosen one, or widen the space.',
  front: 'Pareto front',
  frontSub: (front: string, feasible: string) => `${front} of ${feasible} feasible`,
  progress: 'Progress',
  views: { table: 'Candidates', parallel: 'Parallel', alphas: 'Probabilities', importance: 'Importance' },
  view: 'View',
  noAlphas: 'Only HAS has probabilities; they are kept when it ends.',
  parameter: 'Parameter',
  importanceNote:
    'Share of the variance of log(first objective) that a parameter’s value alone explains, over the candidates tried.',
  comparison: 'Methods on this space, same activity',
  fields: {
    network: { label: 'Network', help: 'Whose layers are simulated' },
    system: { label: 'System', help: 'The accelerator that is searched' },
    spikes: { label: 'Activity', help: 'random:RATE, bursty:RATE, run:ID of a training, dataset:PATH' },
    samples: { label: 'Inferences', help: 'Every candidate is simulated on as many' },
    space: {
      label: 'Space',
      help: 'One parameter a line: tws, tws[i] (layer i, from 0) or a key of the accelerator = values',
    },
    method: {
      label: 'Method',
      help: 'HAS relaxes the choices; exhaustive tries all; evolutionary is NSGA-II',
    },
    objective: { label: 'HAS judges', help: 'A tws[i] by its own layer’s cost, or by the network’s' },
    exponent: { label: 'Exponent g', help: 'HAS minimises E^g · L^(2−g); 1 is EDP, 2 is energy' },
    constraints: { label: 'Constraints', help: 'For example latencyUs<=500; several with commas' },
    budget: { label: 'Budget', help: 'Different candidates at most' },
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
  recordedStep: 'Recorded step',
  probability: 'Probability',
  candidate: (number: number) => `Candidate ${number}`,
  lowIsDark: (objective: string) => `${objective}, low is dark`,
  onFront: 'Front',
};

export type SearchTexts = Translation<typeof en>;
export const searchTexts = inLanguage(en, searchZh);
