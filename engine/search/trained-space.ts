/**
 * Parameters that change what a network computes, so that candidates which differ in them must be trained: weight bits
 * (`bits` of all layers, `bits[i]` of one, 32 = float), the weight of the hardware loss (`beta`), and for how many epochs
 * (`epochs`). Candidates that agree in them share one training, whatever their windows and accelerators.
 */
import type { SearchSpace } from '../contract/index.ts';
import { choiceAt, type Point } from './space.ts';

export interface TrainedAs {
  /** Per layer. */
  readonly bits: readonly number[];
  readonly beta: number;
  readonly epochs: number;
}

/** base: what the space leaves alone. */
export function trainedAs(space: SearchSpace, point: Point, base: TrainedAs): TrainedAs {
  const choice = choiceAt(space, point);
  const bits = base.bits.map((own, l) => Number(choice[`bits[${l}]`] ?? choice.bits ?? own));
  return {
    bits,
    beta: Number(choice.beta ?? base.beta),
    epochs: Number(choice.epochs ?? base.epochs),
  };
}

/** Same weights after the same epochs, same text. */
export const trainingKey = ({ bits, beta }: Omit<TrainedAs, 'epochs'>): string =>
  JSON.stringify({ bits, beta });

/** Epochs that these candidates take: of each training the most that one of them asks for. */
export function epochsOf(all: readonly TrainedAs[]): number {
  const most = new Map<string, number>();
  for (const one of all) {
    const key = trainingKey(one);
    most.set(key, Math.max(most.get(key) ?? 0, one.epochs));
  }
  return [...most.values()].reduce((sum, epochs) => sum + epochs, 0);
}
