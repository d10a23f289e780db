/**
 * Reports of one system over samples as one report of means, and how far the samples spread (Welford's running sums).
 * Every figure is the mean over samples; EDP is (mean energy) * (mean latency), so a network has one operating point; a
 * layer's mode is the one most samples used, and notes are those of the first sample.
 */
import { edpJsOf } from '../contract/index.ts';
import type {
  DispatchMode,
  LayerReport,
  SpikeTensor,
  SampleSpread,
  SystemReport,
  SystemSpread,
} from '../contract/index.ts';
import { Scratch } from '../schedule/scratch.ts';
import type { SimulationPlan } from './plan.ts';
import { bestPerSystem, simulateVariants, systemReport, variantsOf } from './simulate-network.ts';

export interface SampledReports {
  readonly samples: number;
  readonly systems: readonly SystemReport[];
  readonly spreads: readonly SystemSpread[];
}

/**
 * samples: the spikes that enter each layer, read one sample at a time. onSample is called after each one and ends the
 * work where it returns false. At least one sample is needed.
 */
export function simulateSamples(
  plan: SimulationPlan,
  samples: Iterable<readonly SpikeTensor[]>,
  onSample: (done: number) => boolean = () => true,
  scratch: Scratch = new Scratch(),
): SampledReports {
  const variants = variantsOf(plan);
  const means = variants.map(() => new ReportMean());
  let done = 0;
  for (const inputs of samples) {
    simulateVariants(plan, variants, inputs, scratch).forEach((report, v) => means[v].add(report));
    if (!onSample(++done)) break;
  }
  const results = means.map((mean) => {
    const report = mean.report(plan);
    return { system: report.system, edpJs: report.total.edpJs, report, spread: mean.spread() };
  });
  const best = bestPerSystem(plan.systems, results);
  return {
    samples: done,
    systems: best.map(({ report }) => report),
    spreads: best.map(({ spread }) => spread),
  };
}

/** Means of finished reports of one system; at least one. */
export function meanReport(
  reports: readonly SystemReport[],
  at: Pick<SimulationPlan, 'network' | 'arch' | 'energy'>,
): SystemReport {
  const mean = new ReportMean();
  for (const report of reports) mean.add(report);
  return mean.report(at);
}

/** Numbers at the leaves of plain objects; everything else is kept from the first. */
type Figures = { [key: string]: unknown };

class ReportMean {
  private samples = 0;
  private first: SystemReport | null = null;
  private layers: LayerMean[] = [];
  private readonly energyPj = new RunningSpread();
  private readonly latencyUs = new RunningSpread();
  private readonly edpJs = new RunningSpread();

  add(report: SystemReport): void {
    this.first ??= report;
    if (this.samples++ === 0) this.layers = report.layers.map((layer) => new LayerMean(layer));
    report.layers.forEach((layer, i) => this.layers[i].add(layer));
    this.energyPj.add(report.total.energyPj);
    this.latencyUs.add(report.total.latencyUs);
    this.edpJs.add(report.total.edpJs);
  }

  report(at: Pick<SimulationPlan, 'network' | 'arch' | 'energy'>): SystemReport {
    if (this.first === null) throw new Error('simulateSamples: at least one sample is needed');
    const layers = this.layers.map((layer) => layer.mean(this.samples));
    return systemReport(this.first.system, layers, at, this.first.warnings);
  }

  spread(): SystemSpread {
    if (this.first === null) throw new Error('simulateSamples: at least one sample is needed');
    return {
      system: this.first.system,
      energyPj: this.energyPj.result(),
      latencyUs: this.latencyUs.result(),
      edpJs: this.edpJs.result(),
      layers: this.layers.map((layer) => layer.spread()),
    };
  }
}

class LayerMean {
  private readonly first: LayerReport;
  private readonly sums: Figures = {};
  private readonly modes = new Map<DispatchMode, number>();
  private readonly energyPj = new RunningSpread();
  private readonly latencyUs = new RunningSpread();
  private readonly spikes = new RunningSpread();

  constructor(first: LayerReport) {
    this.first = first;
  }

  add(layer: LayerReport): void {
    addFigures(this.sums, layer);
    this.modes.set(layer.mode, (this.modes.get(layer.mode) ?? 0) + 1);
    this.energyPj.add(layer.energyPj);
    this.latencyUs.add(layer.latencyUs);
    this.spikes.add(layer.spikes);
  }

  mean(samples: number): LayerReport {
    // The sums have the shape of the reports they were made of.
    const mean = { ...this.first, ...(scaledFigures(this.sums, samples) as Partial<LayerReport>) };
    const [mode] = [...this.modes].reduce((most, next) => (next[1] > most[1] ? next : most));
    return { ...mean, mode, edpJs: edpJsOf(mean.energyPj, mean.latencyUs) };
  }

  spread(): SystemSpread['layers'][number] {
    return {
      name: this.first.name,
      energyPj: this.energyPj.result(),
      latencyUs: this.latencyUs.result(),
      spikes: this.spikes.result(),
    };
  }
}

class RunningSpread {
  private count = 0;
  private mean = 0;
  private squares = 0;
  private least = Infinity;
  private most = -Infinity;

  add(value: number): void {
    const away = value - this.mean;
    this.mean += away / ++this.count;
    this.squares += away * (value - this.mean);
    this.least = Math.min(this.least, value);
    this.most = Math.max(this.most, value);
  }

  result(): SampleSpread {
    const sd = this.count > 1 ? Math.sqrt(this.squares / (this.count - 1)) : 0;
    return { mean: this.mean, sd, least: this.least, most: this.most };
  }
}

const isPlain = (value: unknown): value is Figures =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function addFigures(sums: Figures, figures: object): void {
  for (const [key, value] of Object.entries(figures)) {
    if (typeof value === 'number') sums[key] = Number(sums[key] ?? 0) + value;
    else if (isPlain(value)) {
      const inner = isPlain(sums[key]) ? sums[key] : {};
      addFigures(inner, value);
      sums[key] = inner;
    }
  }
}

function scaledFigures(sums: Figures, samples: number): Figures {
  const scaled = ([key, value]: [string, unknown]): [string, unknown] => [
    key,
    isPlain(value) ? scaledFigures(value, samples) : Number(value) / samples,
  ];
  return Object.fromEntries(Object.entries(sums).map(scaled));
}
