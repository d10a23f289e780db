// The Import page in a real browser on the built workbench: a file without a step, a broken one, a run, a kept network.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sinabsLike } from '../../bench/nir-network.ts';
import { closeDecoder, runDecoder } from '../../electron/data/decoders/run-decoder.ts';
import { nirTree } from '../../engine/exchange/nir/write-graph.ts';
import type { Hdf5Group } from '../../engine/hdf5/tree.ts';
import { brailleTree } from '../support/nir/braille.ts';
import { valueOf } from '../support/outcomes.ts';
import { pageSuite } from '../support/page-suite.ts';
import { shoot, shootViews } from '../support/page-views.ts';
import type { ServedWorkbench } from '../support/served-workbench.ts';

const suite = await pageSuite('the Import page');

describe.skipIf(suite.skipped)(suite.title, () => {
  let complaints: readonly string[] = [];
  let workbench: ServedWorkbench;
  let page: Page;

  const at = (name: string) => page.locator(`[data-test="${name}"]`);
  const field = (name: string) => page.locator(`input#import-${name}`);
  const inHome = (name: string): string => join(workbench.home, name);
  async function write(home: string, name: string, root: Hdf5Group): Promise<void> {
    writeFileSync(join(home, name), valueOf(await runDecoder('hdf5-write', { root, gzip: 6 }, name)));
  }
  async function open(name: string): Promise<void> {
    await field('file').fill(inHome(name));
    await field('file').blur();
  }

  beforeAll(async () => {
    ({ page, complaints, workbench } = await suite.open({
      timeoutMs: 60_000,
      async prepare(home) {
        const cnn = { version: '1.0.7', graph: sinabsLike(3), metadata: new Map(), shapes: new Map() };
        await write(home, 'cnn.nir', nirTree(cnn));
        await write(home, 'braille.nir', brailleTree('lif1'));
        await write(home, 'broken.nir', brailleTree('lif'));
      },
    }));
    await at('page-import').click();
    await at('import-page').waitFor();
  });

  afterAll(async () => {
    await closeDecoder();
    await suite.close();
  });

  it('asks for the step before it reads', async () => {
    await open('cnn.nir');
    expect(await at('issue').first().innerText()).toContain('Give the step');
    await field('dtMs').fill('1');
    await field('dtMs').blur();
    await at('import-node-10').waitFor();
    expect(await at('import-layer-CONV3').innerText()).toContain('kernel 6, stride 2, pad 2');
  });

  it('lists networks of both kinds to choose from, and takes one', async () => {
    writeFileSync(inHome('mnist.net'), 'no network');
    await at('import-file-choose').click();
    await at('chooser-path').fill(workbench.home);
    await at('chooser-go').click();
    await at('chooser-file').first().waitFor();
    const names = await at('chooser-file').allInnerTexts();
    expect(names.map((text) => text.split('\n')[0].trim()).sort()).toEqual(
      ['braille.nir', 'broken.nir', 'cnn.nir', 'mnist.net'].sort(),
    );
    await at('chooser-file').filter({ hasText: 'cnn.nir' }).click();
    await at('import-node-10').waitFor();
  });

  it('names the node that a broken file does not have', async () => {
    await open('broken.nir');
    await page.locator('[data-test="issue"]', { hasText: '"lif"' }).first().waitFor();
    expect(await at('import-graph').count()).toBe(0);
  });

  it('shows a recurrent network, its delayed edge and why it is not held exactly', async () => {
    await open('braille.nir');
    await at('import-node-lif1.lif1').click();
    expect(await at('import-reasons').innerText()).toContain('its own spikes of the step before');
    expect(await page.locator('[data-test="import-graph"] path.delayed').count()).toBe(1);
  });

  it('runs on recordings and costs what the network itself fires', async () => {
    await open('cnn.nir');
    await at('import-node-10').waitFor();
    await field('samples').fill('8');
    await field('steps').fill('60');
    await field('steps').blur();
    await at('import-run').click();
    await at('import-costs').waitFor();
    expect(await at('import-costs').locator('tbody tr').count()).toBe(2);
    expect(await at('import-activity').locator('tbody tr').count()).toBe(6);
    expect(await at('import-stats').innerText()).toContain('of 8');
  });

  it('keeps the network among the own ones', async () => {
    await at('import-keep').click();
    await at('import-kept').waitFor();
    const kept = JSON.parse(readFileSync(join(workbench.home, 'library/networks/cnn.json'), 'utf8'));
    expect(kept.layers.map(({ name }: { name: string }) => name)).toEqual([
      'CONV1',
      'CONV2',
      'CONV3',
      'FC1',
      'FC2',
    ]);
  });

  it('looks right in both themes and sizes, and nothing complained', async () => {
    await shootViews(page, 'import');
    await open('braille.nir');
    await at('import-node-lif1.lif1').click();
    await shoot(page, 'import-braille');
    await open('');
    await shoot(page, 'import-empty');
    expect(complaints).toEqual([]);
  });
});
