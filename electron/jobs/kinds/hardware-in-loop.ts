/** The cost model behind the hardware loss: the proxy of the engine, measured by the simulator on the chosen hardware. */
import {
  contextOf,
  hasWindows,
  LayerInput,
  Scratch,
  simulateAlone,
  withWeightBits,
  type SimulationPlan,
} from '../../../engine/sim/index.ts';
import type { TrainSpec } from '../../../engine/contract/index.ts';
import {
  HardwareModel,
  type HardwareModelState,
  type LayerSetting,
  type MeasureLayer,
} from '../../../engine/proxy/index.ts';
import type { TrainingHooks } from '../../../engine/train/index.ts';

/** Null where the hardware loss is off. state: that of a checkpoint to go on from. */
export function hardwareInLoop(
  spec: Pick<TrainSpec, 'hardwareLoss' | 'seed'>,
  simulation: SimulationPlan,
  costOf: TrainingHooks['costOf'],
  state: HardwareModelState | null,
): HardwareModel | null {
  const { mode, beta, objective, exponent = 1, has } = spec.hardwareLoss;
  if (mode === 'off' || beta === 0) return null;
  const { network, systems, tws } = simulation;
  const sizes = [...new Set([...(has?.tws ?? []), ...tws, ...(systems.every(hasWindows) ? [] : [1])])];
  const bits = has?.bits ?? null;
  return new HardwareModel(
    {
      layers: network.layers.map(({ name }) => name),
      systems,
      settings: sizes.flatMap((size) =>
        (bits ?? [null]).map((own): LayerSetting => ({ tws: size, bits: own })),
      ),
      measure: measureWith(simulation),
      chief: 0,
      tws: hasWindows(systems[0]) ? tws : tws.map(() => 1),
      objective,
      exponent,
      candidates: has?.tws ?? null,
      bits,
      weighted: network.layers.map(({ kind }) => kind !== 'pool'),
      exact: mode === 'exact',
      seed: spec.seed,
      costOf,
    },
    state,
  );
}

/** Exact cost of one layer on every system of the plan. */
export function measureWith({ network, systems, arch, energy }: SimulationPlan): MeasureLayer {
  const scratch = new Scratch();
  return (layer, spikes, settings) => {
    const input = new LayerInput(
      network.layers[layer],
      spikes,
      arch,
      scratch,
      contextOf(network, layer, null),
    );
    const sources = new Map(
      settings.map(({ bits }) => [bits, withWeightBits(input, bits, arch, scratch)] as const),
    );
    return systems.map((system) =>
      settings.map(({ tws, bits }) =>
        simulateAlone(sources.get(bits) ?? input, system, tws, arch, energy, scratch),
      ),
    );
  };
}
