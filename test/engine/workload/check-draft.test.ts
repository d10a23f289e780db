// Drafts of networks: shapes that follow, sizes, and ways out that really lead out.
import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../../engine/contract/index.ts';
import { checkNetworkDraft } from '../../../engine/workload/check-draft.ts';
import { times } from '../../support/soak.ts';

const folder = resolve(import.meta.dirname, '../../../resources/networks');
const presets = readdirSync(folder).filter((name) => name.endsWith('.json'));
const preset = (name: string): NetworkSpec => JSON.parse(readFileSync(join(folder, name), 'utf8'));

/** Sets `layers[3].pad`-like fields. */
function set(draft: object, field: string, value: unknown): object {
  const copy = structuredClone(draft) as { layers: Record<string, unknown>[] };
  const [, index, key] = /^layers\[(\d+)\]\.(\w+)$/.exec(field) ?? [];
  copy.layers[Number(index)][key] = value;
  return copy;
}

describe('inference', () => {
  it.each(presets)('leaves %s as it is', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const { draft, network, issues } = checkNetworkDraft(text, true);
    expect(JSON.parse(draft)).toEqual(JSON.parse(text));
    expect(network).not.toBeNull();
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('carries a change of M and stride to the layers above', () => {
    // N-MNIST: CONV1 34 -> 16 with stride 2; with stride 1 and pad 0: R = 34 - 3 + 1 = 32
    const { draft, network } = checkNetworkDraft(
      JSON.stringify(set(set(preset('nmnist.json'), 'layers[0].stride', 1), 'layers[0].M', 20)),
      true,
    );
    const layers = (JSON.parse(draft) as NetworkSpec).layers;
    expect(layers.map(({ H, R, C }) => [H, R, C])).toEqual([
      [34, 32, 2],
      [32, 30, 20], // 32 - 3 + 1
      [30, 14, 32], // floor((30 - 3) / 2) + 1
      [1, 1, 64 * 14 * 14],
    ]);
    expect(network?.layers[3].C).toBe(12_544);
  });

  it('ends where a value is missing and says which one', () => {
    const { network, issues } = checkNetworkDraft(
      JSON.stringify(set(preset('nmnist.json'), 'layers[1].E', null)),
      true,
    );
    expect(network).toBeNull();
    expect(issues.map(({ path }) => path)).toContain('network.layers[1].E');
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.boolean(), (text, infer) => {
        const { network, issues } = checkNetworkDraft(text, infer);
        expect(network === null).toBe(issues.some(({ severity }) => severity === 'error'));
      }),
      { numRuns: times(300, 20_000) },
    );
  });
});

describe('ways out', () => {
  const broken: readonly (readonly [string, string, number])[] = [
    ['an R that is too small', 'layers[0].R', 5],
    ['an R past the map', 'layers[0].R', 17],
    ['channels of another layer', 'layers[1].C', 11],
    ['a side of another layer', 'layers[2].H', 13],
    ['inputs of another map', 'layers[3].C', 100],
    ['another number of classes', 'layers[3].M', 9],
  ];

  it.each(broken)('%s: following the fixes ends the issues', (_what, field, value) => {
    let draft: object = set(preset('nmnist.json'), field, value);
    let report = checkNetworkDraft(JSON.stringify(draft), false);
    expect(report.issues.length).toBeGreaterThan(0);
    for (let turn = 0; report.issues.length > 0 && turn < 4; turn++) {
      expect(report.fixes.length).toBeGreaterThan(0);
      draft = set(draft, report.fixes[0].field, report.fixes[0].value);
      report = checkNetworkDraft(JSON.stringify(draft), false);
    }
    expect(report.issues).toEqual([]);
  });

  it('gives sizes by hand', () => {
    const { sizes } = checkNetworkDraft(JSON.stringify(preset('nmnist.json')), false);
    // CONV1: 3*3*2*12 weights, 16*16*12 neurons, 16*16 positions times the weights
    expect(sizes[0]).toEqual({ name: 'CONV1', weights: 216, neurons: 3072, synapticOps: 55_296 });
    expect(sizes[3]).toEqual({ name: 'FC1', weights: 23_040, neurons: 10, synapticOps: 23_040 });
  });
});
