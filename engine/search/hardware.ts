/** The accelerators of a space: every parameter but window sizes and training, applied to the one that the search begins with. */
import { applyArchOverrides } from '../arch/arch.ts';
import {
  accept,
  type ArchConfig,
  type ArchOverrides,
  type ArraySystem,
  type EnergyTable,
  type NetworkSpec,
  type Outcome,
  type SearchSpace,
} from '../contract/index.ts';
import { memoriesOf, planSimulation, siliconOf } from '../sim/index.ts';
import { isHardwareKey } from './space.ts';

export interface HardwareBase {
  readonly network: NetworkSpec;
  readonly system: ArraySystem;
  /** Window sizes of the layers that the space leaves alone. */
  readonly tws: readonly number[];
  readonly arch: ArchConfig;
  readonly energy: EnergyTable;
}

export interface Hardware {
  readonly config: ArchConfig;
  /** Of the memories; null where the energy table has none. */
  readonly areaMm2: number | null;
}

export const hardwareSpace = (space: SearchSpace): SearchSpace => ({
  ...space,
  parameters: space.parameters.filter(({ key }) => isHardwareKey(key)),
});

/** A refusal says why it cannot be built, or cannot run the network. */
export function buildHardware(base: HardwareBase, overrides: ArchOverrides): Outcome<Hardware> {
  const { network, system, arch, energy, tws } = base;
  const applied = applyArchOverrides(arch, overrides, 'space');
  if (!applied.ok) return applied;
  const config = applied.value;
  const planned = planSimulation({ network, systems: [system], tws, arch: config, energy });
  return planned.ok ? accept({ config, areaMm2: areaOf(base, config) }) : planned;
}

export const areaOf = ({ network, system, energy }: HardwareBase, config: ArchConfig): number | null =>
  siliconOf(memoriesOf(system, network, config), energy)?.areaMm2 ?? null;
