/**
 * From the bytes of an HDF5 file to its tree. What is read is bounded: by the bytes of all values together, by the
 * number of objects and by the depth (hard links may form circles). Datasets that nobody asked for are listed without
 * their values. Damaged files are refused, never thrown for; only a breakdown of the library itself is thrown.
 * Run it in a thread that can be ended: damaged files may keep the library busy for ever.
 */
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { Issue, Outcome } from '../contract/index.ts';
import { isBreakdown, loadHdf5Library } from './h5wasm.ts';
import type { Hdf5Library, Group } from './h5wasm.ts';
import { readAttributes, readDataset } from './read-values.ts';
import type { Budget } from './read-values.ts';
import type { Hdf5Group, Hdf5Node } from './tree.ts';

export interface Hdf5ReadOptions {
  /** All values together, decompressed. */
  readonly mostBytes: number;
  /** Paths such as `events` or `CD/events`: only datasets at or below them are read. Default: every dataset. */
  readonly wanted?: readonly string[];
}

const MOST_OBJECTS = 100_000;
const MOST_DEPTH = 64;

export async function readHdf5(
  bytes: Uint8Array,
  path: string,
  options: Hdf5ReadOptions,
): Promise<Outcome<Hdf5Group>> {
  const library = await loadHdf5Library();
  const walk = new Walk(library, path, options);
  try {
    const root = library.reading(bytes, (file) => walk.group(file, '', 0));
    return walk.refusal ? refuse(walk.refusal) : accept(root);
  } catch (error) {
    if (isBreakdown(error)) throw error;
    return refuse(walk.refusal ?? damagedIssue(path, error));
  }
}

class Walk {
  refusal: Issue | null = null;
  readonly #library: Hdf5Library;
  readonly #path: string;
  readonly #wanted: readonly string[] | null;
  readonly #budget: Budget;
  #objects = 0;

  constructor(library: Hdf5Library, path: string, { mostBytes, wanted }: Hdf5ReadOptions) {
    this.#library = library;
    this.#path = path;
    this.#wanted = wanted?.map((name) => name.replaceAll(/^\/+|\/+$/g, '')) ?? null;
    this.#budget = {
      bytesLeft: mostBytes,
      refuse: (what) =>
        this.#stop('hdf5/too-large', `must hold at most ${mostBytes} bytes of values (got ${what})`),
    };
  }

  group(group: Group, at: string, depth: number): Hdf5Group {
    if (depth > MOST_DEPTH)
      this.#stop('hdf5/too-deep', `must nest groups at most ${MOST_DEPTH} deep (got more)`);
    const attributes = readAttributes(group, this.#budget);
    const children = new Map<string, Hdf5Node>();
    for (const name of group.keys()) {
      if (++this.#objects > MOST_OBJECTS)
        this.#stop('hdf5/too-many', `must hold at most ${MOST_OBJECTS} objects (got more)`);
      children.set(name, this.#node(group, name, at ? `${at}/${name}` : name, depth));
    }
    return { kind: 'group', attributes, children };
  }

  #node(parent: Group, name: string, at: string, depth: number): Hdf5Node {
    const entity = parent.get(name);
    if (entity instanceof this.#library.Group) return this.group(entity, at, depth + 1);
    if (entity instanceof this.#library.Dataset)
      return readDataset(this.#library, entity, this.#isWanted(at), this.#budget);
    return unreadLink(entity !== null && 'type' in entity ? `a ${entity.type}` : 'an unknown object');
  }

  #isWanted(at: string): boolean {
    return this.#wanted?.some((wanted) => at === wanted || at.startsWith(`${wanted}/`)) ?? true;
  }

  #stop(code: string, message: string): never {
    this.refusal = errorAt(this.#path, code, `${message}; the file is damaged or not meant for this`);
    throw new Error(code);
  }
}

const unreadLink = (reason: string): Hdf5Node => ({
  kind: 'unread',
  attributes: new Map(),
  shape: [],
  reason,
  missingFilters: [],
});

function damagedIssue(path: string, error: unknown): Issue {
  const reason = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0].slice(0, 200);
  return errorAt(
    path,
    'hdf5/damaged',
    `must be a sound HDF5 file (got one that the HDF5 library cannot read: ${reason}); copy or download it again`,
  );
}
