/**
 * A network on several systems, sample by sample. PTB has one time window size for the net: where the request gives
 * several and ptb.tws = net, PTB runs with each of them and reports the one with the lowest network EDP, its
 * strongest setting among those asked for.
 */
import { warningAt } from '../contract/index.ts';
import type { Issue, LayerReport, SpikeTensor, SystemName, SystemReport } from '../contract/index.ts';
import { hasWindows } from '../schedule/dispatch.ts';
import { Scratch } from '../schedule/scratch.ts';
import { siliconOf } from '../cost/silicon.ts';
import { guardTotal } from './guard.ts';
import { contextOf } from './layer-context.ts';
import { memoriesOf } from './memories.ts';
import type { SimulationPlan } from './plan.ts';
import { LayerInput, simulateLayer } from './simulate-layer.ts';
import { isPeer, simulatePeers } from './systems/index.ts';
import { totalOf } from './total.ts';

/** One way to run a system; PTB may have several of which the best is reported. */
export interface Variant {
  readonly system: SystemName;
  readonly tws: readonly number[];
}

export function variantsOf(plan: SimulationPlan): Variant[] {
  const sizes = [...new Set(plan.tws)];
  return plan.systems.flatMap((system) =>
    system === 'ptb' && plan.arch.ptb.tws === 'net'
      ? sizes.map((size) => ({ system, tws: plan.tws.map(() => size) }))
      : [{ system, tws: plan.tws }],
  );
}

/** For every system the variant with the lowest EDP, in the order of the request; the first one where they are equal. */
export function bestPerSystem<T extends { readonly system: SystemName; readonly edpJs: number }>(
  systems: readonly SystemName[],
  results: readonly T[],
): T[] {
  return systems.map((system) =>
    results
      .filter((result) => result.system === system)
      .reduce((best, result) => (result.edpJs < best.edpJs ? result : best)),
  );
}

/** inputs: the spikes that enter each layer (an fc layer takes the map below it as it is). Check them first. */
export function simulateNetwork(
  plan: SimulationPlan,
  inputs: readonly SpikeTensor[],
  scratch: Scratch = new Scratch(),
): SystemReport[] {
  const reports = simulateVariants(plan, variantsOf(plan), inputs, scratch);
  const best = bestPerSystem(
    plan.systems,
    reports.map((report) => ({ system: report.system, edpJs: report.total.edpJs, report })),
  );
  return best.map((result) => result.report);
}

export function simulateVariants(
  plan: SimulationPlan,
  variants: readonly Variant[],
  inputs: readonly SpikeTensor[],
  scratch: Scratch,
): SystemReport[] {
  const peers = variants.map(({ system }) => system).filter(isPeer);
  const ofPeers = simulatePeers(peers, plan, inputs, scratch);
  const layers = variants.map(({ system }) => (isPeer(system) ? ofPeers[peers.indexOf(system)] : []));
  plan.network.layers.forEach((layer, i) => {
    const input = new LayerInput(layer, inputs[i], plan.arch, scratch, contextOf(plan.network, i, inputs));
    variants.forEach(({ system, tws }, v) => {
      if (!isPeer(system)) layers[v].push(simulateLayer(input, system, tws[i], plan.arch, plan.energy));
    });
  });
  return variants.map((variant, v) =>
    systemReport(variant.system, layers[v], plan, systemWarnings(plan, variant)),
  );
}

/** Finished layers of one system with their total. */
export function systemReport(
  system: SystemName,
  layers: readonly LayerReport[],
  { network, arch, energy }: Pick<SimulationPlan, 'network' | 'arch' | 'energy'>,
  warnings: readonly Issue[],
): SystemReport {
  const area = siliconOf(memoriesOf(system, network, arch), energy);
  return {
    system,
    tws: layers.map((layer) => layer.tws),
    layers,
    total: guardTotal(system, totalOf(layers, area?.areaMm2 ?? null), layers),
    energyTable: energy.name,
    arch,
    warnings,
  };
}

/** Warnings of the request that concern this system; the others have no windows to warn of. */
function systemWarnings(plan: SimulationPlan, variant: Variant): Issue[] {
  const warnings = hasWindows(variant.system) ? [...plan.warnings] : [];
  if (variant.system === 'ptb' && new Set(plan.tws).size > 1 && plan.arch.ptb.tws === 'net') {
    const asked = [...new Set(plan.tws)].join(', ');
    const message = `PTB has one window size for the net: ${variant.tws[0]} has the lowest EDP of ${asked}; set ptb.tws=layer to give it one per layer`;
    warnings.push(warningAt('tws', 'simulate/ptb-one-tws', message));
  }
  return warnings;
}
