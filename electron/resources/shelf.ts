/** One kind of description on disk: the shipped ones, the user's own beside them, and any file by its path. */
import { readFile, readdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { accept, errorAt, refuse, type Issue, type Outcome } from '../../engine/contract/index.ts';
import { nearestWord } from '../../engine/math/nearest-word.ts';
import { errorCode, fileIssue } from '../data/file-issues.ts';
import { writeFileAtomic } from '../store/atomic-file.ts';
import { isResourceFile } from './resource-names.ts';

export type Parse<T> = (source: string, file: string) => Outcome<T>;

export interface ShelfOptions<T> {
  /** Shipped files. */
  readonly folder: string;
  /** The user's own; may not exist yet. Null: none are kept. */
  readonly own: string | null;
  readonly noun: string;
  readonly parse: Parse<T>;
  /** What files of this kind are, for advice. */
  readonly files?: string;
}

const OWN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export class Shelf<T extends { readonly name: string }> {
  private readonly options: ShelfOptions<T>;

  constructor(options: ShelfOptions<T>) {
    this.options = options;
  }

  /** Shipped ones, by name; a broken shipped file is our own fault and throws. */
  async all(): Promise<readonly T[]> {
    const { folder } = this.options;
    const names = await namesIn(folder);
    return Promise.all(
      names.map(async (name) => {
        const parsed = await this.read(join(folder, `${name}.json`), `${name}.json`);
        if (!parsed.ok)
          throw new Error(`resources: ${parsed.issues.map((issue) => issue.message).join('; ')}`);
        return parsed.value;
      }),
    );
  }

  /** The user's own, by name; one that cannot be read any more is left out, with its issues as warnings. */
  async own(): Promise<{ readonly values: readonly T[]; readonly warnings: readonly Issue[] }> {
    const values: T[] = [];
    const warnings: Issue[] = [];
    for (const name of await this.ownNames()) {
      const parsed = await this.read(this.ownFile(name), `${name}.json`);
      if (parsed.ok) values.push(parsed.value);
      else warnings.push(...parsed.issues.map((issue) => ({ ...issue, severity: 'warning' as const })));
    }
    return { values, warnings };
  }

  /** A shipped one by name, one of the user's own, or a file. */
  async find(nameOrFile: string, path: string): Promise<Outcome<T>> {
    const { folder, noun, files = 'a .json file' } = this.options;
    const shipped = await namesIn(folder);
    if (shipped.includes(nameOrFile))
      return this.read(join(folder, `${nameOrFile}.json`), `${nameOrFile}.json`);
    const own = await this.ownNames();
    if (own.includes(nameOrFile)) return this.read(this.ownFile(nameOrFile), `${nameOrFile}.json`);
    if (isResourceFile(nameOrFile)) return this.read(resolve(nameOrFile), basename(nameOrFile));
    const names = [...shipped, ...own];
    const near = nearestWord(nameOrFile, names);
    const advice = near ? `did you mean ${near}?` : `choose ${names.join(', ')}, or give ${files}`;
    return refuse(
      errorAt(path, 'resource/unknown', `must be a known ${noun} or a file (got ${nameOrFile}); ${advice}`),
    );
  }

  /** Keeps a description under the name it states. */
  async save(text: string, replace: boolean): Promise<Outcome<{ name: string }>> {
    const parsed = this.options.parse(text, this.options.noun);
    if (!parsed.ok) return parsed;
    const { name } = parsed.value;
    const fault = await this.nameFault(name, replace);
    if (fault) return refuse(fault);
    const written = writeFileAtomic(this.ownFile(name), new TextEncoder().encode(text));
    return written.ok ? accept({ name }, parsed.warnings) : written;
  }

  /** Takes one of the user's own off the shelf. */
  async remove(name: string): Promise<Outcome<Record<string, never>>> {
    const { noun } = this.options;
    if (!(await this.ownNames()).includes(name)) {
      const message = `must be a ${noun} of your own (got ${name}); shipped ones stay`;
      return refuse(errorAt('name', 'library/unknown', message));
    }
    try {
      await rm(this.ownFile(name));
      return accept({});
    } catch (error) {
      return refuse(fileIssue(error, this.ownFile(name)));
    }
  }

  private async nameFault(name: string, replace: boolean): Promise<Issue | null> {
    const { folder, noun, own } = this.options;
    if (!own) throw new Error(`Shelf.save: no folder for the user's own ${noun}s`);
    if (!OWN_NAME.test(name)) {
      const message = `must be 1 to 64 letters, digits, dots, dashes or underscores, a letter or digit first (got ${JSON.stringify(name)}); for example my-${noun}`;
      return errorAt('name', 'library/name', message);
    }
    if ((await namesIn(folder)).includes(name)) {
      const message = `must differ from the shipped ${noun}s (got ${name}); for example ${name}-2`;
      return errorAt('name', 'library/shipped', message);
    }
    if (!replace && (await this.ownNames()).includes(name)) {
      const message = `must be new (got ${name}, which you have already); replace it or choose another name`;
      return errorAt('name', 'library/taken', message);
    }
    return null;
  }

  private ownFile(name: string): string {
    return join(this.options.own ?? '', `${name}.json`);
  }

  private async ownNames(): Promise<string[]> {
    if (!this.options.own) return [];
    try {
      return await namesIn(this.options.own);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }

  private async read(file: string, shown: string): Promise<Outcome<T>> {
    try {
      return this.options.parse(await readFile(file, 'utf8'), shown);
    } catch (error) {
      return refuse(fileIssue(error, file));
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}
