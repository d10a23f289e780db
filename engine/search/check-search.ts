/** A search with every mistake found that can be found without its activity; what it begins with, resolved. */
import { applyArchOverrides } from '../arch/arch.ts';
import {
  accept,
  refuse,
  type ArchConfig,
  type EnergyTable,
  type NetworkSpec,
  type Outcome,
  type SearchSpec,
} from '../contract/index.ts';
import { checkTws, twsPerLayer } from '../schedule/time-windows.ts';
import { checkAccelerators, checkValuesAndTable } from './check-hardware.ts';
import { checkSearchSpec } from './check-spec.ts';
import type { HardwareBase } from './hardware.ts';

/** arch: as named, without the overrides of the search. */
export function checkSearch(
  spec: SearchSpec,
  network: NetworkSpec,
  preset: ArchConfig,
  energy: EnergyTable,
): Outcome<HardwareBase> {
  const arch = applyArchOverrides(preset, spec.archOverrides, 'set');
  const windows = checkTws(spec.tws, network.layers.length, network.timesteps, 'tws');
  const issues = [
    ...checkSearchSpec(spec, network),
    ...(arch.ok ? [] : arch.issues),
    ...windows.filter(({ severity }) => severity === 'error'),
    ...checkValuesAndTable(preset, energy, spec),
  ];
  if (issues.length || !arch.ok) return refuse(...issues);
  const tws = twsPerLayer(spec.tws, network.layers.length);
  const base = { network, system: spec.system, tws, arch: arch.value, energy };
  const faults = checkAccelerators(base, spec);
  return faults.length ? refuse(...faults) : accept(base);
}
