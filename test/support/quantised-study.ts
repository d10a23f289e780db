/** The finished quantisation study in a database, with invented results: fewer bits, less energy, a little less accuracy. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { costOf } from '../../engine/cost/cost-of.ts';
import { edpJsOf, type SystemCost, type TrainSpec } from '../../engine/contract/index.ts';
import { parseQuantisation, quantisationRuns } from '../../engine/paper/index.ts';
import { ExperimentStore } from '../../electron/store/index.ts';
import { valueOf } from './outcomes.ts';
import { presetTable } from './presets.ts';

const FILE = resolve(import.meta.dirname, '../../resources/studies/quantisation.json');
const table = presetTable('paper');

function costsOf({ bits, cost, network }: TrainSpec): SystemCost[] {
  return cost.systems.map((system, i) => {
    const work = (network.includes('rate') ? 2 : 1) * (1 + i) * 1e6;
    const counts = { 'ALU.alu': work * (bits[0] === 32 ? 18 : 1), 'LBUF.weight': (work * bits[0]) / 8 };
    const { energyPj, byComponentPj } = costOf(counts, table);
    const cycles = work / 10;
    const layer = {
      name: 'CONV1_1',
      tws: 2,
      mode: system === 'hybrid' ? ('hybrid-event' as const) : ('spikex-s' as const),
      cycles,
      latencyUs: cycles / 200,
      energyPj,
      utilization: 0.5,
      spikes: 1000,
      counts,
      byComponentPj,
    };
    return {
      system,
      tws: [2],
      energyTable: table.name,
      archName: 'spikex-8x8',
      samples: 16,
      cycles,
      latencyUs: cycles / 200,
      energyPj,
      edpJs: edpJsOf(energyPj, cycles / 200),
      layers: [layer],
    };
  });
}

/** Answers how many trainings it consists of. */
export function writeQuantisation(file: string): number {
  let now = Date.UTC(2026, 9, 1, 8);
  const store = valueOf(ExperimentStore.open(file, { now: () => now }));
  const study = valueOf(parseQuantisation(readFileSync(FILE, 'utf8'), 'quantisation.json'));
  const specs = quantisationRuns(study, false, 2);
  for (const spec of specs) {
    now += 60_000;
    const accuracy = 0.9 - (spec.bits[0] === 2 ? 0.05 : 0) - 0.002 * spec.seed;
    const id = valueOf(
      store.createRun({
        name: spec.name,
        kind: 'train',
        experiment: spec.experiment,
        seed: spec.seed,
        network: spec.network,
        dataset: spec.data.source,
        beta: 0,
        epochs: spec.epochs,
        spec,
        energyTable: table,
        provenance: {
          appVersion: '0.1.0',
          gitCommit: null,
          gitDirty: false,
          gitDiffHash: null,
          node: 'v24.0.0',
          platform: 'linux x64',
          cpu: 'a processor',
          cores: 2,
          dataHash: null,
          networkHash: null,
          energyTableHash: null,
        },
      }),
    );
    valueOf(store.markRunning(id));
    const evaluation = {
      accuracy,
      correct: Math.round(300 * accuracy),
      total: 300,
      loss: 0.3,
      confusion: [],
      layers: [{ name: 'CONV1_1', spikeDensity: 0.04, twDensity: 0.06, activeFraction: 0.2 }],
      costs: [],
    };
    valueOf(
      store.finishRun(id, {
        state: 'done',
        message: null,
        evaluation,
        costs: costsOf(spec),
        checkpoint: null,
        spikeDensity: 0.03 + spec.bits[0] / 3200,
        twDensity: 0.06,
      }),
    );
  }
  store.close();
  return specs.length;
}
