// The user's own networks and accelerators beside the shipped ones.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Catalog } from '../../../electron/resources/catalog.ts';
import { temporaryFolders } from '../../support/temp-folder.ts';

const resources = resolve(import.meta.dirname, '../../../resources');
const shipped = readFileSync(join(resources, 'networks/nmnist.json'), 'utf8');
const named = (name: string): string => JSON.stringify({ ...JSON.parse(shipped), name });

describe('the library', () => {
  const folder = temporaryFolders();
  let library: string;
  let catalog: Catalog;
  beforeEach(() => {
    library = join(folder(), 'library');
    catalog = new Catalog({ resources, library });
  });
  const codes = async (text: string, replace = false): Promise<string[]> => {
    const saved = await catalog.networks.save(text, replace);
    return saved.ok ? [] : saved.issues.map(({ code }) => code);
  };

  it('keeps a network and finds it by name', async () => {
    expect(await catalog.networks.own()).toEqual({ values: [], warnings: [] });
    expect(await catalog.networks.save(named('mine'), false)).toMatchObject({
      ok: true,
      value: { name: 'mine' },
    });
    const found = await catalog.networks.find('mine', 'network');
    expect(found.ok && found.value.layers.length).toBe(4);
    expect((await catalog.networks.own()).values.map(({ name }) => name)).toEqual(['mine']);
  });

  it('replaces only where that is asked', async () => {
    await catalog.networks.save(named('mine'), false);
    expect(await codes(named('mine'))).toEqual(['library/taken']);
    expect(await codes(named('mine'), true)).toEqual([]);
  });

  it('refuses names that would hide a shipped one or leave the folder, and writes nothing', async () => {
    expect(await codes(named('nmnist'), true)).toEqual(['library/shipped']);
    for (const name of ['../evil', 'a/b', '.hidden', 'x'.repeat(65), 'ä'])
      expect(await codes(named(name))).toEqual(['library/name']);
    expect(existsSync(library)).toBe(false);
  });

  it('refuses what is no network', async () => {
    expect(await codes('{}')).toContain('network/layers');
  });

  it('removes own ones only', async () => {
    await catalog.networks.save(named('mine'), false);
    expect((await catalog.networks.remove('nmnist')).ok).toBe(false);
    expect((await catalog.networks.remove('../library/networks/mine')).ok).toBe(false);
    expect((await catalog.networks.remove('mine')).ok).toBe(true);
    expect((await catalog.networks.own()).values).toEqual([]);
  });

  it('lists the rest where one file broke, and names it', async () => {
    mkdirSync(join(library, 'networks'), { recursive: true });
    writeFileSync(join(library, 'networks', 'odd.json'), '{ "name": ');
    await catalog.networks.save(named('mine'), false);
    const { values, warnings } = await catalog.networks.own();
    expect(values.map(({ name }) => name)).toEqual(['mine']);
    expect(warnings).toMatchObject([{ path: 'odd.json', code: 'network/json', severity: 'warning' }]);
  });
});
