// A sweep computes every point once, whatever the number of threads, and goes on where it stopped.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sweep, type SweepAsk } from '../../../../electron/jobs/kinds/sweep.ts';
import { DEFAULT_ARCH_CONFIG } from '../../../../engine/arch/arch.ts';
import { planSimulation, simulateNetwork } from '../../../../engine/sim/index.ts';
import { randomInputs } from '../../../../engine/workload/generators.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';
import { presetNetwork, presetTable } from '../../../support/presets.ts';
import { temporaryHome } from '../../cli/run-cli.ts';
import { inlineContext } from './job-context.ts';

const ASK: SweepAsk = {
  spec: {
    network: 'nmnist-small',
    systems: ['spikex', 'ptb'],
    tws: [3],
    spikes: { kind: 'random', rate: 0.02, seed: 1 },
    arch: 'spikex-8x8',
    archOverrides: {},
    energy: 'paper',
  },
  vary: [
    { key: 'rate', values: ['0.01', '0.05'] },
    { key: 'tws', values: ['2', '3', '5'] },
  ],
  workers: 2,
  appVersion: 'test',
  recorded: null,
  limits: null,
};

describe('job sweep', () => {
  it('gives each point what a simulation of its own gives', async () => {
    const { runs } = valueOf(await sweep(ASK, inlineContext(temporaryHome())));
    const network = presetNetwork('nmnist-small');
    expect(runs.map(({ settings }) => settings)).toEqual(
      [0.01, 0.05].flatMap((rate) => [2, 3, 5].map((tws) => ({ rate, tws }))),
    );
    for (const { settings, systems } of runs) {
      const request = {
        network,
        systems: ASK.spec.systems,
        tws: [Number(settings['tws'])],
        arch: DEFAULT_ARCH_CONFIG,
        energy: presetTable('paper'),
      };
      const inputs = randomInputs(network, 'random', Number(settings['rate']), 1);
      const alone = simulateNetwork(valueOf(planSimulation(request)), inputs);
      expect(
        systems.map(({ system, energyPj, cycles, edpJs }) => ({ system, energyPj, cycles, edpJs })),
      ).toEqual(
        alone.map(({ system, total: { energyPj, cycles, edpJs } }) => ({ system, energyPj, cycles, edpJs })),
      );
    }
  });

  it('does not depend on the number of threads', async () => {
    const one = valueOf(await sweep({ ...ASK, workers: 1 }, inlineContext(temporaryHome())));
    const three = valueOf(await sweep({ ...ASK, workers: 3 }, inlineContext(temporaryHome())));
    expect(three.runs).toEqual(one.runs);
    expect([one.computed, three.computed]).toEqual([6, 6]);
  });

  it('computes only what is new', async () => {
    const folder = temporaryHome();
    const first = valueOf(await sweep(ASK, inlineContext(folder)));
    const vary = [
      { key: 'tws', values: ['2', '3', '5', '10'] },
      { key: 'rate', values: ['0.01', '0.05'] },
    ];
    const second = valueOf(await sweep({ ...ASK, vary }, inlineContext(folder)));
    expect([second.computed, second.reused]).toEqual([2, 6]);
    // Header, 6 and 2 points, and the end of the last line.
    expect(readFileSync(second.file, 'utf8').split('\n')).toHaveLength(10);
    const at = (runs: typeof first.runs, rate: number, tws: number) =>
      runs.find(({ settings }) => settings['rate'] === rate && settings['tws'] === tws)?.systems;
    expect(at(second.runs, 0.05, 3)).toEqual(at(first.runs, 0.05, 3));
    const third = valueOf(await sweep({ ...ASK, appVersion: 'another' }, inlineContext(folder)));
    expect(third.reused).toBe(0);
  });

  it('keeps what was done when it is cancelled, and goes on from there', async () => {
    const folder = temporaryHome();
    // The third report of progress comes with the second finished piece; a piece is one point here.
    const cancelled = await sweep({ ...ASK, workers: 1 }, inlineContext(folder, 2));
    expect(cancelled).toEqual({ ok: false, issues: [] });
    const whole = valueOf(await sweep(ASK, inlineContext(folder)));
    expect(whole.reused).toBeGreaterThanOrEqual(2);
    expect(whole.reused + whole.computed).toBe(6);
    const fresh = valueOf(await sweep(ASK, inlineContext(temporaryHome())));
    expect(whole.runs).toEqual(fresh.runs);
  });

  it('refuses mistakes of the base and of the grid', async () => {
    const context = inlineContext(temporaryHome());
    const unknown = await sweep({ ...ASK, spec: { ...ASK.spec, network: 'nmnst' } }, context);
    expect(messagesOf(unknown)[0]).toContain('did you mean nmnist?');
    const small = [{ key: 'lbuf.bytes', values: ['16'] }];
    expect(messagesOf(await sweep({ ...ASK, vary: small }, context))[0]).toMatch(
      /^vary\.lbuf\.bytes: must hold/,
    );
    expect(context.progressSeen).toEqual([]);
  });
});
