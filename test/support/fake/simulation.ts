/** Invented but consistent reports of one inference: totals are the sums of the layers, energies those of the levels. */
import {
  ABLATIONS,
  LEVELS,
  USAGES,
  edpJsOf,
  averagePowerMwOf,
  type ChangePart,
  type CounterKey,
  type Explanation,
  type LayerReport,
  type Level,
  type RooflineMemory,
  type RooflinePoint,
  type SimulateSpec,
  type SweepReport,
  type SystemName,
  type SystemReport,
  type Usage,
  type Variation,
} from '../../../engine/contract/index.ts';
import { ARCHS, NETWORKS } from './catalog.ts';

/** pJ per count at each level. */
const PRICE: Readonly<Record<Level, number>> = { ALU: 1, RF: 0.5, LBUF: 1, GLB: 2, DRAM: 15 };

type Counts = LayerReport['counts'];

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function priced(counts: Counts) {
  const of = (level: Level, usage: Usage): number => {
    const key: CounterKey = `${level}.${usage}`;
    return (counts[key] ?? 0) * PRICE[level];
  };
  const byComponentPj = Object.fromEntries(
    LEVELS.map((level) => [level, sum(USAGES.map((usage) => of(level, usage)))]),
  ) as Record<Level, number>;
  const byUsagePj = Object.fromEntries(
    USAGES.map((usage) => [usage, sum(LEVELS.map((level) => of(level, usage)))]),
  ) as Record<Usage, number>;
  return { byComponentPj, byUsagePj, energyPj: sum(Object.values(byComponentPj)) };
}

/** 200 MHz: 200 cycles last one microsecond. `more` replaces figures; energies follow the counts. */
export function layerReport(name: string, more: Partial<LayerReport> = {}): LayerReport {
  const counts: Counts = more.counts ?? {
    'ALU.alu': 1000,
    'RF.weight': 400,
    'RF.spike': 200,
    'LBUF.psum': 300,
    'GLB.weight': 50,
    'DRAM.spike': 20,
  };
  const cycles = more.cycles ?? 250;
  const cost = priced(counts);
  return {
    name,
    tws: 3,
    mode: 'spikex-s',
    cycles,
    computeCycles: 200,
    dramCycles: 40,
    glbCycles: 20,
    latencyUs: cycles / 200,
    edpJs: edpJsOf(cost.energyPj, cycles / 200),
    passes: 10,
    units: 60,
    ntwu: 40,
    utilization: 0.75,
    spikes: 30,
    reuse: { window: 0.5, windows: 4, positions: 2 },
    tailoredBytes: { GLB: 100, DRAM: 0 },
    notes: [],
    ...more,
    counts,
    ...cost,
  };
}

export function systemReport(
  system: SystemName,
  layers: readonly LayerReport[] = [layerReport('CONV1'), layerReport('FC1')],
): SystemReport {
  const energyPj = sum(layers.map((layer) => layer.energyPj));
  const latencyUs = sum(layers.map((layer) => layer.latencyUs));
  const levels = LEVELS.map((level) => [level, sum(layers.map((one) => one.byComponentPj[level]))]);
  const usages = USAGES.map((usage) => [usage, sum(layers.map((one) => one.byUsagePj[usage]))]);
  return {
    system,
    tws: layers.map(({ tws }) => tws),
    layers,
    total: {
      cycles: sum(layers.map(({ cycles }) => cycles)),
      latencyUs,
      energyPj,
      edpJs: edpJsOf(energyPj, latencyUs),
      averagePowerMw: averagePowerMwOf(energyPj, latencyUs),
      areaMm2: null,
      byComponentPj: Object.fromEntries(levels),
      byUsagePj: Object.fromEntries(usages),
    },
    energyTable: 'paper',
    arch: ARCHS[0],
    warnings: [],
  };
}

/** One report per system that was asked for, with the layers of the named network. */
export function simulated(spec: SimulateSpec): readonly SystemReport[] {
  const network = NETWORKS.find(({ name }) => name === spec.network) ?? NETWORKS[0];
  return spec.systems.map((system, at) =>
    systemReport(
      system,
      network.layers.map(({ name }, i) =>
        layerReport(name, { tws: spec.tws[i] ?? spec.tws[0], cycles: 250 * (at + 1) }),
      ),
    ),
  );
}

/** 64 PEs; 32 B per cycle from the global buffer, 150 from DRAM (30 GB/s at 200 MHz). */
export function rooflinePoint(layer: LayerReport): RooflinePoint {
  const operations = layer.counts['ALU.alu'] ?? 0;
  const memory = (level: 'GLB' | 'DRAM', cycles: number, bytesPerCycle: number): RooflineMemory => {
    const bytes = cycles * bytesPerCycle;
    const opsPerByte = bytes > 0 ? operations / bytes : 0;
    return {
      level,
      bytes,
      bytesPerCycle,
      opsPerByte,
      roofOpsPerCycle: Math.min(64, opsPerByte * bytesPerCycle),
    };
  };
  return {
    name: layer.name,
    operations,
    peakOpsPerCycle: 64,
    achievedOpsPerCycle: operations / layer.cycles,
    memories: [memory('GLB', layer.glbCycles, 32), memory('DRAM', layer.dramCycles, 150)],
    bound: 'compute',
  };
}

/** Every idea saves a half; all of a change comes from the window size. */
export function explained(spec: SimulateSpec, before: SimulateSpec | null): Explanation {
  const [report] = simulated({ ...spec, systems: ['spikex'] });
  const rooflines = simulated(spec).map(({ system, layers }) => ({
    system,
    layers: layers.map((layer) => rooflinePoint(layer)),
  }));
  const ablations = ABLATIONS.map((ablation) => {
    const factor = ablation === 'full' ? 1 : 2;
    return { ablation, report, energyRatio: factor, latencyRatio: factor, edpRatio: factor ** 2 };
  });
  const { total } = report;
  const point = { energyPj: total.energyPj, latencyUs: total.latencyUs, edpJs: total.edpJs, tws: spec.tws };
  const found = {
    samples: 1,
    ratioBands: [],
    rooflines,
    ablations,
    ptb: {
      search: { candidates: [3], curve: [point], net: point, layer: point },
      ratios: [{ system: 'spikex' as const, ratios: { net: 1, layer: 1 } }],
    },
    bounds: [
      {
        system: 'spikex' as const,
        band: {
          percent: 20,
          nominalPj: total.energyPj,
          entries: [],
          lowPj: 0.8 * total.energyPj,
          highPj: 1.2 * total.energyPj,
        },
        silicon: null,
        leakage: null,
      },
    ],
  };
  if (!before) return { ...found, changes: [] };
  const [then, now] = [simulated(before), simulated(spec)];
  const changes = now.flatMap(({ system, total }) => {
    const old = then.find((one) => one.system === system)?.total;
    if (!old) return [];
    const part: ChangePart = {
      factor: 'tws',
      before: before.tws.join(','),
      after: spec.tws.join(','),
      energyPj: total.energyPj - old.energyPj,
      latencyUs: total.latencyUs - old.latencyUs,
      edpRatio: total.edpJs / old.edpJs,
    };
    return [{ system, change: { before: old, after: total, parts: [part] } }];
  });
  return { ...found, changes };
}

/** Every point costs what its first varied value says. */
export function swept(spec: SimulateSpec, vary: readonly Variation[]): SweepReport {
  const settings = vary.reduce<Record<string, string>[]>(
    (points, { key, values }) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [key]: value }))),
    [{}],
  );
  const runs = settings.map((point, i) => ({
    settings: point,
    systems: simulated(spec).map(({ system, tws, total: { cycles, latencyUs, energyPj, edpJs } }) => ({
      system,
      tws,
      cycles: cycles * (i + 1),
      latencyUs: latencyUs * (i + 1),
      energyPj,
      edpJs: edpJs * (i + 1),
    })),
  }));
  return { runs, computed: runs.length, reused: 0, file: '/cache/sweeps/fake.jsonl' };
}
