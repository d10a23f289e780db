/** Training results of the fake host: curves that behave like real ones, computed from specification and epoch. */
import {
  edpJsOf,
  type CounterKey,
  type DispatchMode,
  type EpochMetrics,
  type EvaluationReport,
  type LayerActivity,
  type LayerCost,
  type Level,
  type NetworkSpec,
  type RunDetail,
  type RunRow,
  type SampleLook,
  type SystemCost,
  type SystemName,
  type TrainSpec,
} from '../../../engine/contract/index.ts';
import { Random } from '../../../engine/math/random.ts';
import { HOST, NETWORKS } from './catalog.ts';
import { PLAIN } from '../run-notes.ts';

const MODES: Record<SystemName, DispatchMode> = {
  spikex: 'spikex-t',
  ptb: 'ptb',
  serial: 'serial',
  'serial-dense': 'serial-dense',
  spinalflow: 'spinalflow',
  manycore: 'manycore',
  hybrid: 'hybrid-event',
  'dense-os': 'dense-os',
  'dense-ws': 'dense-ws',
  'dense-is': 'dense-is',
};
/** Cost relative to SpikeX at the same activity. */
const FACTORS: Record<SystemName, number> = {
  spikex: 1,
  ptb: 3.4,
  serial: 6,
  'serial-dense': 18,
  spinalflow: 2.1,
  manycore: 4.2,
  hybrid: 2.6,
  'dense-os': 22,
  'dense-ws': 25,
  'dense-is': 27,
};
const LEVEL_SHARES: Record<Level, number> = { ALU: 0.16, RF: 0.2, LBUF: 0.18, GLB: 0.22, DRAM: 0.24 };

export const networkOf = (spec: TrainSpec): NetworkSpec =>
  NETWORKS.find(({ name }) => name === spec.network) ?? NETWORKS[0];

/** How far the hardware loss has pushed activity down after `epoch`, 1 = not at all. */
function thinning(spec: TrainSpec, epoch: number): number {
  const since = Math.max(0, epoch - spec.pretrainEpochs);
  const strength =
    spec.hardwareLoss.mode === 'off' ? 0 : Math.min(0.8, Math.log10(1 + spec.hardwareLoss.beta * 1e3) / 2.4);
  return 1 - strength * (1 - Math.exp(-since / 4));
}

function activityOf(spec: TrainSpec, epoch: number): LayerActivity[] {
  return networkOf(spec).layers.map(({ name }, k) => {
    const spikeDensity = (0.021 - 0.003 * k) * thinning(spec, epoch);
    return {
      name,
      spikeDensity,
      twDensity: spikeDensity * 2.6,
      activeFraction: 0.08 + 0.1 * Math.exp(-epoch / 6),
    };
  });
}

function costOf(spec: TrainSpec, system: SystemName, epoch: number, samples: number): SystemCost {
  const network = networkOf(spec);
  const thin = thinning(spec, epoch);
  const layers = network.layers.map(({ name, M, R, C, E }, k): LayerCost => {
    const work = M * R * R * C * E * E * (system === 'serial-dense' ? 0.05 : 0.002 * thin) * FACTORS[system];
    const energyPj = work * 3;
    const byComponentPj = Object.fromEntries(
      Object.entries(LEVEL_SHARES).map(([level, share]) => [level, energyPj * share]),
    ) as Record<Level, number>;
    const counts: Partial<Record<CounterKey, number>> = {
      'ALU.alu': Math.round(work),
      'GLB.spike': Math.round(work / 9),
    };
    return {
      name,
      tws: spec.cost.tws[k] ?? spec.cost.tws[0],
      mode: MODES[system],
      cycles: Math.round(work / 24),
      latencyUs: work / 24 / 200,
      energyPj,
      utilization: system === 'spikex' ? 0.82 : 0.41,
      spikes: Math.round(R * R * M * 30 * 0.012 * thin),
      counts,
      byComponentPj,
    };
  });
  const sum = (of: (layer: LayerCost) => number): number =>
    layers.reduce((total, layer) => total + of(layer), 0);
  const energyPj = sum((layer) => layer.energyPj);
  const latencyUs = sum((layer) => layer.latencyUs);
  return {
    system,
    tws: spec.cost.tws,
    energyTable: spec.cost.energy,
    archName: spec.cost.arch,
    samples,
    cycles: sum((layer) => layer.cycles),
    latencyUs,
    energyPj,
    edpJs: edpJsOf(energyPj, latencyUs),
    layers,
  };
}

export function epochOf(spec: TrainSpec, epoch: number): EpochMetrics {
  const random = new Random(spec.seed * 1000 + epoch);
  const noise = (random.uniform() - 0.5) * 0.006;
  const on = spec.hardwareLoss.mode !== 'off' && epoch > spec.pretrainEpochs;
  const lost = on ? (1 - thinning(spec, epoch)) * 0.03 : 0;
  const testAccuracy = 0.985 - 0.75 * Math.exp(-epoch / 2.2) - lost + noise;
  const layers = activityOf(spec, epoch);
  const lossAccuracy = 0.06 + 2.1 * Math.exp(-epoch / 2.4) + lost;
  const costs = spec.cost.systems.map((system) => costOf(spec, system, epoch, spec.cost.samplesPerEpoch));
  const lossHardware = on ? 100 * layers.length * thinning(spec, epoch) : 0;
  const betaNow = on ? spec.hardwareLoss.beta : 0;
  return {
    epoch,
    epochs: spec.epochs,
    lossTotal: lossAccuracy + betaNow * lossHardware,
    lossAccuracy,
    lossHardware,
    betaNow,
    learningRate: spec.learningRate * (0.5 + 0.5 * Math.cos((Math.PI * epoch) / spec.epochs)),
    trainAccuracy: Math.min(0.998, testAccuracy + 0.012),
    testAccuracy,
    layers,
    costs,
    predicted: on
      ? costs.map(({ system, energyPj, latencyUs, edpJs }) => ({
          system,
          energyPj,
          latencyUs,
          edpJs: edpJs * (1 + 20 * noise),
        }))
      : [],
    proxy: on
      ? {
          fittedBeforeEpoch: spec.pretrainEpochs + (epoch > spec.pretrainEpochs + 4 ? 5 : 1),
          errors: layers
            .slice(1)
            .map(({ name }) => ({ layer: name, system: 'spikex' as const, tws: 3, median: 0.04, p90: 0.12 })),
        }
      : null,
    samplesPerSecond: 1840 + random.uniform() * 60,
    epochSeconds: 1.4,
    secondsLeft: (spec.epochs - epoch) * 1.4,
  };
}

export function evaluationOf(spec: TrainSpec): EvaluationReport {
  const { testAccuracy, lossAccuracy, layers } = epochOf(spec, spec.epochs);
  const perClass = 100;
  const confusion = Array.from({ length: 10 }, (_, truth) => {
    const wrong = Math.max(0, Math.round(perClass * (1 - testAccuracy)));
    return Array.from({ length: 10 }, (_, guess) =>
      guess === truth ? perClass - wrong : guess === (truth + 3) % 10 ? wrong : 0,
    );
  });
  const correct = confusion.reduce((sum, row, i) => sum + row[i], 0);
  return {
    accuracy: correct / (perClass * 10),
    correct,
    total: perClass * 10,
    loss: lossAccuracy,
    confusion,
    layers,
    costs: spec.cost.systems.map((system) => costOf(spec, system, spec.epochs, spec.cost.samplesAtEnd)),
    byTws: spec.cost.systems.flatMap((system) =>
      [2, 3, 5].map((tws) => {
        const { energyPj, latencyUs, edpJs } = costOf(spec, system, spec.epochs, spec.cost.samplesAtEnd);
        return { system, tws, energyPj, latencyUs: latencyUs * tws, edpJs: edpJs * tws };
      }),
    ),
    answers: answersOf(confusion),
  };
}

/** One held-out sample after another, row by row of the confusion matrix. */
function answersOf(confusion: readonly (readonly number[])[]): NonNullable<EvaluationReport['answers']> {
  const pairs = confusion.flatMap((row, label) =>
    row.flatMap((count, guess) => Array.from({ length: count }, () => [label, guess] as const)),
  );
  const final = pairs.map(([, guess]) => guess);
  return { labels: pairs.map(([label]) => label), final, best: final };
}

export interface FakeRun {
  row: RunRow;
  spec: TrainSpec;
  epochs: EpochMetrics[];
}

export function newRun(id: string, spec: TrainSpec, createdAtMs: number): FakeRun {
  return {
    spec,
    epochs: [],
    row: {
      id,
      name: spec.name || id,
      kind: 'train',
      ...PLAIN,
      seedGroup: `${spec.experiment} ${spec.hardwareLoss.beta}`,
      experiment: spec.experiment,
      state: 'queued',
      message: null,
      createdAtMs,
      durationMs: null,
      seed: spec.seed,
      network: spec.network,
      dataset: spec.data.source === 'synthetic-nmnist' ? 'Synthetic N-MNIST' : 'N-MNIST',
      beta: spec.hardwareLoss.mode === 'off' ? 0 : spec.hardwareLoss.beta,
      epochs: spec.epochs,
      epochsDone: 0,
      accuracy: null,
      bestAccuracy: null,
      bestEpoch: null,
      loss: null,
      spikeDensity: null,
      twDensity: null,
      costs: [],
    },
  };
}

/** Trains one more epoch; after the last one the run is done. */
export function advance(run: FakeRun): EpochMetrics {
  const metrics = epochOf(run.spec, run.epochs.length + 1);
  run.epochs.push(metrics);
  const best = run.epochs.reduce((a, b) => (b.testAccuracy > a.testAccuracy ? b : a));
  const done = run.epochs.length >= run.spec.epochs;
  const mean = (of: (layer: LayerActivity) => number): number =>
    metrics.layers.reduce((sum, layer) => sum + of(layer), 0) / metrics.layers.length;
  run.row = {
    ...run.row,
    state: done ? 'done' : 'running',
    durationMs: run.epochs.length * 1400,
    epochsDone: run.epochs.length,
    accuracy: metrics.testAccuracy,
    bestAccuracy: best.testAccuracy,
    bestEpoch: best.epoch,
    loss: metrics.lossTotal,
    spikeDensity: mean((layer) => layer.spikeDensity),
    twDensity: mean((layer) => layer.twDensity),
    costs: metrics.costs.map(({ layers: _layers, ...cost }) => cost),
  };
  return metrics;
}

export function detailOf({ row, spec, epochs }: FakeRun): RunDetail {
  const done = row.state === 'done';
  return {
    row,
    spec,
    provenance: {
      appVersion: HOST.appVersion,
      gitCommit: 'a91f3c2d07',
      gitDirty: false,
      node: '24.12.0',
      platform: HOST.platform,
      cpu: 'fake CPU',
      cores: HOST.cores,
      dataHash: '7e0d41c8',
      networkHash: '19ab02f3',
      energyTableHash: 'c01dbeef',
    },
    epochs,
    evaluation: done ? evaluationOf(spec) : null,
    costs: done ? evaluationOf(spec).costs : (epochs.at(-1)?.costs ?? []),
    checkpoint: done ? { file: `/home/ada/.local/share/spikex/${row.id}.npz`, sha256: 'f00d' } : null,
  };
}

/** A made-up sample: few spikes in three layers, and a potential that climbs to its threshold twice. */
export function lookAt(sample: number, layer: number): SampleLook {
  const random = new Random(sample + 1);
  const timesteps = 30;
  const layers = [
    ['CONV1', 3072, 400],
    ['CONV2', 6272, 260],
    ['FC1', 10, 14],
  ] as const;
  return {
    samples: 200,
    sample,
    label: sample % 10,
    predicted: sample % 7 === 3 ? (sample + 1) % 10 : sample % 10,
    timesteps,
    layers: layers.map(([name, neurons, spikes]) => {
      const stepOf = Uint16Array.from({ length: spikes }, () => random.below(timesteps));
      const perStep = new Uint32Array(timesteps);
      for (const step of stepOf) perStep[step]++;
      const neuronOf = Uint32Array.from({ length: spikes }, () => random.below(neurons));
      return {
        name,
        neurons,
        tws: 3,
        neuronOf,
        stepOf,
        perStep,
        spikes,
        filledWindows: Math.round(spikes * 0.9),
      };
    }),
    trace: {
      layer,
      neuron: 17,
      potential: Array.from({ length: timesteps }, (_, t) => 0.08 * (t % 14) + 0.05 * Math.sin(t)),
      threshold: 1,
      spikeSteps: [13, 27],
    },
  };
}
