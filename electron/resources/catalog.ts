/** The shipped networks, accelerators and energy tables, and the user's own files of the same kinds. */
import { readFile, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArch } from '../../engine/arch/arch.ts';
import {
  accept,
  errorAt,
  refuse,
  type ArchConfig,
  type EnergyTable,
  type NetworkSpec,
  type Outcome,
} from '../../engine/contract/index.ts';
import { parseEnergyTable } from '../../engine/cost/energy-table.ts';
import { parseNetwork } from '../../engine/workload/network.ts';
import { nearestWord } from '../../engine/math/nearest-word.ts';
import { parseAccelergy } from '../../engine/exchange/accelergy.ts';
import { fileIssue } from '../data/file-issues.ts';
import { isResourceFile, isYamlFile } from './resource-names.ts';

type Parse<T> = (source: string, file: string) => Outcome<T>;

/** An Accelergy table is YAML; ours are JSON. */
const parseTable: Parse<EnergyTable> = (text, file) =>
  isYamlFile(file) ? parseAccelergy(text, file) : parseEnergyTable(text, file);

/** One kind of resource: a folder of JSON files, found by file name without `.json`, or any file by its path. */
class Shelf<T> {
  private readonly folder: string;
  private readonly noun: string;
  private readonly parse: Parse<T>;
  /** What files of this kind are, for advice. */
  private readonly files: string;

  constructor(folder: string, noun: string, parse: Parse<T>, files = 'a .json file') {
    this.folder = folder;
    this.noun = noun;
    this.parse = parse;
    this.files = files;
  }

  /** Shipped ones, by name; a broken shipped file is our own fault and throws. */
  async all(): Promise<readonly T[]> {
    const names = await this.names();
    return Promise.all(
      names.map(async (name) => {
        const parsed = await this.read(join(this.folder, `${name}.json`), `${name}.json`);
        if (!parsed.ok)
          throw new Error(`resources: ${parsed.issues.map((issue) => issue.message).join('; ')}`);
        return parsed.value;
      }),
    );
  }

  /** A shipped one by name, or a file. */
  async find(nameOrFile: string, path: string): Promise<Outcome<T>> {
    const names = await this.names();
    if (names.includes(nameOrFile))
      return this.read(join(this.folder, `${nameOrFile}.json`), `${nameOrFile}.json`);
    if (!isResourceFile(nameOrFile)) {
      const near = nearestWord(nameOrFile, names);
      const advice = near ? `did you mean ${near}?` : `choose ${names.join(', ')}, or give ${this.files}`;
      return refuse(
        errorAt(
          path,
          'resource/unknown',
          `must be a known ${this.noun} or a file (got ${nameOrFile}); ${advice}`,
        ),
      );
    }
    return this.read(resolve(nameOrFile), basename(nameOrFile));
  }

  private async names(): Promise<string[]> {
    const files = await readdir(this.folder);
    return files
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length))
      .sort();
  }

  private async read(file: string, shown: string): Promise<Outcome<T>> {
    try {
      return this.parse(await readFile(file, 'utf8'), shown);
    } catch (error) {
      return refuse(fileIssue(error, file));
    }
  }
}

export class Catalog {
  readonly networks: Shelf<NetworkSpec>;
  readonly archs: Shelf<ArchConfig>;
  readonly tables: Shelf<EnergyTable>;

  /** folder: the application's `resources`. */
  constructor(folder: string) {
    this.networks = new Shelf(join(folder, 'networks'), 'network', parseNetwork);
    this.archs = new Shelf(join(folder, 'arch'), 'accelerator', parseArch);
    this.tables = new Shelf(
      join(folder, 'tech'),
      'energy table',
      parseTable,
      'a .json or Accelergy .yaml file',
    );
  }
}

/** All values, or all issues of those that were refused. */
export function together<A, B>(first: Outcome<A>, second: Outcome<B>): Outcome<[A, B]> {
  if (first.ok && second.ok)
    return accept([first.value, second.value], [...first.warnings, ...second.warnings]);
  return refuse(...(first.ok ? [] : first.issues), ...(second.ok ? [] : second.issues));
}
