/**
 * A simulation request with every user mistake found before anything runs: systems, time windows, options that a
 * system does not have, buffers that do not hold what the model takes for granted. `planSimulation` returns all
 * issues at once; what only makes the result optimistic is a warning.
 */
import { SYSTEM_NAMES, accept, errorAt, refuse, warningAt } from '../contract/index.ts';
import type { ArchConfig, EnergyTable, Issue, NetworkSpec, Outcome, SystemName } from '../contract/index.ts';
import { capacities } from '../arch/arch.ts';
import { nearestWord } from '../math/nearest-word.ts';
import { checkTws, twsPerLayer } from '../schedule/time-windows.ts';
import { isPeer, PEER_MODELS } from './systems/index.ts';
import { checkLayerKinds } from './layer-kinds.ts';

export interface SimulationRequest {
  readonly network: NetworkSpec;
  readonly systems: readonly SystemName[];
  /** One value for all layers or one per layer. */
  readonly tws: readonly number[];
  readonly arch: ArchConfig;
  readonly energy: EnergyTable;
}

/** A checked request; `tws` has one value per layer. */
export interface SimulationPlan extends SimulationRequest {
  readonly warnings: readonly Issue[];
}

export function planSimulation(request: SimulationRequest): Outcome<SimulationPlan> {
  const { network, systems, tws, arch } = request;
  const issues = [
    ...checkSystems(systems),
    ...checkTws(tws, network.layers.length, network.timesteps, 'tws'),
    ...checkPacking(systems, arch),
    ...checkLayerKinds(network, systems),
    ...checkKernels(network, systems, arch),
    ...checkPixel(network, systems, arch),
    ...systems.filter(isPeer).flatMap((system) => PEER_MODELS[system].check(network, arch)),
  ];
  if (issues.some((issue) => issue.severity === 'error')) return refuse(...issues);
  const warnings = [...issues, ...checkPassSpikes(network, systems, tws, arch)];
  return accept({ ...request, tws: twsPerLayer(tws, network.layers.length), warnings }, warnings);
}

export function checkSystems(systems: readonly string[]): Issue[] {
  if (systems.length === 0)
    return [
      errorAt(
        'system',
        'simulate/systems',
        `must name at least one (got none); choose ${SYSTEM_NAMES.join(', ')}`,
      ),
    ];
  const issues: Issue[] = [];
  systems.forEach((system, i) => {
    if (!SYSTEM_NAMES.some((known) => known === system)) {
      const nearest = nearestWord(system, SYSTEM_NAMES);
      const advice = nearest ? `did you mean "${nearest}"?` : 'choose one of them';
      const message = `must be ${SYSTEM_NAMES.join(', ')} (got "${system}"); ${advice}`;
      issues.push(errorAt('system', 'simulate/unknown-system', message));
    } else if (systems.indexOf(system) !== i) {
      const message = `must name each system once (got ${system} twice); remove one`;
      issues.push(errorAt('system', 'simulate/system-twice', message));
    }
  });
  return issues;
}

function checkPacking(systems: readonly SystemName[], arch: ArchConfig): Issue[] {
  const { packing } = arch.ptb;
  if (packing === 'none' || !systems.includes('ptb') || arch.dispatch.unit === 'ic') return [];
  const message = `must be none where dispatch.unit is ntwu, as all channels are one unit (got ${packing}); set dispatch.unit=ic or ptb.packing=none`;
  return [errorAt('arch.ptb.packing', 'simulate/packing', message)];
}

/**
 * The local buffer holds at least one kernel (one input channel, one output channel) of every conv layer; two where
 * PTB packs two channels into a pass.
 */
function checkKernels(network: NetworkSpec, systems: readonly SystemName[], arch: ArchConfig): Issue[] {
  if (systems.every(isPeer)) return [];
  return network.layers.flatMap((layer) => {
    const { lbufWeightBytes, weightBytes } = capacities(arch, layer);
    const kernels = systems.includes('ptb') && arch.ptb.packing !== 'none' ? 2 : 1;
    const bytes = Math.ceil(kernels * layer.E * layer.E * weightBytes);
    if (layer.kind !== 'conv' || bytes <= lbufWeightBytes) return [];
    const what = kernels === 1 ? 'one' : 'two (ptb.packing)';
    const plural = kernels === 1 ? 'kernel' : 'kernels';
    const message = `must hold ${what} ${layer.E} x ${layer.E} ${plural} of ${layer.name} in its double-buffered weight share, ${bytes} B (got ${lbufWeightBytes} B of ${arch.lbuf.bytes} B); enlarge lbuf.bytes or buffers.weightFraction`;
    return [errorAt('arch.lbuf.bytes', 'simulate/lbuf-kernel', message)];
  });
}

/** The global buffer holds all time steps of at least one input: the smallest block that moves from DRAM. */
function checkPixel(network: NetworkSpec, systems: readonly SystemName[], arch: ArchConfig): Issue[] {
  if (systems.every(isPeer)) return [];
  const bytes = Math.ceil(network.timesteps / 8);
  const { glbSpikeBytes } = capacities(arch);
  if (bytes <= glbSpikeBytes) return [];
  const message = `must hold the ${network.timesteps} steps of one input in its double-buffered spike share, ${bytes} B (got ${glbSpikeBytes} B of ${arch.glb.bytes} B); enlarge glb.bytes or lower buffers.weightFraction`;
  return [errorAt('arch.glb.bytes', 'simulate/glb-input', message)];
}

/** Where the spikes of one full pass do not fit the local buffer, its refills within the pass are not charged. */
function checkPassSpikes(
  network: NetworkSpec,
  systems: readonly SystemName[],
  tws: readonly number[],
  arch: ArchConfig,
): Issue[] {
  if (!systems.some((system) => system === 'spikex' || system === 'ptb')) return [];
  const { lbufSpikeBytes } = capacities(arch);
  return network.layers.flatMap((layer, i) => {
    const size = tws.length === 1 ? tws[0] : tws[i];
    const bytes = Math.ceil((arch.array.cols * layer.E * layer.E * size) / 8);
    if (bytes <= lbufSpikeBytes) return [];
    const message = `usually holds the spikes of one pass of ${layer.name} at TWS ${size} in its double-buffered spike share, ${bytes} B (got ${lbufSpikeBytes} B of ${arch.lbuf.bytes} B); refills within a pass are not charged: enlarge lbuf.bytes or take a smaller TWS`;
    return [warningAt('arch.lbuf.bytes', 'simulate/lbuf-pass', message)];
  });
}
