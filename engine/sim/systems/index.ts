/** The systems with a machine of their own, by name, and how one of them runs a network. */
import { PEER_SYSTEMS } from '../../contract/index.ts';
import type {
  ArchConfig,
  EnergyTable,
  Issue,
  LayerReport,
  NetworkSpec,
  PeerSystem,
  SpikeTensor,
  SystemName,
} from '../../contract/index.ts';
import type { Scratch } from '../../schedule/scratch.ts';
import { activityCounts } from './activity-counts.ts';
import { denseArray } from './dense/dense.ts';
import { hybrid } from './hybrid/hybrid.ts';
import { layerReport } from './layer-report.ts';
import { manycore } from './manycore/manycore.ts';
import type { PeerModel } from './peer.ts';
import { spinalflow } from './spinalflow/spinalflow.ts';

export const PEER_MODELS: Readonly<Record<PeerSystem, PeerModel>> = {
  spinalflow,
  manycore,
  hybrid,
  'dense-os': denseArray('os'),
  'dense-ws': denseArray('ws'),
  'dense-is': denseArray('is'),
};

export const isPeer = (system: SystemName): system is PeerSystem =>
  PEER_SYSTEMS.some((peer) => peer === system);

export interface PeerHardware {
  readonly network: NetworkSpec;
  readonly arch: ArchConfig;
  readonly energy: EnergyTable;
}

/** Reports of several peers on one sample; its activity is counted once. */
export function simulatePeers(
  systems: readonly PeerSystem[],
  { network, arch, energy }: PeerHardware,
  inputs: readonly SpikeTensor[],
  scratch: Scratch,
): LayerReport[][] {
  if (systems.length === 0) return [];
  const activity = network.layers.map((layer, i) => activityCounts(layer, inputs[i], arch, scratch));
  return systems.map((system) =>
    PEER_MODELS[system]
      .run({ network, inputs, activity, config: arch })
      .map((work, i) => layerReport(system, network.layers[i], activity[i], work, arch, energy)),
  );
}

/** Activity that one of the systems cannot work on; the rest of a request is checked by `planSimulation`. */
export function checkActivity(
  { network, systems, arch }: { network: NetworkSpec; systems: readonly SystemName[]; arch: ArchConfig },
  inputs: readonly SpikeTensor[],
): Issue[] {
  return systems
    .filter(isPeer)
    .flatMap((system) => PEER_MODELS[system].checkActivity?.(network, inputs, arch) ?? []);
}
