/** The cost proxy against the simulator, and the hardware loss in a training as a whole. */
import { describe, expect, it } from 'vitest';
import { hardwareInLoop, measureWith } from '../../../electron/jobs/kinds/hardware-in-loop.ts';
import type { SpikeTensor } from '../../../engine/contract/index.ts';
import { fitProxy, costAt, edpOf } from '../../../engine/proxy/fit-proxy.ts';
import { valueAt } from '../../../engine/proxy/curve.ts';
import { lossCurves } from '../../../engine/proxy/loss-curves.ts';
import { averageNetwork, planSimulation } from '../../../engine/sim/index.ts';
import { decodeCheckpoint } from '../../../engine/train/index.ts';
import { windowDensities } from '../../../engine/workload/filled-windows.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { resultOf, settings, toyNetwork, toyPlan, train } from '../train/fixtures.ts';
import { presetArch, presetNetwork, presetTable } from '../../support/presets.ts';

const simulationOf = (
  network = toyNetwork,
  systems: readonly ('spikex' | 'ptb' | 'serial')[] = ['spikex', 'ptb'],
) => {
  const plan = planSimulation({
    network,
    systems,
    tws: [3],
    arch: presetArch('spikex-8x8'),
    energy: presetTable('paper'),
  });
  if (!plan.ok) throw new Error('plan refused');
  return plan.value;
};

describe('the fit', () => {
  const network = presetNetwork('nmnist-small');
  const simulation = simulationOf(network);
  const inputs = Array.from({ length: 4 }, (_, i) => randomInputs(network, 'bursty', 0.02 + 0.01 * i, i + 1));
  const task = {
    layers: network.layers.map(({ name }) => name),
    systems: simulation.systems,
    settings: [2, 5].map((tws) => ({ tws, bits: null })),
    measure: measureWith(simulation),
  };
  const fit = fitProxy(task, inputs, 1);

  it('predicts what it has not seen to a few per cent, and says how well', () => {
    expect(fit.curves[0]).toEqual([]);
    expect(fit.errors).toHaveLength((network.layers.length - 1) * 2 * 2);
    for (const { median } of fit.errors) expect(median).toBeLessThan(0.2);
    const fresh = randomInputs(network, 'bursty', 0.015, 99);
    for (let l = 1; l < network.layers.length; l++) {
      const exact = task.measure(l, fresh[l], task.settings);
      const densities = windowDensities(fresh[l], [2, 5]);
      for (const [s, k] of [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]) {
        const ratio = edpOf(costAt(fit.curves[l][s][k], densities[k])) / edpOf(exact[s][k]);
        expect(Math.abs(Math.log(ratio))).toBeLessThan(0.35);
      }
    }
  });

  it('is the same for the same samples, and plain data', () => {
    expect(fitProxy(task, inputs, 1)).toEqual(fit);
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit);
  });

  it('makes loss curves that are 100 % at the reference', () => {
    const curves = [null, fit.curves[1][0][0]];
    const density = windowDensities(inputs[0][1], [2])[0];
    const here = costAt(fit.curves[1][0][0], density);
    const basis = {
      reference: [{ energyPj: 10, latencyUs: 2 }, here],
      now: { energyPj: here.energyPj + 10, latencyUs: here.latencyUs + 2 },
      correction: [0, 1].map(() => ({ energyPj: 1, latencyUs: 1 })),
    };
    const [none, own] = lossCurves('per-layer', curves, basis);
    expect(none).toBeNull();
    // The product is drawn straight between the table's points, so a little above the product of the lines.
    expect(valueAt(own!, density) / 100).toBeCloseTo(1, 1);
    const [, net] = lossCurves('network', curves, basis);
    const { energyPj: e, latencyUs: l } = here;
    // (L E + E L of the layer) / (2 E L of the network), in percent
    const share = ((l + 2) * e + (e + 10) * l) / (2 * (e + 10) * (l + 2));
    expect(valueAt(net!, density)).toBeCloseTo(100 * share, 6);
    const corrected = { ...basis, correction: [0, 1].map(() => ({ energyPj: 2, latencyUs: 0.5 })) };
    expect(lossCurves('per-layer', curves, corrected)[1]!.y[3]).toBeCloseTo(own!.y[3], 9);
  });
});

describe.each(['proxy', 'exact'] as const)('hardware loss, mode %s', (mode) => {
  const spec = settings({
    epochs: 8,
    pretrainEpochs: 3,
    hardwareLoss: { mode, beta: 1, objective: mode === 'exact' ? 'network' : 'per-layer' },
  });
  const simulation = simulationOf();
  const costOf = (samples: Iterable<readonly SpikeTensor[]>) => averageNetwork(simulation, samples);
  const model = (state: Parameters<typeof hardwareInLoop>[3] = null) =>
    hardwareInLoop(spec, simulation, costOf, state)!;
  const run = () => train(toyPlan(spec), { hardware: model(), samplesPerEpoch: 5 });
  const trained = run();

  it('makes the windows sparser that the layer behind the first reads', () => {
    const { epochs } = trained;
    expect(epochs[7].layers[0].twDensity).toBeLessThan(0.8 * epochs[2].layers[0].twDensity);
    for (const s of [0, 1]) expect(epochs[7].costs[s].edpJs).toBeLessThan(epochs[2].costs[s].edpJs);
    expect(epochs.map(({ betaNow }) => betaNow)).toEqual([0, 0, 0, 1, 1, 1, 1, 1]);
    expect(epochs[7].lossHardware).toBeLessThan(epochs[3].lossHardware);
    expect(epochs[3].lossTotal).toBeCloseTo(epochs[3].lossAccuracy + epochs[3].lossHardware, 9);
  });

  it('reports prediction beside exact cost once the proxy is fitted', () => {
    const { epochs } = trained;
    expect(epochs[2].predicted).toEqual([]);
    expect(epochs[2].proxy).toBeNull();
    for (const { predicted, costs, proxy } of epochs.slice(3)) {
      expect(predicted.map(({ system }) => system)).toEqual(['spikex', 'ptb']);
      expect(Math.abs(Math.log(predicted[0].edpJs / costs[0].edpJs))).toBeLessThan(0.5);
      expect(proxy!.fittedBeforeEpoch).toBeGreaterThanOrEqual(4);
      expect(proxy!.errors).toHaveLength(2);
    }
  });

  it('repeats, and goes on from a checkpoint, bit for bit', () => {
    const again = run();
    expect(again.epochs).toEqual(trained.epochs);
    for (const at of [1, 4]) {
      const checkpoint = decodeCheckpoint(trained.last[at], 'last');
      if (!checkpoint.ok) throw new Error('checkpoint refused');
      const resumed = train(toyPlan(spec), {
        hardware: model(checkpoint.value.hardware),
        samplesPerEpoch: 5,
        resume: checkpoint.value,
      });
      expect(resumed.last).toEqual(trained.last.slice(at + 1));
      expect(resultOf(resumed).weights).toEqual(resultOf(trained).weights);
    }
  });
});

it('takes a time-serial system at its one window size', () => {
  const simulation = simulationOf(toyNetwork, ['serial', 'spikex']);
  const spec = settings({
    epochs: 3,
    pretrainEpochs: 1,
    hardwareLoss: { mode: 'proxy', beta: 0.1, objective: 'per-layer' },
  });
  const costOf = (samples: Iterable<readonly SpikeTensor[]>) => averageNetwork(simulation, samples);
  const { epochs } = train(toyPlan(spec), {
    hardware: hardwareInLoop(spec, simulation, costOf, null)!,
    samplesPerEpoch: 3,
  });
  expect(epochs[2].predicted.map(({ system }) => system)).toEqual(['serial', 'spikex']);
  for (const { edpJs } of epochs[2].predicted) expect(edpJs).toBeGreaterThan(0);
});

it('is absent where the loss is off', () => {
  const off = settings({ hardwareLoss: { mode: 'off', beta: 1, objective: 'per-layer' } });
  expect(hardwareInLoop(off, simulationOf(), () => [], null)).toBeNull();
});
