/**
 * Golden counters: every shipped accelerator x network at a fixed seed, as reviewable JSON. Energies are not in it;
 * they are counters times a table. Run as a program (npm run golden) it compares, with --update it writes.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEM_NAMES } from '../../engine/contract/index.ts';
import type { LayerReport, SystemName } from '../../engine/contract/index.ts';
import { planSimulation } from '../../engine/sim/plan.ts';
import { simulateNetwork } from '../../engine/sim/simulate-network.ts';
import { randomInputs } from '../../engine/workload/generators.ts';
import { valueOf } from './outcomes.ts';
import { presetArch, presetNames, presetNetwork, presetTable } from './presets.ts';

const folder = join(import.meta.dirname, '../golden/counters');
const SEED = 1;
const TWS = 4;
const WORKLOADS = [
  { kind: 'random', rate: 0.02 },
  { kind: 'bursty', rate: 0.02 },
] as const;

/** Presets of one system's own keys; on them only that system is looked at. */
const FOCUS: Readonly<Record<string, readonly SystemName[]>> = {
  loihi: ['manycore'],
  truenorth: ['manycore'],
};

export interface GoldenFile {
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/** What the counters are now, one file per accelerator and network that it can hold. */
export function goldenFiles(): GoldenFile[] {
  return presetNames('arch').flatMap((arch) =>
    presetNames('networks').flatMap((network) => {
      const name = `${arch}.${network}`;
      const text = countersText(arch, network);
      return text === null ? [] : [{ name, file: join(folder, `${name}.json`), text }];
    }),
  );
}

/** What was agreed; null where a new preset has no file yet. */
export const agreedText = (golden: GoldenFile): string | null =>
  existsSync(golden.file) ? readFileSync(golden.file, 'utf8') : null;

/** Null where no system can hold the network. */
function countersText(archName: string, networkName: string): string | null {
  const network = presetNetwork(networkName);
  const request = { network, tws: [TWS], arch: presetArch(archName), energy: presetTable('paper') };
  const systems = (FOCUS[archName] ?? SYSTEM_NAMES).filter(
    (system) => planSimulation({ ...request, systems: [system] }).ok,
  );
  if (systems.length === 0) return null;
  const plan = valueOf(planSimulation({ ...request, systems }));
  const workloads = WORKLOADS.map(({ kind, rate }) => ({
    spikes: `${kind}:${rate}`,
    seed: SEED,
    tws: TWS,
    systems: simulateNetwork(plan, randomInputs(network, kind, rate, SEED)).map((report) => ({
      system: report.system,
      layers: report.layers.map(countersOf),
    })),
  }));
  return `${JSON.stringify({ arch: archName, network: networkName, workloads }, null, 1)}\n`;
}

function countersOf(layer: LayerReport): object {
  const { name, mode, spikes, passes, units, ntwu, computeCycles, counts, events } = layer;
  return { name, mode, spikes, passes, units, ntwu, computeCycles, counts, ...(events && { events }) };
}

function main(update: boolean): number {
  const changed = goldenFiles().filter((golden) => agreedText(golden) !== golden.text);
  if (update) mkdirSync(folder, { recursive: true });
  for (const golden of changed) {
    if (update) writeFileSync(golden.file, golden.text);
    console.log(`${golden.name}: ${update ? 'written' : 'differs from test/golden/counters'}`);
  }
  if (changed.length === 0) console.log('golden counters: no change');
  else if (!update) console.log('review the cause; npm run golden -- --update takes the new counters');
  return changed.length > 0 && !update ? 1 : 0;
}

if (import.meta.main) process.exit(main(process.argv.includes('--update')));
