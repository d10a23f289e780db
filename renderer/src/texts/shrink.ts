/** Texts of the pane that takes units out of a trained network. */
import { inLanguage, type Translation } from './language.ts';
import { shrinkZh } from './zh/shrink.ts';

const en = {
  open: 'Remove units…',
  openHint: 'Take units out of a trained network where that lowers the EDP most, then train on',
  title: 'Remove units',
  about:
    'Channels of conv layers and neurons of fc layers go where that lowers the simulated EDP most for the least loss; the last layer stays. What is left starts a new training.',
  judgedOn: (source: string, arch: string) =>
    `Judged on the training part of ${source}, on ${arch}, as the form says`,
  fields: {
    checkpoint: { label: 'Trained network', help: 'Checkpoint of a training' },
    systems: { label: 'Systems', help: 'Whose EDP is to fall; the geometric mean of their ratios counts' },
    tws: { label: 'TWS', help: 'Time window size: one for all layers, or one per layer: 2, 3, 2, 5' },
    drop: {
      label: 'Allowed drop',
      help: 'Accuracy on the samples judged on may fall by so much, before training goes on',
    },
    samples: { label: 'Judge on', help: 'Training samples, without augmentation' },
    units: {
      label: 'Units',
      help: 'Empty: searched for. Or one number per conv and fc layer below the last: 8, 16, 128',
    },
  },
  points: 'points',
  samples: 'samples',
  start: 'Remove units',
  cancel: 'Cancel',
  use: 'Use for training',
  useHint: 'Puts the smaller network and its weights into the training form',
  layer: 'Layer',
  before: 'Before',
  after: 'After',
  lower: 'Lower',
  accuracyOn: (samples: string) => `Accuracy, ${samples} training samples`,
  edpOf: (system: string) => `EDP, ${system}`,
  energyOf: (system: string) => `Energy, ${system}`,
  latencyOf: (system: string) => `Latency, ${system}`,
  units: 'Units that stay',
  figures: 'Before training goes on',
  costNote: (samples: string) => `Costs: mean of ${samples} of the samples`,
  kept: (name: string) => `Kept as ${name} among your own networks`,
  empty: 'What stays of every layer, and what that does to accuracy and EDP, is shown here',
};

export type ShrinkTexts = Translation<typeof en>;
export const shrinkTexts = inLanguage(en, shrinkZh);
