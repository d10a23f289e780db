// What studies are given in tests: the shipped networks, tables and published values.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import { parseEnergyTable } from '../../../engine/cost/energy-table.ts';
import { parsePublished, type FigureStudy, type StudySetup } from '../../../engine/paper/index.ts';
import { Scratch } from '../../../engine/sim/index.ts';
import { valueOf } from '../../support/outcomes.ts';
import { presetNetwork, presetTable } from '../../support/presets.ts';

export const paperFile = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../resources/papers', name), 'utf8');

export const PUBLISHED = valueOf(parsePublished(paperFile('spikex.json'), 'spikex.json'));

export const SETUP: StudySetup = {
  networks: {
    nmnist: presetNetwork('nmnist'),
    medium: presetNetwork('dvsg-medium'),
    large: presetNetwork('dvsg-large'),
  },
  arch: DEFAULT_ARCH_CONFIG,
  energy: presetTable('paper'),
  heldOut: {
    fig9: valueOf(parseEnergyTable(paperFile('held-out-fig9.json'), 'held-out-fig9.json')),
    fig12: valueOf(parseEnergyTable(paperFile('held-out-fig12.json'), 'held-out-fig12.json')),
  },
  tws: [],
  scratch: new Scratch(),
};

export function measure(study: FigureStudy, draws: number) {
  const measuring = study.measure(SETUP, draws);
  let step = measuring.next();
  let yields = 0;
  for (; !step.done; yields++) step = measuring.next();
  return { ...step.value, yields };
}
