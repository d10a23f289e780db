/** Texts of the form that starts a training. */
import { inLanguage, type Translation } from './language.ts';
import { trainFormZh } from './zh/train-form.ts';

const en = {
  groups: {
    data: 'Dataset',
    training: 'Network and training',
    hardwareLoss: 'Hardware loss',
    cost: 'Cost on the accelerator',
    sweep: 'Sweep over β',
    run: 'Run',
  },
  fields: {
    source: { label: 'Dataset', help: 'The embedded set, or a folder with one folder per class' },
    trainPercent: { label: 'Train on', help: 'The rest is held out. Empty: train on Train, hold out Test' },
    maxTrain: { label: 'Train samples', help: 'A seeded choice; empty takes all' },
    maxTest: { label: 'Held-out samples', help: 'A seeded choice; empty takes all' },
    binMode: { label: 'Binning', help: 'How events become binary time steps' },
    timesteps: { label: 'Time steps T', help: 'As many as the network expects' },
    windowUs: { label: 'Step length', help: 'Events after T steps are cropped' },
    network: { label: 'Network', help: 'Choosing one fills in the values that suit it' },
    epochs: { label: 'Epochs', help: 'Passes over the training part' },
    batch: { label: 'Batch', help: 'Samples per weight update' },
    learningRate: { label: 'Learning rate', help: 'Adam; 4e-3 suits the presets' },
    schedule: { label: 'Schedule', help: 'Cosine falls to zero at the last epoch' },
    weightDecay: { label: 'Weight decay', help: '0 switches it off' },
    shiftPixels: { label: 'Random shift', help: 'Largest shift of a training sample, each axis' },
    dropPercent: {
      label: 'Drop events',
      help: 'Largest share of events dropped from a training sample',
    },
    hardwareLoss: {
      label: 'Hardware loss',
      help: 'Adds β × the EDP of the layers behind the first, as activity drives it',
    },
    beta: {
      label: 'β',
      help: 'Per percent of the EDP before hardware training; larger is sparser and less accurate',
    },
    objective: {
      label: 'Objective',
      help: 'Whose EDP on the first system: every layer’s own, or that of the whole network',
    },
    has: {
      label: 'Window sizes',
      help: 'Search every layer’s size while training: weights and sizes learn from halves of the samples, or jointly',
    },
    pretrainEpochs: { label: 'Pre-training', help: 'Epochs at the start without the hardware loss' },
    systems: { label: 'Systems', help: 'Simulated with the spikes of held-out samples' },
    tws: { label: 'TWS', help: 'Time window size: one for all layers, or one per layer: 2, 3, 2, 5' },
    arch: { label: 'Accelerator', help: 'Array, buffers, clock and bandwidth' },
    energy: { label: 'Energy table', help: 'Energy per counted action' },
    samplesPerEpoch: { label: 'Each epoch', help: '0 leaves the EDP curve out' },
    samplesAtEnd: { label: 'At the end', help: 'Figures of the finished run' },
    sweepBetas: {
      label: 'β values',
      help: '“Start sweep” trains once per value; 0 is the baseline. Pre-training is shared',
    },
    sweepSeeds: { label: 'Seeds', help: 'Each β is trained with each seed' },
    name: { label: 'Name', help: 'Empty: a name is made from network, β and seed' },
    experiment: { label: 'Experiment', help: 'Runs of one experiment can be shown alone' },
    seed: { label: 'Seed', help: 'The same seed gives the same run, bit for bit' },
    workers: { label: 'Workers', help: 'Speed only; the result does not depend on it' },
  },
  units: {
    trainPercent: '% of Train',
    maxTrain: 'at most',
    maxTest: 'at most',
    timesteps: 'steps',
    batch: 'samples',
    shiftPixels: 'pixels',
    pretrainEpochs: 'epochs',
    samplesPerEpoch: 'samples',
    samplesAtEnd: 'samples',
    workers: 'threads',
  },
  empties: { trainPercent: 'all of Train', maxTrain: 'all', maxTest: 'all' },
  losses: {
    off: 'Off',
    proxy: 'Proxy, fitted to the simulator',
    exact: 'Proxy, scaled to the exact EDP',
  },
  objectives: { 'per-layer': 'Per layer (as in the paper)', network: 'Network' },
  searches: { off: 'As given', 'two-level': 'Searched, in turns', joint: 'Searched, jointly' },
  schedules: { cosine: 'Cosine', constant: 'Constant', step: 'Steps' },
  tableOption: (name: string, title: string, fitted: boolean) =>
    `${name}: ${title}${fitted ? ', fitted' : ''}`,
};

export type TrainFormTexts = Translation<typeof en>;
export const trainFormTexts = inLanguage(en, trainFormZh);
