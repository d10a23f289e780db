/** Runs as they enter the database, before their job starts: checked as far as that is possible without the data. */
import { applyArchOverrides } from '../../engine/arch/arch.ts';
import {
  accept,
  refuse,
  type Outcome,
  type SearchSpec,
  type SimulateSpec,
  type TrainSpec,
} from '../../engine/contract/index.ts';
import { checkHas } from '../../engine/search/index.ts';
import { checkTrainSpec } from '../../engine/train/index.ts';
import { together } from '../resources/catalog.ts';
import { contentHash, type NewRun } from '../store/index.ts';
import type { Workbench } from './workbench.ts';

/** Creates a queued training run; every mistake that can be seen without the data is refused here. */
export async function createTrainRun(
  workbench: Workbench,
  spec: TrainSpec,
  rerunOf?: string,
): Promise<Outcome<string>> {
  const { catalog } = workbench;
  const network = await catalog.networks.find(spec.network, 'network');
  const setting = together(
    await catalog.archs.find(spec.cost.arch, 'cost.arch'),
    await catalog.tables.find(spec.cost.energy, 'cost.energy'),
  );
  const issues = [
    ...(network.ok ? checkTrainSpec(spec, network.value) : network.issues),
    ...(setting.ok ? overrideIssues(setting.value[0], spec) : setting.issues),
  ];
  if (issues.length || !network.ok || !setting.ok) return refuse(...issues);
  return record(workbench, {
    name: spec.name || `${network.value.name} on ${spec.data.source}`,
    kind: 'train',
    experiment: spec.experiment,
    seed: spec.seed,
    network: network.value.name,
    dataset: spec.data.source,
    beta: spec.hardwareLoss.mode === 'off' ? 0 : spec.hardwareLoss.beta,
    epochs: spec.epochs,
    spec,
    provenance: {
      ...workbench.provenance,
      dataHash: null,
      networkHash: contentHash(network.value),
      energyTableHash: null,
    },
    energyTable: setting.value[1],
    rerunOf,
  });
}

function overrideIssues(arch: Parameters<typeof applyArchOverrides>[0], spec: TrainSpec) {
  const applied = applyArchOverrides(arch, spec.cost.archOverrides, 'cost.archOverrides');
  return applied.ok ? checkHas(spec, applied.value) : applied.issues;
}

/** Creates a queued simulation run. */
export async function createSimulateRun(
  workbench: Workbench,
  spec: SimulateSpec,
  rerunOf?: string,
): Promise<Outcome<string>> {
  const { catalog } = workbench;
  const found = together(
    await catalog.networks.find(spec.network, 'network'),
    await catalog.tables.find(spec.energy, 'energy'),
  );
  if (!found.ok) return found;
  const [network, energyTable] = found.value;
  return record(workbench, {
    name: `${network.name} with ${spikesText(spec)}`,
    kind: 'simulate',
    experiment: 'Simulations',
    seed: 'seed' in spec.spikes ? spec.spikes.seed : null,
    network: network.name,
    dataset: spikesText(spec),
    beta: null,
    epochs: null,
    spec,
    provenance: {
      ...workbench.provenance,
      dataHash: null,
      networkHash: contentHash(network),
      energyTableHash: null,
    },
    energyTable,
    rerunOf,
  });
}

/** Creates a queued search. */
export async function createSearchRun(workbench: Workbench, spec: SearchSpec): Promise<Outcome<string>> {
  const { catalog } = workbench;
  const found = together(
    await catalog.networks.find(spec.network, 'network'),
    await catalog.tables.find(spec.energy, 'energy'),
  );
  if (!found.ok) return found;
  const [network, energyTable] = found.value;
  return record(workbench, {
    name: spec.name || `${network.name}, ${spec.method} on ${spec.system}`,
    kind: 'search',
    experiment: spec.experiment,
    seed: spec.seed,
    network: network.name,
    dataset: spikesText(spec),
    beta: null,
    epochs: null,
    spec,
    provenance: {
      ...workbench.provenance,
      dataHash: null,
      networkHash: contentHash(network),
      energyTableHash: null,
    },
    energyTable,
  });
}

function spikesText({ spikes }: Pick<SimulateSpec, 'spikes'>): string {
  switch (spikes.kind) {
    case 'random':
    case 'bursty':
      return `${spikes.kind}:${spikes.rate}`;
    case 'npy':
      return `npy:${spikes.file}`;
    case 'run':
      return `run:${spikes.runId}`;
    case 'dataset':
      return `dataset:${spikes.source}`;
  }
}

function record(workbench: Workbench, run: NewRun): Outcome<string> {
  const created = workbench.store.createRun(run);
  if (!created.ok) return created;
  workbench.news.publish('runs.changed', { runIds: [created.value] });
  return accept(created.value);
}
