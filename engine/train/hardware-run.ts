/** Evaluation of the held-out samples on the hardware's numbers; the board's own weights are put back afterwards. */
import { accept, type HardwareAccuracy, type Outcome } from '../contract/index.ts';
import { geometryOf } from '../kernels/geometry.ts';
import type { HardwareNeuron } from '../kernels/kernels.ts';
import { NEURON_NUMBERS, type Board } from './board.ts';
import { hardwareNumbers, type HardwareBits } from './hardware-numbers.ts';
import type { TrainingPlan } from './plan.ts';
import type { Team } from './team.ts';

function writeNeurons(board: Board, neurons: readonly HardwareNeuron[]): void {
  neurons.forEach(({ leak, threshold, skipWeight, ceiling }, l) =>
    board.neurons.set([leak, threshold, skipWeight, ceiling], l * NEURON_NUMBERS),
  );
}

export function readNeurons({ neurons }: Board): HardwareNeuron[] {
  return Array.from({ length: neurons.length / NEURON_NUMBERS }, (_, l) => {
    const [leak, threshold, skipWeight, ceiling] = neurons.subarray(
      l * NEURON_NUMBERS,
      (l + 1) * NEURON_NUMBERS,
    );
    return { leak, threshold, skipWeight, ceiling };
  });
}

/** trained: packed; weightBits: per layer, what they were trained on (32 = float). Null when stopped. */
export function hardwareAccuracy(
  plan: TrainingPlan,
  team: Team,
  { trained, weightBits }: { readonly trained: Float32Array; readonly weightBits: readonly number[] },
  bits: HardwareBits,
  shouldStop: () => boolean,
): Outcome<HardwareAccuracy | null> {
  const { board, network, test } = plan;
  const numbers = hardwareNumbers(network, geometryOf(network), weightBits, trained, bits);
  const before = board.weights.slice();
  board.weights.set(numbers.weights);
  writeNeurons(board, numbers.neurons);
  const samples = Uint32Array.from({ length: test.count }, (_, i) => i);
  const verdict = team.run({ kind: 'evaluate', set: 'test', samples, hardware: true }, shouldStop);
  board.weights.set(before);
  if (!verdict.ok) return verdict;
  if (verdict.value === 'stopped') return accept(null);
  let correct = 0;
  let overflows = 0;
  for (let i = 0; i < test.count; i++) {
    if (board.predicted[i] === test.labels[i]) correct++;
    overflows += board.overflows[i];
  }
  return accept({
    accuracy: correct / test.count,
    correct,
    total: test.count,
    weightBits: numbers.weightBits,
    potentialBits: bits.potential,
    overflows,
    answers: [...board.predicted.subarray(0, test.count)],
  });
}
