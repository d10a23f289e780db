// A network that the asked systems have no costs for can be trained, but not towards costs.
import { describe, expect, it } from 'vitest';
import { prepareTraining } from '../../../../electron/jobs/kinds/prepare.ts';
import { DEFAULT_TRAIN, type TrainSpec } from '../../../../engine/contract/index.ts';
import { temporaryFolders } from '../../../support/temp-folder.ts';
import { inlineContext } from './job-context.ts';

const spec: TrainSpec = {
  ...DEFAULT_TRAIN,
  network: 'nmnist-resnet',
  cost: { ...DEFAULT_TRAIN.cost, systems: ['hybrid'] },
  data: { ...DEFAULT_TRAIN.data, maxTrain: 20, maxTest: 20 },
};

describe('a network with residual adds', () => {
  const folder = temporaryFolders();

  it('is trained towards costs of the array systems', async () => {
    const hardwareLoss = { ...spec.hardwareLoss, mode: 'proxy' as const, beta: 0.01 };
    const cost = DEFAULT_TRAIN.cost;
    const prepared = await prepareTraining({ ...spec, cost, hardwareLoss }, null, inlineContext(folder()));
    expect(prepared.ok && prepared.value.simulation.systems).toEqual(cost.systems);
  });

  it('is trained without costs, each layer named in a warning', async () => {
    const prepared = await prepareTraining(spec, null, inlineContext(folder()));
    expect(prepared.ok && prepared.value.simulation.systems).toEqual([]);
    const reasons = prepared.ok ? prepared.warnings.map(({ message }) => message) : [];
    expect(reasons.filter((message) => /CONV1B|CONV2B/.test(message))).toHaveLength(2);
  });

  it('is refused with the hardware loss on, which needs them', async () => {
    const hardwareLoss = { ...spec.hardwareLoss, mode: 'proxy' as const, beta: 0.01 };
    const prepared = await prepareTraining({ ...spec, hardwareLoss }, null, inlineContext(folder()));
    expect(prepared.ok).toBe(false);
    expect(prepared.ok ? [] : prepared.issues.map(({ code }) => code)).toEqual([
      'simulate/layer-kind',
      'simulate/layer-kind',
    ]);
  });

  it('is refused for what has nothing to do with layers', async () => {
    const cost = { ...spec.cost, arch: 'nowhere' };
    const prepared = await prepareTraining({ ...spec, cost }, null, inlineContext(folder()));
    expect(prepared.ok).toBe(false);
  });
});
