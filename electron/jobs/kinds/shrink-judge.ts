/** What a network of a removal does on the samples: answers with the trainer's kernels, costs with the simulator. */
import {
  accept,
  refuse,
  type Outcome,
  type ShrinkCost,
  type SpikeTensor,
} from '../../../engine/contract/index.ts';
import { geometryOf, unpackWeights } from '../../../engine/kernels/geometry.ts';
import { importanceOfUnits, type ShrinkJudge, type TrainedNetwork } from '../../../engine/shrink/index.ts';
import { averageNetwork, planSimulation, Scratch, type SimulationPlan } from '../../../engine/sim/index.ts';
import {
  checkpointBits,
  checkpointWeights,
  evaluateSet,
  inlineTeam,
  kernelsOf,
  planTraining,
  recordings,
  type Checkpoint,
  type TrainingPlan,
} from '../../../engine/train/index.ts';
import type { SampleSet } from '../../../engine/workload/sample-set.ts';
import { storedNetwork } from '../../../engine/workload/stored-network.ts';

export interface JudgeOptions {
  readonly checkpoint: Checkpoint;
  readonly samples: SampleSet;
  /** Of the first network. */
  readonly simulation: SimulationPlan;
  readonly wasm: Uint8Array;
  /** Of the samples, so many are simulated. */
  readonly costSamples: number;
  readonly shouldStop: () => boolean;
  /** Called before every network that is judged. */
  readonly onNetwork: () => void;
}

/** Issues of a network come as refusals; an empty one: stopped. */
export function shrinkJudge(options: JudgeOptions): ShrinkJudge {
  const { checkpoint, samples, simulation, wasm, costSamples, shouldStop, onNetwork } = options;
  const bits = checkpointBits(checkpoint);
  const scratch = new Scratch();
  const weightsOf = ({ network, weights }: TrainedNetwork): Float32Array =>
    checkpointWeights(geometryOf(network), { ...checkpoint, network, weights });
  const planOf = ({ network }: TrainedNetwork): Outcome<TrainingPlan> => {
    const { settings } = checkpoint;
    return planTraining({ network, settings, tws: simulation.tws, wasm, train: samples, test: samples });
  };

  function* recorded(
    plan: TrainingPlan,
    effective: Float32Array,
    count: number,
  ): Generator<readonly SpikeTensor[]> {
    const kernels = kernelsOf(plan);
    kernels.weights.set(effective);
    kernels.refresh();
    const chosen = Uint32Array.from({ length: Math.min(count, samples.count) }, (_, i) => i);
    for (const inputs of recordings(kernels, samples, chosen)) {
      if (shouldStop()) return;
      yield inputs;
    }
  }

  return {
    importance(trained) {
      const plan = planOf(trained);
      if (!plan.ok) return plan;
      const effective = weightsOf(trained);
      const canonical = unpackWeights(geometryOf(trained.network), effective);
      const units = importanceOfUnits(
        trained.network,
        canonical,
        recorded(plan.value, effective, samples.count),
      );
      return shouldStop() ? refuse() : accept(units);
    },

    answers(trained) {
      onNetwork();
      const plan = planOf(trained);
      if (!plan.ok) return plan;
      plan.value.board.weights.set(weightsOf(trained));
      const tally = evaluateSet(plan.value, inlineTeam(plan.value), 'train', shouldStop);
      if (!tally.ok) return tally;
      if (!tally.value) return refuse();
      return accept({ accuracy: tally.value.accuracy, loss: tally.value.meanLoss });
    },

    costs(trained) {
      const plan = planOf(trained);
      if (!plan.ok) return plan;
      const { systems, tws, arch, energy } = simulation;
      const network = storedNetwork(trained.network, bits);
      const simulated = planSimulation({ network, systems, tws, arch, energy });
      if (!simulated.ok) return simulated;
      const inputs = [...recorded(plan.value, weightsOf(trained), costSamples)];
      if (shouldStop()) return refuse();
      const costs = averageNetwork(simulated.value, inputs, scratch);
      return accept(
        costs.map(({ system, energyPj, latencyUs, edpJs }): ShrinkCost => ({
          system,
          energyPj,
          latencyUs,
          edpJs,
        })),
      );
    },
  };
}
