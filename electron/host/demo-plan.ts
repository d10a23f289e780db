/** The embedded demo: the same training three times, with no, a small and a large hardware loss. */
import { DEFAULT_TRAIN, type TrainSpec } from '../../engine/contract/index.ts';

export const DEMO_EXPERIMENT = 'Demo';

interface DemoSize {
  readonly network: string;
  readonly maxTrain: number;
  readonly maxTest: number;
  readonly epochs: number;
  readonly samplesAtEnd: number;
}

const FULL: DemoSize = { network: 'nmnist', maxTrain: 1000, maxTest: 200, epochs: 12, samplesAtEnd: 48 };
/** For tests and impatience: the small network, about half a minute. */
const QUICK: DemoSize = { network: 'nmnist-small', maxTrain: 300, maxTest: 100, epochs: 6, samplesAtEnd: 16 };

const BETAS = [
  { beta: 0, label: 'no hardware loss' },
  { beta: 0.15, label: 'small beta' },
  { beta: 1.5, label: 'large beta' },
] as const;

export function demoPlan(quick: boolean, workers: number): readonly TrainSpec[] {
  const size = quick ? QUICK : FULL;
  const pretrainEpochs = Math.floor(size.epochs / 3);
  return BETAS.map(({ beta, label }) => ({
    ...DEFAULT_TRAIN,
    name: `${size.network}, ${label}`,
    experiment: DEMO_EXPERIMENT,
    network: size.network,
    data: { ...DEFAULT_TRAIN.data, maxTrain: size.maxTrain, maxTest: size.maxTest },
    epochs: size.epochs,
    pretrainEpochs,
    hardwareLoss: { mode: beta > 0 ? 'proxy' : 'off', beta, slope: DEFAULT_TRAIN.hardwareLoss.slope },
    cost: { ...DEFAULT_TRAIN.cost, samplesPerEpoch: 4, samplesAtEnd: size.samplesAtEnd },
    workers,
  }));
}
