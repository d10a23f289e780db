/** The shipped networks, accelerators and energy tables, parsed. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArch } from '../../engine/arch/arch.ts';
import type { ArchConfig, EnergyTable, NetworkSpec, Outcome } from '../../engine/contract/index.ts';
import { parseEnergyTable } from '../../engine/cost/energy-table.ts';
import { parseNetwork } from '../../engine/workload/network.ts';
import { valueOf } from './outcomes.ts';

const resources = join(import.meta.dirname, '../../resources');

export const presetNames = (folder: 'networks' | 'arch' | 'tech'): string[] =>
  readdirSync(join(resources, folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace('.json', ''))
    .sort();

const parsed = <T>(folder: string, name: string, parse: (text: string, file: string) => Outcome<T>): T =>
  valueOf(parse(readFileSync(join(resources, folder, `${name}.json`), 'utf8'), `${name}.json`));

export const presetNetwork = (name: string): NetworkSpec => parsed('networks', name, parseNetwork);
export const presetArch = (name: string): ArchConfig => parsed('arch', name, parseArch);
export const presetTable = (name: string): EnergyTable => parsed('tech', name, parseEnergyTable);
