// The greedy choice on invented figures, every score by hand.
import { describe, expect, it } from 'vitest';
import { accept, refuse, type NetworkSpec, type ShrinkFigures } from '../../../engine/contract/index.ts';
import { checkShrinkSpec, checkUnits, chooseUnits, takeSizes, type ShrinkJudge, type TrainedNetwork } from '../../../engine/shrink/index.ts'; // prettier-ignore
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { NETWORKS } from '../kernels/network-kinds.ts';
import { sketchNetwork } from '../kernels/networks.ts';

const [FIRST, SECOND] = [16, 32];
const network = sketchNetwork({ side: 1, channels: 1, timesteps: 3, leak: 0.5, layers: [FIRST, SECOND, 2] });
/** Every weight into a unit is the unit's own number, so that a smaller network shows which units it has. */
const numbered = [FIRST, SECOND].flatMap((units, l) =>
  Array.from({ length: units }, (_, unit) => Array.from({ length: l ? FIRST : 1 }, () => unit)),
);
const trained: TrainedNetwork = {
  network,
  weights: Float32Array.from([...numbered.flat(), ...Array(64).fill(0)]),
};

const unitsOf = ({ network: { layers }, weights }: TrainedNetwork): [number[], number[]] => {
  const [first, second] = layers.map(({ M }) => M);
  return [
    [...weights.subarray(0, first)],
    Array.from({ length: second }, (_, i) => weights[first + i * first]),
  ];
};

type Row = readonly [accuracy: number, loss: number, ...edps: number[]];

const figures = ([accuracy, loss, ...edps]: Row): ShrinkFigures => ({
  accuracy,
  loss,
  costs: edps.map((edpJs, i) => ({ system: i ? 'ptb' : 'spikex', energyPj: 1, latencyUs: 1, edpJs })),
});

/** Figures by sizes; higher numbers matter more. Tells which networks it was asked for. */
function judgeOf(
  table: Readonly<Record<string, Row>>,
): ShrinkJudge & { readonly asked: string[]; readonly priced: string[] } {
  const of = (one: TrainedNetwork) => {
    const sizes = one.network.layers.slice(0, -1).map(({ M }) => M).join(); // prettier-ignore
    if (!table[sizes]) throw new Error(`no figures for ${sizes}`);
    return { sizes, ...figures(table[sizes]) };
  };
  const [asked, priced]: string[][] = [[], []];
  return {
    asked,
    priced,
    importance: (one) => accept([...unitsOf(one).map((units) => Float64Array.from(units)), null]),
    answers: (one) => {
      const { sizes, accuracy, loss } = of(one);
      asked.push(sizes);
      return accept({ accuracy, loss });
    },
    costs: (one) => {
      const { sizes, costs } = of(one);
      priced.push(sizes);
      return accept(costs);
    },
  };
}

const GREED = { columns: 8, drop: 0.05 };
const TABLE: Readonly<Record<string, Row>> = {
  '16,32': [0.99, 0.1, 100, 100],
  // Round 1. First layer: (ln 2 + ln 1.25) / 2 = 0.458 over a rise of 0.1: 4.58.
  '8,32': [0.98, 0.2, 50, 80],
  // Second layer: ln(100/99) = 0.01005 over 1 % of 0.1, as the loss does not rise: 10.05. Taken.
  '16,24': [0.99, 0.1, 99, 99],
  // Round 2. First layer: (ln(99/49) + ln(99/79)) / 2 = 0.464 over 0.1: 4.64. Taken.
  '8,24': [0.97, 0.2, 49, 79],
  // Second layer: ln(99/98) = 0.01015 over 0.01: 1.015.
  '16,16': [0.98, 0.11, 98, 98],
  // Round 3: the first layer has one column count; the second falls below 0.99 - 0.05.
  '8,16': [0.93, 0.21, 10, 10],
};

describe('the greedy choice', () => {
  it('takes the best score of each round, keeps the bound and ends', () => {
    const judge = judgeOf(TABLE);
    const seen: number[] = [];
    const chosen = valueOf(chooseUnits(trained, GREED, judge, (rounds) => seen.push(rounds.length)));
    expect(chosen.rounds.map(({ layer, units }) => [layer, units])).toEqual([
      [1, 24],
      [0, 8],
    ]);
    expect(chosen.before).toEqual(figures(TABLE['16,32']));
    expect(chosen.after).toEqual(figures(TABLE['8,24']));
    expect(seen).toEqual([1, 2]);
    expect(judge.asked).toEqual(['16,32', '8,32', '16,24', '8,24', '16,16', '8,16']);
    // What breaks the bound is not simulated.
    expect(judge.priced).toEqual(['16,32', '8,32', '16,24', '8,24', '16,16']);
  });

  it('tells the units that stay by their first numbers, over several rounds', () => {
    const wide = { ...TABLE, '8,16': [0.96, 0.21, 45, 75] as const, '8,8': [0.5, 1, 40, 70] as const };
    const { trained: smaller, kept } = valueOf(chooseUnits(trained, GREED, judgeOf(wide), () => {}));
    const last = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
    expect(kept).toEqual([last(8, 16), last(16, 32), null]);
    expect(unitsOf(smaller)).toEqual([last(8, 16), last(16, 32)]);
  });

  it('lowers the accuracy to the bound and not below, to the sample', () => {
    const at = (accuracy: number) => ({
      ...TABLE,
      '8,16': [accuracy, 0.21, 45, 75] as const,
      '8,8': [0, 9, 1, 1] as const,
    });
    const units = (accuracy: number) =>
      valueOf(chooseUnits(trained, GREED, judgeOf(at(accuracy)), () => {})).trained.network.layers[1].M; // prettier-ignore
    expect(units(0.99 - 0.05)).toBe(16);
    expect(units(0.9399)).toBe(24);
  });

  it('measures the rise of the loss from the present network', () => {
    const down = (edp: number, log: number) => edp * Math.exp(-log);
    const table: Readonly<Record<string, Row>> = {
      '16,32': [0.99, 0.1, 100],
      '12,32': [0.99, 0.2, 50], // ln 2 over 0.1: 6.9. Taken.
      '16,24': [0.99, 0.1, 99.9], // 0.001 over 0.001: 1
      '8,32': [0.99, 0.22, down(50, 0.2)], // 0.2 over 0.02: 10
      '12,24': [0.99, 0.2, down(50, 0.02)], // 0.02 over 0.001: 20. Taken; from the first loss it would be 0.2 and 1.7.
      '8,24': [0.1, 1, 1],
      '12,16': [0.1, 1, 1],
    };
    const chosen = valueOf(chooseUnits(trained, { ...GREED, columns: 4 }, judgeOf(table), () => {}));
    expect(chosen.rounds.map(({ layer, units }) => [layer, units])).toEqual([
      [0, 12],
      [1, 24],
    ]);
  });

  it('never takes a step that does not lower the EDP', () => {
    const dearer = { ...TABLE, '8,16': [0.99, 10.2, 60, 79] as const };
    const chosen = valueOf(chooseUnits(trained, GREED, judgeOf(dearer), () => {}));
    // (ln(49/60) + ln(79/79)) / 2 = -0.101 over a rise of 10: just below 0
    expect(chosen.trained.network.layers[1].M).toBe(24);
  });

  it('says what the mildest step would cost where none is allowed', () => {
    const steep = { ...TABLE, '8,32': [0.5, 1, 50, 80] as const, '16,24': [0.8, 1, 99, 99] as const };
    expect(messagesOf(chooseUnits(trained, GREED, judgeOf(steep), () => {}))).toEqual([
      'drop: must allow one step: accuracy 99.00 % may fall by 5.00 points (got 80.00 % at best); raise drop, or give the sizes yourself with units',
    ]);
    expect(messagesOf(chooseUnits(trained, { ...GREED, columns: 32 }, judgeOf(TABLE), () => {}))).toEqual([
      'network: must have a layer whose next smaller size, a multiple of array.cols, lowers the EDP (got none); give the sizes yourself with units',
    ]);
  });

  it('ends where the judge stops', () => {
    const judge = judgeOf(TABLE);
    let left = 3;
    const stopping = { ...judge, answers: (one: TrainedNetwork) => (left-- ? judge.answers(one) : refuse()) };
    expect(chooseUnits(trained, GREED, stopping, () => {})).toEqual({ ok: false, issues: [] });
  });
});

describe('given sizes', () => {
  it('are taken at once, by the importance in the first network', () => {
    const judge = judgeOf({ ...TABLE, '2,3': [0.4, 2, 5, 6] });
    const chosen = valueOf(takeSizes(trained, [2, 3], judge));
    expect(chosen.kept).toEqual([[14, 15], [29, 30, 31], null]);
    expect(chosen.after).toEqual(figures([0.4, 2, 5, 6]));
    expect(chosen.rounds).toEqual([]);
  });
});

describe('mistakes', () => {
  const one: NetworkSpec = { ...network, layers: network.layers.slice(2) };
  it.each<[string, NetworkSpec, number[] | null, string[]]>([
    ['too few', network, [8], ['units: must hold one number per layer below the last, 2 (got 1); now they are fc0 16, fc1 32']],
    ['too many', network, [8, 8, 2], ['units: must hold one number per layer below the last, 2 (got 3); now they are fc0 16, fc1 32']],
    [
      'zero, too large, not whole, all at once',
      network,
      [0, 33],
      [
        'units[0]: must be a whole number, 1 to 16, the units of fc0 (got 0); 16 keeps all',
        'units[1]: must be a whole number, 1 to 32, the units of fc1 (got 33); 32 keeps all',
      ],
    ],
    ['a fraction', network, [8.5, 8], ['units[0]: must be a whole number, 1 to 16, the units of fc0 (got 8.5); 16 keeps all']],
    ['not a number', network, [NaN, 8], ['units[0]: must be a whole number, 1 to 16, the units of fc0 (got NaN); 16 keeps all']],
    ['the same', network, [16, 32], ['units: must take units out of a layer (got those it has, fc0 16, fc1 32); lower one']],
    ['one layer', one, null, ['a.spkx: must have layers below the last one (got none); choose another network']],
    [
      'a residual layer and wrong units',
      NETWORKS['residual add'],
      [6],
      [
        'a.spkx: must have no residual layers, whose maps have to keep the same channels (got layer C3, which adds C1); choose a network without',
        'units: must hold one number per layer below the last, 3 (got 1); now they are C1 6, C2 6, C3 6',
      ],
    ],
    ['nothing wrong', network, [16, 8], []],
  ])('%s', (_, given, units, messages) => {
    expect(checkUnits(given, units, 'a.spkx').map(({ path, message }) => `${path}: ${message}`)).toEqual(messages);
  }); // prettier-ignore

  it.each([
    [-1, 220, ['drop: must be 0 to 100 points of accuracy (got -1); 5 is usual']],
    [NaN, 220, ['drop: must be 0 to 100 points of accuracy (got NaN); 5 is usual']],
    [
      101,
      0,
      [
        'drop: must be 0 to 100 points of accuracy (got 101); 5 is usual',
        'samples: must be a whole number, 1 to 1000000 (got 0); 220 is usual',
      ],
    ],
    [100, 2.5, ['samples: must be a whole number, 1 to 1000000 (got 2.5); 220 is usual']],
    [0, 1, []],
  ])('drop %s, samples %s', (drop, samples, messages) => {
    expect(checkShrinkSpec({ drop, samples }).map(({ path, message }) => `${path}: ${message}`)).toEqual(
      messages,
    );
  });
});
