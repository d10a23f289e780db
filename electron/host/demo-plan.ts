/** The embedded demo: the same training three times, with no, a small and a large hardware loss. */
import { DEFAULT_TRAIN, type TrainSpec } from '../../engine/contract/index.ts';

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
  const steps = [
    { beta: 0, label: 'no hardware loss' },
    { beta: small, label: 'small beta' },
    { beta: large, label: 'large beta' },
  ];
  return steps.map(({ beta, label }) => ({
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
    hardwareLoss: { ...DEFAULT_TRAIN.hardwareLoss, mode: beta > 0 ? 'proxy' : 'off', beta },
    cost: { ...DEFAULT_TRAIN.cost, samplesPerEpoch: 4, samplesAtEnd: size.samplesAtEnd },
    workers,
  }));
}
