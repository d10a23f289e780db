/**
 * Mean cost of one inference over samples. EDP is (mean energy) * (mean latency), so a network has one operating
 * point and not a mean of products. Layer figures are means too; a layer's mode is the one most samples used.
 */
import { edpJsOf } from '../contract/index.ts';
import type {
  CounterKey,
  Counters,
  DispatchMode,
  LayerCost,
  LayerReport,
  Level,
  SpikeTensor,
  SystemCost,
  SystemReport,
} from '../contract/index.ts';
import { Scratch } from '../schedule/scratch.ts';
import type { SimulationPlan } from './plan.ts';
import { bestPerSystem, simulateVariants, variantsOf } from './simulate-network.ts';

/** Every sample: the spikes that enter each layer. Samples are read one at a time, so a generator keeps memory small. */
export function averageNetwork(
  plan: SimulationPlan,
  samples: Iterable<readonly SpikeTensor[]>,
  scratch: Scratch = new Scratch(),
): SystemCost[] {
  const variants = variantsOf(plan);
  const means = variants.map(() => new CostMean());
  for (const inputs of samples) {
    simulateVariants(plan, variants, inputs, scratch).forEach((report, v) => means[v].add(report));
  }
  return bestPerSystem(
    plan.systems,
    means.map((mean) => mean.cost()),
  );
}

/** The same from finished reports of one system at the same time windows. */
export function averageCosts(reports: readonly SystemReport[]): SystemCost {
  const mean = new CostMean();
  for (const report of reports) mean.add(report);
  return mean.cost();
}

class LayerSums {
  readonly first: LayerReport;
  private readonly modes = new Map<DispatchMode, number>();
  private readonly counts: Counters = {};
  private readonly byComponentPj: Record<Level, number> = { ALU: 0, RF: 0, LBUF: 0, GLB: 0, DRAM: 0 };
  private cycles = 0;
  private latencyUs = 0;
  private energyPj = 0;
  private utilization = 0;
  private spikes = 0;

  constructor(first: LayerReport) {
    this.first = first;
  }

  add(layer: LayerReport): void {
    this.cycles += layer.cycles;
    this.latencyUs += layer.latencyUs;
    this.energyPj += layer.energyPj;
    this.utilization += layer.utilization;
    this.spikes += layer.spikes;
    this.modes.set(layer.mode, (this.modes.get(layer.mode) ?? 0) + 1);
    for (const key of keysOf(layer.counts))
      this.counts[key] = (this.counts[key] ?? 0) + (layer.counts[key] ?? 0);
    for (const level of keysOf(layer.byComponentPj)) this.byComponentPj[level] += layer.byComponentPj[level];
  }

  mean(samples: number): LayerCost {
    const counts: Counters = {};
    for (const key of keysOf(this.counts)) counts[key] = (this.counts[key] ?? 0) / samples;
    const { ALU, RF, LBUF, GLB, DRAM } = this.byComponentPj;
    return {
      name: this.first.name,
      tws: this.first.tws,
      mode: [...this.modes].reduce((most, next) => (next[1] > most[1] ? next : most))[0],
      cycles: this.cycles / samples,
      latencyUs: this.latencyUs / samples,
      energyPj: this.energyPj / samples,
      utilization: this.utilization / samples,
      spikes: this.spikes / samples,
      counts,
      byComponentPj: {
        ALU: ALU / samples,
        RF: RF / samples,
        LBUF: LBUF / samples,
        GLB: GLB / samples,
        DRAM: DRAM / samples,
      },
    };
  }
}

class CostMean {
  private samples = 0;
  private first: SystemReport | null = null;
  private cycles = 0;
  private latencyUs = 0;
  private energyPj = 0;
  private layers: LayerSums[] = [];

  add(report: SystemReport): void {
    if (this.first === null) {
      this.first = report;
      this.layers = report.layers.map((layer) => new LayerSums(layer));
    }
    const { system, tws } = this.first;
    if (report.system !== system || report.tws.join() !== tws.join())
      throw new Error(
        `averageCosts: ${report.system} at TWS ${report.tws.join()} after ${system} at ${tws.join()}`,
      );
    this.samples++;
    this.cycles += report.total.cycles;
    this.latencyUs += report.total.latencyUs;
    this.energyPj += report.total.energyPj;
    report.layers.forEach((layer, i) => this.layers[i].add(layer));
  }

  cost(): SystemCost {
    if (this.first === null) throw new Error('averageCosts: at least one sample is needed');
    const { samples } = this;
    const latencyUs = this.latencyUs / samples;
    const energyPj = this.energyPj / samples;
    return {
      system: this.first.system,
      tws: this.first.tws,
      energyTable: this.first.energyTable,
      archName: this.first.arch.name,
      samples,
      cycles: this.cycles / samples,
      latencyUs,
      energyPj,
      edpJs: edpJsOf(energyPj, latencyUs),
      layers: this.layers.map((layer) => layer.mean(samples)),
    };
  }
}

const keysOf = <K extends CounterKey | Level>(record: Partial<Record<K, number>>): K[] =>
  Object.keys(record) as K[];
