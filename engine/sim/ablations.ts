/**
 * SpikeX with one idea taken away at a time, at the same time windows (docs/model.md section 11):
 *   dispatch-off   PTB's columns: batches of consecutive windows, no sharing of weights across neurons
 *   tailoring-off  weights of silent channels are fetched too
 *   skipping-off   nothing is skipped: every window of every position and channel; tailoring has nothing to tailor
 * In the first, tailoring stays as it is in the full system. Ratios are cost over the cost of the full system.
 */
import type {
  AblationName,
  AblationReport,
  ArchConfig,
  LayerReport,
  SpikeTensor,
  ArraySystem,
  SystemReport,
} from '../contract/index.ts';
import { ABLATIONS } from '../contract/index.ts';
import { isTailored } from '../schedule/dispatch.ts';
import { Scratch } from '../schedule/scratch.ts';
import { contextOf } from './layer-context.ts';
import { meanReport } from './mean-report.ts';
import type { SimulationPlan } from './plan.ts';
import { LayerInput, simulateLayer, withoutSkipping } from './simulate-layer.ts';
import { systemReport } from './simulate-network.ts';

interface Variant {
  readonly ablation: AblationName;
  readonly system: ArraySystem;
  readonly arch: ArchConfig;
  readonly skips: boolean;
}

/** One report per name of `ABLATIONS`, in that order. samples: the spikes that enter each layer; means over them. */
export function simulateAblations(
  plan: SimulationPlan,
  samples: readonly (readonly SpikeTensor[])[],
  scratch: Scratch = new Scratch(),
): AblationReport[] {
  const variants = ABLATIONS.map((ablation) => variantOf(ablation, plan.arch));
  const perSample = samples.map((inputs) => reportsOf(variants, plan, inputs, scratch));
  const means = variants.map(({ arch }, v) =>
    meanReport(
      perSample.map((reports) => reports[v]),
      { ...plan, arch },
    ),
  );
  return means.map((report, v) => compare(variants[v].ablation, report, means[0]));
}

function reportsOf(
  variants: readonly Variant[],
  plan: SimulationPlan,
  inputs: readonly SpikeTensor[],
  scratch: Scratch,
): SystemReport[] {
  const layers = variants.map((): LayerReport[] => []);
  plan.network.layers.forEach((layer, i) => {
    const input = new LayerInput(layer, inputs[i], plan.arch, scratch, contextOf(plan.network, i, inputs));
    variants.forEach(({ system, arch, skips }, v) => {
      const source = skips ? input : withoutSkipping(input);
      layers[v].push(simulateLayer(source, system, plan.tws[i], arch, plan.energy));
    });
  });
  return variants.map(({ system, arch }, v) =>
    systemReport(system, layers[v], { ...plan, arch }, plan.warnings),
  );
}

function variantOf(ablation: AblationName, arch: ArchConfig): Variant {
  const tailored = isTailored('spikex', arch) && ablation !== 'tailoring-off' && ablation !== 'skipping-off';
  return {
    ablation,
    system: ablation === 'dispatch-off' ? 'ptb' : 'spikex',
    arch: { ...arch, tailoring: tailored, ptb: { ...arch.ptb, packing: 'none' } },
    skips: ablation !== 'skipping-off',
  };
}

function compare(ablation: AblationName, report: SystemReport, full: SystemReport): AblationReport {
  const ratio = (pick: (system: SystemReport) => number): number => pick(report) / pick(full);
  return {
    ablation,
    report,
    energyRatio: ratio((system) => system.total.energyPj),
    latencyRatio: ratio((system) => system.total.latencyUs),
    edpRatio: ratio((system) => system.total.edpJs),
  };
}
