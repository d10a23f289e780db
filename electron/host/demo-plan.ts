/** The embedded demo: the same training with no, a small and a large hardware loss, and with the search of window sizes in it. */
import { candidateTws, DEFAULT_TRAIN, type HasSpec, type TrainSpec } from '../../engine/contract/index.ts';

export const DEMO_EXPERIMENT = 'Demo';

interface DemoSize {
  readonly network: string;
  readonly maxTrain: number;
  readonly maxTest: number;
  readonly epochs: number;
  readonly samplesAtEnd: number;
  /** Small and large weight of the hardware loss. */
  readonly betas: readonly [number, number];
}

const FULL: DemoSize = {
  network: 'nmnist',
  maxTrain: 1000,
  maxTest: 200,
  epochs: 12,
  samplesAtEnd: 48,
  betas: [0.01, 0.05],
};
/** For tests and impatience: the small network, about half a minute. */
const QUICK: DemoSize = {
  network: 'nmnist-small',
  maxTrain: 600,
  maxTest: 150,
  epochs: 12,
  samplesAtEnd: 16,
  betas: [0.01, 0.03],
};

export function demoPlan(quick: boolean, workers: number): readonly TrainSpec[] {
  const size = quick ? QUICK : FULL;
  const pretrainEpochs = Math.floor(size.epochs / 3);
  const [small, large] = size.betas;
  const has: HasSpec = {
    mode: 'two-level',
    tws: candidateTws(DEFAULT_TRAIN.data.bins.timesteps).filter((tws) => tws > 1),
    settleEpochs: Math.floor(size.epochs / 6),
  };
  const steps = [
    { beta: 0, label: 'no hardware loss', search: {} },
    { beta: small, label: 'small beta', search: {} },
    { beta: large, label: 'large beta', search: {} },
    { beta: large, label: 'large beta, window sizes searched', search: { has } },
  ];
  return steps.map(({ beta, label, search }) => ({
    ...DEFAULT_TRAIN,
    // Few epochs: the harder augmentation of long trainings would only slow it down.
    dropout: 0,
    augment: { ...DEFAULT_TRAIN.augment, rotateDegrees: 0, scale: 0 },
    name: `${size.network}, ${label}`,
    experiment: DEMO_EXPERIMENT,
    network: size.network,
    data: { ...DEFAULT_TRAIN.data, maxTrain: size.maxTrain, maxTest: size.maxTest },
    epochs: size.epochs,
    pretrainEpochs,
    hardwareLoss: { ...DEFAULT_TRAIN.hardwareLoss, mode: beta > 0 ? 'proxy' : 'off', beta, ...search },
    cost: { ...DEFAULT_TRAIN.cost, samplesPerEpoch: 4, samplesAtEnd: size.samplesAtEnd },
    workers,
  }));
}
