/** The shipped networks, accelerators and energy tables, and the user's own of the same kinds. */
import { join } from 'node:path';
import { parseArch } from '../../engine/arch/arch.ts';
import {
  accept,
  refuse,
  type ArchConfig,
  type EnergyTable,
  type NetworkSpec,
  type Outcome,
} from '../../engine/contract/index.ts';
import { parseEnergyTable } from '../../engine/cost/energy-table.ts';
import { parseAccelergy } from '../../engine/exchange/accelergy.ts';
import { parseNetwork } from '../../engine/workload/network.ts';
import { isYamlFile } from './resource-names.ts';
import { Shelf, type Parse } from './shelf.ts';

/** An Accelergy table is YAML; ours are JSON. */
const parseTable: Parse<EnergyTable> = (text, file) =>
  isYamlFile(file) ? parseAccelergy(text, file) : parseEnergyTable(text, file);

export interface CatalogPlaces {
  /** The application's `resources`. */
  readonly resources: string;
  /** The user's own descriptions. */
  readonly library: string;
}

export class Catalog {
  readonly networks: Shelf<NetworkSpec>;
  readonly archs: Shelf<ArchConfig>;
  readonly tables: Shelf<EnergyTable>;

  constructor({ resources, library }: CatalogPlaces) {
    this.networks = new Shelf({
      folder: join(resources, 'networks'),
      own: join(library, 'networks'),
      noun: 'network',
      parse: parseNetwork,
    });
    this.archs = new Shelf({
      folder: join(resources, 'arch'),
      own: join(library, 'arch'),
      noun: 'accelerator',
      parse: parseArch,
    });
    this.tables = new Shelf({
      folder: join(resources, 'tech'),
      own: null,
      noun: 'energy table',
      parse: parseTable,
      files: 'a .json or Accelergy .yaml file',
    });
  }
}

/** All values, or all issues of those that were refused. */
export function together<A, B>(first: Outcome<A>, second: Outcome<B>): Outcome<[A, B]> {
  if (first.ok && second.ok)
    return accept([first.value, second.value], [...first.warnings, ...second.warnings]);
  return refuse(...(first.ok ? [] : first.issues), ...(second.ok ? [] : second.issues));
}
