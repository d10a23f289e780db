// The quantisation study: the shipped template, the trainings it asks for, and results gathered by coding and format.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SYSTEM_NAMES, type RunDetail } from '../../../engine/contract/index.ts';
import { applyArchOverrides, DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import {
  parsePublished,
  parseQuantisation,
  quantisationReport,
  quantisationRuns,
} from '../../../engine/paper/index.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { presetNetwork } from '../../support/presets.ts';

const file = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../resources/studies', name), 'utf8');
const study = valueOf(parseQuantisation(file('quantisation.json'), 'q.json'));
const published = valueOf(parsePublished(file('published-hybrid.json'), 'p.json'));

describe('the shipped study', () => {
  it('spans 2 codings, 4 formats and 3 seeds on networks and keys that exist', () => {
    const runs = quantisationRuns(study, false, 2);
    expect(runs).toHaveLength(2 * 4 * 3);
    expect(new Set(runs.map(({ name }) => name)).size).toBe(24);
    for (const { name, timesteps, network } of study.codings) {
      const preset = presetNetwork(network);
      expect([name, preset.timesteps, preset.input.coding === 'direct']).toEqual([
        name,
        timesteps,
        name === 'direct',
      ]);
    }
    for (const { set } of study.formats)
      expect(applyArchOverrides(DEFAULT_ARCH_CONFIG, set, 'set').ok).toBe(true);
    for (const system of study.systems) expect(SYSTEM_NAMES).toContain(system);
    expect(quantisationRuns(study, true, 2)).toHaveLength(2 * 4);
  });

  it('names what is wrong in a template', () => {
    expect(
      messagesOf(parseQuantisation({ ...JSON.parse(file('quantisation.json')), seeds: [] }, 'q.json')),
    ).toEqual(['q.json.seeds: must be a list that is not empty (got a list of 0); fill it']);
  });
});

describe('quantisationReport', () => {
  const run = (
    network: string,
    bits: number,
    seed: number,
    energyPj: number,
    spikeDensity: number,
  ): RunDetail =>
    ({
      row: { id: `${network} ${bits} ${seed}`, seed, accuracy: 0.5 + seed / 10, spikeDensity },
      spec: { network, bits: [bits] },
      costs: [{ system: 'hybrid', energyPj, latencyUs: 2, edpJs: energyPj * 2e-18, energyTable: 'paper' }],
    }) as unknown as RunDetail;
  const direct = study.codings[0].network;
  const report = quantisationReport(
    study,
    24,
    [run(direct, 4, 1, 2e6, 0.1), run(direct, 32, 1, 8e6, 0.2), run(direct, 32, 2, 4e6, 0.3)],
    published,
  );

  it('takes means over seeds and ratios to fp32 of the same coding', () => {
    expect(report.points.map(({ coding, format, seeds }) => [coding, format, seeds])).toEqual([
      ['direct', 'fp32', [1, 2]],
      ['direct', 'int4', [1]],
    ]);
    // (0.6 + 0.7) / 2; 1 - (0.2 + 0.3) / 2
    expect(report.points[0].accuracy.mean).toBeCloseTo(0.65, 12);
    expect(report.points[0].sparsity).toMatchObject({ low: 0.7, high: 0.8 });
    // mean of 8 and 4 uJ over 2 uJ
    expect(report.points[1].costs[0].timesLowerEnergy).toBeCloseTo(3, 12);
  });

  it('puts the published values beside, and never into it', () => {
    expect(report.published.map(({ value }) => value)).toEqual([15.2, 3.4, 10, 26.4, 51, 0.5]);
    expect(report.published.every(({ note }) => note.startsWith('not comparable'))).toBe(true);
    expect([report.finished, report.planned]).toEqual([3, 24]);
  });
});
