/** Weight bits as a choice of the search inside a training: mixture and its derivatives, what is chosen, what it costs. */
import { describe, expect, it } from 'vitest';
import { measureWith } from '../../../electron/jobs/kinds/hardware-in-loop.ts';
import { geometryOf } from '../../../engine/kernels/geometry.ts';
import { Random } from '../../../engine/math/random.ts';
import { alphaGradient, softmax } from '../../../engine/math/relaxation.ts';
import { HardwareChoice } from '../../../engine/proxy/hardware-choice.ts';
import { averageNetwork } from '../../../engine/sim/index.ts';
import { checkpointBits, checkpointWeights, decodeCheckpoint } from '../../../engine/train/index.ts';
import { EffectiveParameters, weightParts } from '../../../engine/train/effective.ts';
import { stepOf, wholeOf } from '../../../engine/train/quantise.ts';
import { checkSettings } from '../../../engine/train/settings.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { storedNetwork } from '../../../engine/workload/stored-network.ts';
import { valueOf } from '../../support/outcomes.ts';
import { BITS, bitsModel, bitsOptions, bitsSpec, HAS_BITS, runBits, simulation } from './bits-fixture.ts';
import { resultOf, toyNetwork, toyPlan, train } from './fixtures.ts';

describe('weights mixed over bits', () => {
  const geometry = geometryOf(toyNetwork);
  const random = new Random(11);
  const trained = Float32Array.from({ length: geometry.packedLength }, () => random.normal());
  const shares = [
    [0.5, 0.3, 0.2],
    [0, 0.25, 0.75],
  ];
  const effective = new EffectiveParameters(geometry, [32, 32], true);
  const mixed = new Float32Array(trained.length);
  effective.mix(BITS, shares);
  effective.fold(trained, mixed);
  /** By the formula alone: sum over bits of share * step * nearest whole. */
  const atBits = (l: number, bits: number): number[] => {
    const [values] = weightParts(geometry.layers[l], trained);
    const step = stepOf(values, bits);
    return [...values].map((value) => step * wholeOf(value, step, bits));
  };

  it('are the sum of the quantised weights by their probabilities', () => {
    geometry.layers.forEach((layer, l) => {
      const own = BITS.map((bits) => atBits(l, bits));
      weightParts(layer, mixed)[0].forEach((value, i) =>
        expect(value).toBeCloseTo(
          BITS.reduce((sum, _, k) => sum + shares[l][k] * own[k][i], 0),
          5,
        ),
      );
    });
  });

  it('pass their gradient straight through, by the share of the bits whose range holds the weight', () => {
    const gradient = new Float32Array(trained.length).fill(1);
    effective.pull(gradient, trained, 1);
    const counted = new Set<string>();
    geometry.layers.forEach((layer, l) => {
      const [values] = weightParts(layer, trained);
      weightParts(layer, gradient)[0].forEach((own, i) => {
        // 8 bits: 127.5 steps; 4: 7.5; 2: 1.5.
        const inside = [127.5, 7.5, 1.5].reduce(
          (sum, wholes, k) =>
            sum + (Math.abs(values[i]) <= wholes * stepOf(values, BITS[k]) ? shares[l][k] : 0),
          0,
        );
        expect(own).toBeCloseTo(inside, 6);
        counted.add(inside.toFixed(2));
      });
    });
    expect(counted.size).toBeGreaterThan(2);
  });

  it('give logits the derivative that finite differences of a smooth loss of the weights have', () => {
    // L(w) = sum sin(w_i + i); dL/dw_i = cos(w_i + i).
    const loss = (weights: Float32Array): number =>
      weights.reduce((sum, value, i) => sum + Math.sin(value + i), 0);
    const tau = 0.7;
    const alphas = [
      [0.3, -0.2, 0.1],
      [-0.4, 0, 0.5],
    ];
    const lossAt = (logits: readonly (readonly number[])[]): number => {
      const own = new EffectiveParameters(geometry, [32, 32], true);
      own.mix(
        BITS,
        logits.map((row) => softmax(row, tau)),
      );
      const weights = new Float32Array(trained.length);
      own.fold(trained, weights);
      return loss(weights);
    };
    const own = new EffectiveParameters(geometry, [32, 32], true);
    own.mix(
      BITS,
      alphas.map((row) => softmax(row, tau)),
    );
    const weights = new Float32Array(trained.length);
    own.fold(trained, weights);
    const products = own.project(
      weights.map((value, i) => Math.cos(value + i)),
      trained,
      BITS,
    );
    alphas.forEach((row, l) => {
      const gradient = alphaGradient(products[l], softmax(row, tau), tau);
      row.forEach((_, k) => {
        const moved = (by: number) =>
          alphas.map((one, m) => one.map((value, j) => (m === l && j === k ? value + by : value)));
        const difference = (lossAt(moved(0.01)) - lossAt(moved(-0.01))) / 0.02;
        expect(gradient[k]).toBeCloseTo(difference, 2);
      });
      expect(gradient.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 9);
      expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(0.1);
    });
  });
});

it('weighs the accuracy against beta times the hardware loss, each size by its probability', () => {
  const stepped = (beta: number, products: number[]) => {
    const choice = new HardwareChoice([2, 4], [8, 2], 1, null);
    // [size][bits]: 8 bits cost 40 and 60, 2 bits 10 and 30: means 50 and 20 at even probabilities.
    choice.step(
      [
        [
          [40, 10],
          [60, 30],
        ],
      ],
      10,
      { beta, products: [products] },
    );
    return choice.bits!.probabilities[0];
  };
  // beta (50 - 20) = 0.3 against an accuracy loss that is 0.2, then 0.4 lower at 8 bits.
  expect(stepped(0.01, [-0.2, 0])[1]).toBeGreaterThan(0.5);
  expect(stepped(0.01, [-0.4, 0])[1]).toBeLessThan(0.5);
});

it('measures a layer at bits as the network stored on them costs it', () => {
  const inputs = randomInputs(toyNetwork, 'random', 0.1, 3);
  const measured = measureWith(simulation)(1, inputs[1], [
    { tws: 3, bits: 2 },
    { tws: 3, bits: 4 },
    { tws: 3, bits: null },
  ]);
  [2, 4, 8].forEach((bits, k) => {
    const network = storedNetwork(toyNetwork, [bits, bits]);
    averageNetwork({ ...simulation, network }, [inputs]).forEach(({ layers }, s) => {
      expect(measured[s][k].energyPj).toBe(layers[1].energyPj);
      expect(measured[s][k].latencyUs).toBe(layers[1].latencyUs);
    });
  });
  expect(measured[0][0].energyPj).toBeLessThan(measured[0][1].energyPj);
});

describe.each(['two-level', 'joint'] as const)('a training that chooses bits, %s', (mode) => {
  const spec = bitsSpec({ ...HAS_BITS, mode });
  const trained = runBits(spec);
  const report = resultOf(trained).evaluation!;

  it('takes the fewest where the hardware loss rules, and pays for no more', () => {
    expect(report.has!.bits).toEqual([2, 2]);
    const chosen = report.has!.choices.filter(({ key }) => key.startsWith('bits'));
    expect(chosen.map(({ key }) => key)).toEqual(['bits[0]', 'bits[1]']);
    for (const { probabilities } of chosen) expect(probabilities[2]).toBeGreaterThan(0.9);
    // The first layer's input is the data. Before the search floats are stored on the accelerator's 8 bits, then on 2.
    const weightBytes = (epoch: number) => trained.epochs[epoch].costs[0].layers[0].counts['DRAM.weight'];
    expect(weightBytes(1)).toBeGreaterThan(0);
    expect(weightBytes(7)).toBe(weightBytes(1)! / 4);
  });

  it('leaves a checkpoint that runs on the chosen bits: at most 3 levels per layer', () => {
    const checkpoint = valueOf(decodeCheckpoint(trained.last.at(-1)!, 'file'));
    expect(checkpointBits(checkpoint)).toEqual([2, 2]);
    const geometry = geometryOf(toyNetwork);
    const weights = checkpointWeights(geometry, checkpoint);
    for (const layer of geometry.layers)
      expect(new Set(weightParts(layer, weights)[0]).size).toBeLessThanOrEqual(3);
    expect(checkpointBits(valueOf(decodeCheckpoint(trained.last[1], 'file')))).toEqual([32, 32]);
  });

  it('goes on from a checkpoint before, in and after the search bit for bit', () => {
    for (const epoch of [2, 4, 7]) {
      const checkpoint = valueOf(decodeCheckpoint(trained.last[epoch - 1], 'file'));
      const rest = train(toyPlan(spec), {
        ...bitsOptions,
        hardware: bitsModel(spec, checkpoint.hardware),
        resume: checkpoint,
      });
      expect(rest.last.at(-1)).toEqual(trained.last.at(-1));
      expect(resultOf(rest).evaluation).toEqual(report);
    }
  });
});

it('keeps more bits where the accuracy needs them and the hardware loss hardly counts', () => {
  const { has } = resultOf(runBits(bitsSpec({ ...HAS_BITS, mode: 'joint' }, 1e-6))).evaluation!;
  expect(has!.bits!.some((bits) => bits! > 2)).toBe(true);
});

it('refuses by name what bits cannot be chosen from', () => {
  const issues = checkSettings(bitsSpec({ ...HAS_BITS, tws: [], bits: [9, 9] }));
  expect(issues.map(({ path }) => path)).toEqual([
    'hardwareLoss.has.tws.length',
    'hardwareLoss.has.bits.length',
    'hardwareLoss.has.bits[0]',
    'hardwareLoss.has.bits[1]',
  ]);
});
