/** What a training needs before it starts: network, accelerator, energy table, data, kernels. All mistakes at once. */
import { readFile } from 'node:fs/promises';
import { applyArchOverrides } from '../../../engine/arch/arch.ts';
import { storedNetwork } from '../../../engine/workload/stored-network.ts';
import {
  accept,
  refuse,
  type CostSpec,
  type NetworkSpec,
  type Outcome,
  type TrainSpec,
} from '../../../engine/contract/index.ts';
import { planSimulation, type SimulationPlan } from '../../../engine/sim/index.ts';
import { perLayer } from '../../../engine/train/index.ts';
import { tensorCache } from '../../data/tensor-cache.ts';
import { loadDataset, type LoadedDataset } from '../../data/load-dataset.ts';
import { guardFor } from '../../data/path-guard.ts';
import { Catalog, together } from '../../resources/catalog.ts';
import type { HostPaths, JobContext } from '../context.ts';

/** The part of a spec that says on what hardware and at what prices. */
export type HardwareChoice = Pick<CostSpec, 'systems' | 'tws' | 'arch' | 'archOverrides' | 'energy'>;

/**
 * A checked simulation of a network on the chosen hardware. `path` stands in front of the fields in issues; weightBits: what
 * its weights were trained on, per layer; null = whatever the accelerator stores.
 */
export async function prepareSimulation(
  catalog: Catalog,
  network: NetworkSpec,
  choice: HardwareChoice,
  path: string,
  weightBits: readonly number[] | null,
): Promise<Outcome<SimulationPlan>> {
  const hardware = await hardwareOf(catalog, choice, path);
  if (!hardware.ok) return hardware;
  const { systems, tws } = choice;
  const planned = planSimulation({
    network: storedNetwork(network, weightBits),
    systems,
    tws,
    ...hardware.value,
  });
  return planned.ok ? accept(planned.value, [...hardware.warnings, ...planned.warnings]) : planned;
}

async function hardwareOf(
  catalog: Catalog,
  choice: HardwareChoice,
  path: string,
): Promise<Outcome<Pick<SimulationPlan, 'arch' | 'energy'>>> {
  const found = together(
    await catalog.archs.find(choice.arch, `${path}arch`),
    await catalog.tables.find(choice.energy, `${path}energy`),
  );
  if (!found.ok) return found;
  const [base, energy] = found.value;
  const arch = applyArchOverrides(base, choice.archOverrides, `${path}archOverrides`);
  return arch.ok ? accept({ arch: arch.value, energy }, found.warnings) : arch;
}

/** What a refusal of the simulation may not stop: a training that does not need the costs. */
const WITHOUT_COSTS: ReadonlySet<string> = new Set(['simulate/layer-kind', 'simulate/input-coding']);

/**
 * The costs that a training logs. Where the systems have none for a kind of layer, a training without hardware loss
 * goes on without them, each layer named in a warning.
 */
async function prepareCosts(
  catalog: Catalog,
  network: NetworkSpec,
  { cost, hardwareLoss, bits }: TrainSpec,
): Promise<Outcome<SimulationPlan>> {
  const weightBits = perLayer(bits, network.layers.length);
  const planned = await prepareSimulation(catalog, network, cost, 'cost.', weightBits);
  if (planned.ok || hardwareLoss.mode !== 'off') return planned;
  if (!planned.issues.every(({ code }) => WITHOUT_COSTS.has(code))) return planned;
  const hardware = await hardwareOf(catalog, cost, 'cost.');
  if (!hardware.ok) return hardware;
  const warnings = planned.issues.map((issue) => ({ ...issue, severity: 'warning' as const }));
  const tws = network.layers.map(() => cost.tws[0]);
  return accept({ network, systems: [], tws, ...hardware.value, warnings }, warnings);
}

export interface Prepared {
  readonly network: NetworkSpec;
  readonly simulation: SimulationPlan;
  readonly data: LoadedDataset;
  readonly wasm: Uint8Array;
}

/** limits: real paths below which data may be read; null = anywhere. */
export async function prepareTraining(
  spec: TrainSpec,
  limits: readonly string[] | null,
  context: JobContext,
): Promise<Outcome<Prepared>> {
  const catalog = new Catalog(context.paths);
  const found = await catalog.networks.find(spec.network, 'network');
  if (!found.ok) return found;
  const network = found.value;
  const simulation = await prepareCosts(catalog, network, spec);
  if (!simulation.ok) return simulation;
  const guard = await guardFor(limits);
  const data = await loadDataset(spec.data, {
    seed: spec.seed,
    input: network.input,
    classes: network.classes,
    cache: tensorCache(context.paths),
    guard,
    redrawnBytes: process.availableMemory() / 4,
    shouldStop: context.shouldStop,
    onProgress: (done, total) =>
      context.progress({ done, total, unit: 'samples', message: 'reading the data', secondsLeft: null }),
  });
  if (!data.ok) return refuse(...data.issues);
  const wasm = await kernelBytes(context.paths);
  return accept({ network, simulation: simulation.value, data: data.value, wasm }, [
    ...found.warnings,
    ...simulation.warnings,
    ...data.warnings,
  ]);
}

export async function kernelBytes(paths: HostPaths): Promise<Uint8Array> {
  return new Uint8Array(await readFile(paths.wasm));
}
