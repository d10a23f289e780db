/**
 * What the simulator of this build computes for a few fixed inputs, as a hash. Kept results are taken over only by a
 * build that agrees, so a change of the model's rules never mixes with older results; other changes do not matter.
 */
import { ARCH_FIELDS } from '../../../engine/arch/fields.ts';
import { applyArchOverrides, DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import { SYSTEM_NAMES, type EnergyTable, type NetworkSpec } from '../../../engine/contract/index.ts';
import { planSimulation, simulateNetwork } from '../../../engine/sim/index.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { contentHash } from '../../store/index.ts';

const TWS = [1, 3, 8];
const RATE = 0.03;

/** network: a small one with convolutions and a fully connected layer. */
export function modelFingerprint(network: NetworkSpec, energy: EnergyTable): string {
  const inputs = [randomInputs(network, 'random', RATE, 1), randomInputs(network, 'bursty', RATE, 1)];
  // Every choice of every key that has choices, one at a time, beside the defaults.
  const variants = ARCH_FIELDS.flatMap(({ key, choices = [] }) =>
    choices.filter((choice) => choice !== null).map((choice) => ({ [key]: choice })),
  );
  const results = variants.flatMap((overrides) => {
    const arch = applyArchOverrides(DEFAULT_ARCH_CONFIG, overrides, '');
    return TWS.flatMap((tws) => {
      if (!arch.ok) return [];
      const request = { network, energy, systems: SYSTEM_NAMES, tws: [tws], arch: arch.value };
      const plan = planSimulation(request);
      if (!plan.ok) return [];
      return inputs.flatMap((one) =>
        simulateNetwork(plan.value, one).map(({ layers }) =>
          layers.map(({ cycles, counts }) => ({ cycles, counts })),
        ),
      );
    });
  });
  return contentHash(results);
}
