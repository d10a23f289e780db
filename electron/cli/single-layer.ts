/** `simulate --layer JSON`: one layer on its own, in this process; it is not kept as a run. */
import { applyArchOverrides } from '../../engine/arch/arch.ts';
import {
  accept,
  errorAt,
  refuse,
  type Outcome,
  type LayerSpec,
  type SpikeSource,
  type SpikeTensor,
  type SystemReport,
} from '../../engine/contract/index.ts';
import { spikesFromNpy } from '../../engine/exchange/npy.ts';
import { checkActivity, networkOf, planSimulation, simulateNetwork } from '../../engine/sim/index.ts';
import { checkRate, randomSpikes } from '../../engine/workload/generators.ts';
import { parseLayer } from '../../engine/workload/layer.ts';
import { checkSpikesFit, inputShape } from '../../engine/workload/spikes.ts';
import { readBytes } from '../data/read-bytes.ts';
import { catalogPlaces } from '../host/paths.ts';
import type { HardwareChoice } from '../jobs/kinds/prepare.ts';
import { Catalog, together } from '../resources/catalog.ts';

export async function simulateOneLayer(
  json: string,
  hardware: HardwareChoice,
  source: SpikeSource,
  timesteps: number,
): Promise<Outcome<readonly SystemReport[]>> {
  const layer = parseLayer(json, '--layer');
  if (!layer.ok) return layer;
  const spikes = await spikesFor(layer.value, source, timesteps);
  if (!spikes.ok) return spikes;
  const misfits = checkSpikesFit(layer.value, spikes.value, '--spikes');
  if (misfits.length) return refuse(...misfits);
  const catalog = new Catalog(catalogPlaces());
  const found = together(
    await catalog.archs.find(hardware.arch, '--arch'),
    await catalog.tables.find(hardware.energy, '--energy'),
  );
  if (!found.ok) return found;
  const [base, energy] = found.value;
  const arch = applyArchOverrides(base, hardware.archOverrides, '--set');
  if (!arch.ok) return arch;
  const network = networkOf(layer.value, spikes.value.timesteps);
  const { systems, tws } = hardware;
  const plan = planSimulation({ network, systems, tws, arch: arch.value, energy });
  if (!plan.ok) return plan;
  const refused = checkActivity(plan.value, [spikes.value]);
  if (refused.length) return refuse(...refused);
  return accept(simulateNetwork(plan.value, [spikes.value]), [...layer.warnings, ...plan.warnings]);
}

async function spikesFor(
  layer: LayerSpec,
  source: SpikeSource,
  timesteps: number,
): Promise<Outcome<SpikeTensor>> {
  if (source.kind === 'random' || source.kind === 'bursty') {
    const issues = checkRate(source.kind, source.rate, '--spikes');
    if (issues.length) return refuse(...issues);
    return accept(randomSpikes(source.kind, inputShape(layer, timesteps), source.rate, source.seed));
  }
  if (source.kind === 'npy') {
    const bytes = await readBytes(source.file);
    return bytes.ok ? spikesFromNpy(bytes.value, source.file) : bytes;
  }
  const message = `must be random:RATE, bursty:RATE or npy:FILE with --layer (got ${source.kind}); use --network for recorded activity`;
  return refuse(errorAt('--spikes', 'cli/layer-spikes', message));
}
