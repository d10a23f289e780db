/**
 * Golden counters: every shipped accelerator x network at a fixed seed, as reviewable JSON. Energies are not in it;
 * they are counters times a table. Run as a program (npm run golden) it compares, with --update it writes.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEM_NAMES } from '../../engine/contract/index.ts';
import type { LayerReport } from '../../engine/contract/index.ts';
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

export interface GoldenFile {
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/** What the counters are now, one file per accelerator and network. */
export function goldenFiles(): GoldenFile[] {
  return presetNames('arch').flatMap((arch) =>
    presetNames('networks').map((network) => {
      const name = `${arch}.${network}`;
      return { name, file: join(folder, `${name}.json`), text: countersText(arch, network) };
    }),
  );
}

/** What was agreed; null where a new preset has no file yet. */
export const agreedText = (golden: GoldenFile): string | null =>
  existsSync(golden.file) ? readFileSync(golden.file, 'utf8') : null;

function countersText(archName: string, networkName: string): string {
  const network = presetNetwork(networkName);
  const request = {
    network,
    systems: SYSTEM_NAMES,
    tws: [TWS],
    arch: presetArch(archName),
    energy: presetTable('paper'),
  };
  const plan = valueOf(planSimulation(request));
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

function countersOf({ name, mode, spikes, passes, units, ntwu, computeCycles, counts }: LayerReport): object {
  return { name, mode, spikes, passes, units, ntwu, computeCycles, counts };
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
