// Holds the dependency rule where the compiler's project boundaries do not reach: the order inside the engine,
// the store's view of the contract only, and what each part may import from outside.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Folder of the engine -> folders of the engine it may import (its own is always allowed). */
const ENGINE_MAY: Record<string, readonly string[]> = {
  contract: [],
  math: ['contract'],
  arch: ['contract', 'math'],
  workload: ['contract', 'math'],
  hdf5: ['contract'],
  events: ['contract', 'math', 'workload', 'hdf5'],
  exchange: ['contract', 'math', 'workload', 'arch', 'hdf5'],
  'nir-run': ['contract', 'workload', 'exchange'],
  kernels: ['contract', 'math', 'workload'],
  schedule: ['contract', 'math', 'arch', 'workload'],
  cost: ['contract', 'math', 'arch', 'workload', 'schedule'],
  sim: ['contract', 'math', 'arch', 'workload', 'schedule', 'cost'],
  paper: ['contract', 'math', 'workload', 'cost', 'sim'],
  proxy: ['contract', 'math', 'workload'],
  train: ['contract', 'math', 'workload', 'kernels', 'proxy'],
  shrink: ['contract', 'kernels'],
  search: ['contract', 'math', 'arch', 'workload', 'schedule', 'cost', 'sim'],
};

/** Packages that a part may import, besides relative files. */
const PACKAGES: Record<string, RegExp | null> = {
  engine: null,
  renderer: /^(vue|pinia|naive-ui|@vue-flow\/core(\/.*)?|echarts(\/.*)?|lucide-vue-next|@fontsource.*)$/,
  'electron/store': /^(node:.*|better-sqlite3)$/,
};

/** Where a part may reach with relative imports, as folders from the root. */
const REACH: Record<string, readonly string[]> = {
  engine: ['engine'],
  renderer: ['renderer', 'engine/contract'],
  'electron/store': ['electron/store', 'engine/contract'],
};

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|vue)$/.test(name) && !name.startsWith(`kernels${sep}assembly`))
    .map((name) => join(folder, name).split(sep).join('/'));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const pattern =
    /^\s*(?:import|export|\}).*?\bfrom\s+['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]/gm;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3]);
}

function target(file: string, specifier: string): string {
  return relative(root, resolve(root, dirname(file), specifier))
    .split(sep)
    .join('/');
}

const isRelative = (specifier: string): boolean => specifier.startsWith('.');

/** Pure packages of the engine; each is known to one file, which gives it our types, bounds and issues. */
const ADAPTERS: Readonly<Record<string, string>> = {
  'engine/exchange/yaml.ts': 'yaml',
  'engine/hdf5/h5wasm.ts': 'h5wasm',
};

describe.each(Object.keys(REACH))('%s', (part) => {
  it('imports only what its place in the house allows', () => {
    const broken: string[] = [];
    for (const file of sources(part)) {
      for (const specifier of importsOf(file)) {
        const allowed = isRelative(specifier)
          ? REACH[part].some((folder) => target(file, specifier).startsWith(`${folder}/`))
          : (PACKAGES[part]?.test(specifier) ?? ADAPTERS[file] === specifier);
        if (!allowed) broken.push(`${file} imports ${specifier}; allowed: ${REACH[part].join(', ')}`);
      }
    }
    expect(broken).toEqual([]);
  });
});

describe('inside the engine', () => {
  it('later folders import earlier ones only', () => {
    const broken: string[] = [];
    for (const file of sources('engine')) {
      const folder = file.split('/')[1];
      if (!file.includes('/', 'engine/'.length)) continue; // engine/index.ts joins everything
      const may = ENGINE_MAY[folder];
      if (!may) throw new Error(`engine/${folder} has no place in the order; add it to ENGINE_MAY`);
      for (const specifier of importsOf(file).filter(isRelative)) {
        const other = target(file, specifier).split('/')[1];
        if (other !== folder && !may.includes(other)) {
          broken.push(`${file} imports engine/${other}; allowed: ${may.join(', ') || 'nothing'}`);
        }
      }
    }
    expect(broken).toEqual([]);
  });

  it('has sources to look at', () => {
    expect(sources('engine').length).toBeGreaterThan(10);
    expect(importsOf('engine/contract/protocol.ts')).toContain('./issues.ts');
  });
});
