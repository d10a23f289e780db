// Curves over epochs, whatever their steps count.
import { describe, expect, it } from 'vitest';
import type { Curve } from '../../../engine/contract/index.ts';
import { isEpochKey, overEpochs } from '../../../renderer/src/views/compare/curve-groups.ts';

const curve = (axis: string, steps: readonly number[], values: readonly number[]): Curve => ({
  runId: 'r',
  key: 'k',
  axis,
  total: steps.length,
  steps,
  values,
  seconds: steps.map(() => NaN),
});

describe('overEpochs', () => {
  it('follows the epochs that the run logged at its steps', () => {
    const loss = curve('step', [0, 50, 100, 200, 400], [5, 4, 3, 2, 1]);
    // Epoch 0 at step 0, 1 at step 100, 3 at step 300: step 50 is half way, step 200 is epoch 2, step 400 the last.
    const epochs = curve('step', [0, 100, 300], [0, 1, 3]);
    expect(overEpochs(loss, epochs)).toMatchObject({
      axis: 'epoch',
      steps: [0, 0.5, 1, 2, 3],
      values: loss.values,
    });
  });

  it('leaves curves over epochs as they are and has nothing without epochs', () => {
    const own = curve('epoch', [1, 2], [3, 4]);
    expect(overEpochs(own, undefined)).toBe(own);
    expect(overEpochs(curve('step', [1], [1]), undefined)).toBeNull();
    expect(overEpochs(curve('step', [1], [1]), curve('layer', [1], [1]))).toBeNull();
  });

  it('knows the names of the curve of epochs', () => {
    expect(['epoch', 'train/epoch', 'trainer.epoch', 'epochs', 'loss'].map(isEpochKey)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
