/**
 * A network on several systems. Latency and energy are sums over layers; network EDP = (sum E) * (sum L). PTB has
 * one time window size for the net: where the request gives several and ptb.tws = net, PTB runs with each of them
 * and reports the one with the lowest network EDP, its strongest setting among those asked for.
 * Left out: overlap of consecutive layers.
 */
import { LEVELS, USAGES, averagePowerMwOf, edpJsOf, warningAt } from '../contract/index.ts';
import type {
  Issue,
  LayerReport,
  Level,
  SpikeTensor,
  SystemName,
  SystemReport,
  SystemTotal,
  Usage,
} from '../contract/index.ts';
import { Scratch } from '../schedule/scratch.ts';
import { guardTotal } from './guard.ts';
import type { SimulationPlan } from './plan.ts';
import { LayerInput, simulateLayer } from './simulate-layer.ts';

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
  const layers = variants.map((): LayerReport[] => []);
  plan.network.layers.forEach((layer, i) => {
    const input = new LayerInput(layer, inputs[i], plan.arch, scratch);
    variants.forEach((variant, v) => {
      layers[v].push(simulateLayer(input, variant.system, variant.tws[i], plan.arch, plan.energy));
    });
  });
  return variants.map((variant, v) => ({
    system: variant.system,
    tws: layers[v].map((layer) => layer.tws),
    layers: layers[v],
    total: guardTotal(variant.system, totalOf(layers[v]), layers[v]),
    energyTable: plan.energy.name,
    arch: plan.arch,
    warnings: systemWarnings(plan, variant),
  }));
}

function totalOf(layers: readonly LayerReport[]): SystemTotal {
  const byComponentPj: Record<Level, number> = { ALU: 0, RF: 0, LBUF: 0, GLB: 0, DRAM: 0 };
  const byUsagePj: Record<Usage, number> = { weight: 0, spike: 0, psum: 0, alu: 0 };
  let cycles = 0;
  let latencyUs = 0;
  let energyPj = 0;
  for (const layer of layers) {
    cycles += layer.cycles;
    latencyUs += layer.latencyUs;
    energyPj += layer.energyPj;
    for (const level of LEVELS) byComponentPj[level] += layer.byComponentPj[level];
    for (const usage of USAGES) byUsagePj[usage] += layer.byUsagePj[usage];
  }
  return {
    cycles,
    latencyUs,
    energyPj,
    edpJs: edpJsOf(energyPj, latencyUs),
    averagePowerMw: averagePowerMwOf(energyPj, latencyUs),
    areaMm2: null,
    byComponentPj,
    byUsagePj,
  };
}

/** Warnings of the request that concern this system; time-serial systems have no windows to warn of. */
function systemWarnings(plan: SimulationPlan, variant: Variant): Issue[] {
  const serial = variant.system === 'serial' || variant.system === 'serial-dense';
  const warnings = serial ? [] : [...plan.warnings];
  if (variant.system === 'ptb' && new Set(plan.tws).size > 1 && plan.arch.ptb.tws === 'net') {
    const asked = [...new Set(plan.tws)].join(', ');
    const message = `PTB has one window size for the net: ${variant.tws[0]} has the lowest EDP of ${asked}; set ptb.tws=layer to give it one per layer`;
    warnings.push(warningAt('tws', 'simulate/ptb-one-tws', message));
  }
  return warnings;
}
