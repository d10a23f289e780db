/**
 * Checks that hold for every simulated layer and total, whatever the input: a violation is a fault of ours, so it
 * throws with the numbers instead of reporting a wrong result. Conservation: components = usages = total energy
 * (relative 1e-9); everything finite and not negative; utilisation at most 1; latency at least compute. Events of peers
 * are whole numbers, and every event-driven system works on the same synaptic operations: M * gated additions.
 */
import type { LayerReport, LayerSpec, SystemTotal } from '../contract/index.ts';

const TOLERANCE = 1e-9;

export function guardLayer(system: string, layer: LayerReport): LayerReport {
  const where = `${system} ${layer.name} at TWS ${layer.tws}`;
  guardEnergy(where, layer);
  for (const [key, count] of Object.entries(layer.counts))
    insist(isAmount(count), where, `${key} is ${count}`);
  insist(isAmount(layer.cycles), where, `cycles are ${layer.cycles}`);
  const slack = TOLERANCE * Math.max(1, layer.cycles);
  insist(
    layer.cycles + slack >= layer.computeCycles,
    where,
    `latency ${layer.cycles} is below compute ${layer.computeCycles}`,
  );
  insist(layer.utilization >= 0 && layer.utilization <= 1, where, `utilisation is ${layer.utilization}`);
  const { GLB, DRAM } = layer.tailoredBytes;
  insist(isAmount(GLB) && isAmount(DRAM), where, `tailored bytes are ${GLB} and ${DRAM}`);
  return layer;
}

export function guardEvents(
  system: string,
  { name, M }: LayerSpec,
  gatedAdds: number,
  { events = {}, operations = 0, own }: Pick<LayerReport, 'events' | 'operations' | 'own'>,
): void {
  const where = `${system} ${name}`;
  for (const [event, count] of Object.entries(events))
    insist(Number.isSafeInteger(count) && count >= 0, where, `${event} is ${count}`);
  const { synapticOps, macs, neuronUpdates = 0 } = events;
  if (synapticOps !== undefined)
    insist(synapticOps === M * gatedAdds, where, `${synapticOps} synaptic operations of ${M * gatedAdds}`);
  const sum = (synapticOps ?? macs ?? 0) + neuronUpdates;
  insist(operations === sum, where, `operations are ${operations}, their parts ${sum}`);
  if (own) insist(isAmount(own.energyPj), where, `its own energy is ${own.energyPj}`);
}

export function guardTotal(system: string, total: SystemTotal, layers: readonly LayerReport[]): SystemTotal {
  guardEnergy(system, total);
  const energy = layers.reduce((sum, layer) => sum + layer.energyPj, 0);
  insist(
    near(energy, total.energyPj),
    system,
    `total energy ${total.energyPj} is not the sum of layers ${energy}`,
  );
  insist(isAmount(total.edpJs), system, `EDP is ${total.edpJs}`);
  return total;
}

function guardEnergy(
  where: string,
  cost: Pick<SystemTotal, 'energyPj' | 'byComponentPj' | 'byUsagePj'>,
): void {
  const components = Object.values(cost.byComponentPj).reduce((sum, energy) => sum + energy, 0);
  const usages = Object.values(cost.byUsagePj).reduce((sum, energy) => sum + energy, 0);
  insist(isAmount(cost.energyPj), where, `energy is ${cost.energyPj}`);
  insist(
    near(components, cost.energyPj),
    where,
    `components sum to ${components}, energy is ${cost.energyPj}`,
  );
  insist(near(usages, cost.energyPj), where, `usages sum to ${usages}, energy is ${cost.energyPj}`);
}

const isAmount = (value: number): boolean => Number.isFinite(value) && value >= 0;

const near = (a: number, b: number): boolean =>
  Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));

function insist(holds: boolean, where: string, fault: string): void {
  if (!holds) throw new Error(`simulation guard: ${where}: ${fault}`);
}
