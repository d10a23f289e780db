/** Draws how simulation time grows, as measured now, into docs/pictures/simulate-growth.svg: `node bench/plot-growth.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnergyTable } from '../engine/cost/energy-table.ts';
import type { Outcome } from '../engine/contract/index.ts';
import { parseNetwork } from '../engine/workload/network.ts';
import { growthPicture } from './growth-picture.ts';
import { timeByLayers, timeBySpikes } from './linear.ts';

const ROOT = join(import.meta.dirname, '..');
function load<T>(file: string, parse: (text: string, file: string) => Outcome<T>): T {
  const outcome = parse(readFileSync(join(ROOT, 'resources', file), 'utf8'), file);
  if (!outcome.ok) throw new Error(outcome.issues.map((issue) => issue.message).join('; '));
  return outcome.value;
}

const energy = load('tech/paper.json', parseEnergyTable);
const fits = [timeBySpikes(load('networks/dvsg-large.json', parseNetwork), energy), timeByLayers(energy)];
writeFileSync(join(ROOT, 'docs/pictures/simulate-growth.svg'), growthPicture(fits));
for (const fit of fits) process.stdout.write(`${JSON.stringify(fit)}\n`);
