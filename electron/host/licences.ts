/** The packages that the application contains, as the builds wrote them down, and the ones that ship unbundled. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accept, errorAt, refuse, type Outcome, type PackageLicence } from '../../engine/contract/index.ts';
import { APP_PATHS } from './paths.ts';

const BUILDS = ['out/main/licences.json', 'out/renderer/licences.json'];
const UNBUNDLED = ['better-sqlite3'];

export async function licences(): Promise<Outcome<{ packages: readonly PackageLicence[] }>> {
  const root = APP_PATHS.application;
  try {
    const lists = await Promise.all(BUILDS.map(async (file) => bundled(await json(join(root, file)))));
    const beside = await Promise.all(UNBUNDLED.map((name) => unbundled(join(root, 'node_modules', name))));
    const byName = new Map([...lists.flat(), ...beside].map((one) => [`${one.name} ${one.version}`, one]));
    return accept({ packages: [...byName.values()].sort((a, b) => a.name.localeCompare(b.name)) });
  } catch {
    return refuse(
      errorAt('licences', 'host/licences', 'must have been written by the build (found none); build again'),
    );
  }
}

const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

function bundled(value: unknown): PackageLicence[] {
  return Array.isArray(value) ? value.map((entry: unknown) => licenceOf(entry)) : [];
}

async function unbundled(folder: string): Promise<PackageLicence> {
  const about = await json(join(folder, 'package.json'));
  const text = await readFile(join(folder, 'LICENSE'), 'utf8').catch(() => '');
  return { ...licenceOf(about), text };
}

function licenceOf(entry: unknown): PackageLicence {
  const field = (key: string): string => {
    const value: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, key) : '';
    return typeof value === 'string' ? value : '';
  };
  return {
    name: field('name'),
    version: field('version'),
    licence: field('identifier') || field('license') || 'see its text',
    text: field('text'),
  };
}
