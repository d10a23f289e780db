// Damaged and twisted network files, recordings and arrays: issues with a code and a place, never an exception.
import { afterAll, describe, expect, it } from 'vitest';
import { closeDecoder, runDecoder } from '../../../electron/data/decoders/run-decoder.ts';
import { networkOf } from '../../../electron/data/nir/read-network-file.ts';
import { DEFAULT_NIR_RUN, type Issue } from '../../../engine/contract/index.ts';
import { parseNpy } from '../../../engine/exchange/npy.ts';
import { isNirData, nirDataTree, readNirData } from '../../../engine/exchange/nir/nir-data.ts';
import { reportGraph } from '../../../engine/exchange/nir/report.ts';
import { hdf5Dataset } from '../../../engine/hdf5/tree.ts';
import type { Hdf5Group, Hdf5Node, Hdf5Values } from '../../../engine/hdf5/tree.ts';
import { Random } from '../../../engine/math/random.ts';
import { compileNir } from '../../../engine/nir-run/compile.ts';
import { NirExecutor } from '../../../engine/nir-run/executor.ts';
import { framesFromDense } from '../../../engine/nir-run/frames.ts';
import { sizeOf } from '../../../engine/exchange/nir/graph.ts';
import { wasm } from '../../engine/kernels/networks.ts';
import { mutated } from '../../support/mutate.ts';
import { brailleTree } from '../../support/nir/braille.ts';
import { everyNode } from '../../support/nir/every-node.ts';
import { npyFile } from '../../support/npy-file.ts';
import { valueOf } from '../../support/outcomes.ts';
import { times } from '../../support/soak.ts';

afterAll(closeDecoder);

const OPTIONS = { ...DEFAULT_NIR_RUN, dtS: 0.001 };
const LIMITS = { timeMs: 1000, mostBytes: 64 * 2 ** 20 };
const MOST_RUN = 50_000;

/** Everything that happens to a file once its tree is read; issues where it is refused. */
function through(tree: Hdf5Group): readonly Issue[] {
  if (isNirData(tree)) {
    const data = readNirData(tree, 'f');
    return data.ok ? [] : data.issues;
  }
  const file = networkOf(tree, 'f', OPTIONS.dtS);
  if (!file.ok) return file.issues;
  const ready = reportGraph(file.value, OPTIONS, 10);
  if (!ready.ok) return ready.issues;
  const { shaped } = ready.value;
  const large = [...shaped.shapes.values()].some(
    ({ input, output }) => sizeOf(input) + sizeOf(output) > MOST_RUN,
  );
  if (large) return [];
  const program = compileNir(shaped, OPTIONS, wasm, 'f');
  if (!program.ok) return program.issues;
  const size = sizeOf(shaped.shapes.get(shaped.inputs[0])?.output ?? []);
  const frames = framesFromDense(new Float64Array(2 * size).fill(1), 2);
  new NirExecutor(program.value).run(new Map([[shaped.inputs[0], frames]]), () => undefined);
  return [];
}

function checkTyped(issues: readonly Issue[]): void {
  for (const issue of issues) {
    expect(issue.code).toMatch(/^[a-z0-9]+\/[a-z0-9-]+$/);
    expect(issue.message.length).toBeGreaterThan(5);
  }
}

const spikes = nirDataTree([
  {
    path: ['lif'],
    observable: 'spikes',
    neurons: 3,
    durationS: 1,
    samples: [[{ neuron: 1, timeS: 0.5, value: 1 }]],
  },
]);
const SEEDS: readonly Hdf5Group[] = [brailleTree('lif1'), everyNode(), spikes];

/** One change somewhere in the tree: a child lost, renamed or swapped, a shape or a value changed. */
function twisted(node: Hdf5Group, random: Random): Hdf5Group {
  const names = [...node.children.keys()];
  if (names.length === 0) return node;
  const name = names[random.below(names.length)];
  const child = node.children.get(name) as Hdf5Node;
  const children = new Map(node.children);
  if (child.kind === 'group' && random.below(5) > 0) children.set(name, twisted(child, random));
  else if (random.below(4) === 0) children.delete(name);
  else if (random.below(6) === 0) {
    children.delete(name);
    children.set(`${name}.x`, child);
  } else if (child.kind === 'dataset') children.set(name, twistedData(child.values, child.shape, random));
  else children.set(name, hdf5Dataset(['text'], []));
  return { ...node, children };
}

function twistedData(values: Hdf5Values, shape: readonly number[], random: Random): Hdf5Node {
  switch (random.below(6)) {
    case 0:
      return hdf5Dataset(values, [...shape, 1]);
    case 1:
      return hdf5Dataset(values, shape.toReversed());
    case 2:
      return hdf5Dataset(Float64Array.of([NaN, -1, 0, 1e308, 2 ** 40, 3.5][random.below(6)]), []);
    case 3:
      return hdf5Dataset([['lif1', 'NIRGraph', 'same', ''][random.below(4)]], []);
    case 4:
      return hdf5Dataset(BigInt64Array.of(BigInt(random.below(9)) - 2n, 9_007_199_254_740_993n), [2]);
    default:
      return hdf5Dataset(new Float32Array(random.below(5)));
  }
}

describe('fuzz', () => {
  it('twisted trees are refused or run', () => {
    const random = new Random(2024);
    let refused = 0;
    for (let i = 0; i < times(600, 20_000); i++) {
      let tree = SEEDS[random.below(SEEDS.length)];
      for (let k = random.below(3); k >= 0; k--) tree = twisted(tree, random);
      const issues = through(tree);
      if (issues.length) refused++;
      checkTyped(issues);
    }
    expect(refused).toBeGreaterThan(100);
  });

  it('damaged HDF5 files are refused or run, through the thread that can be ended', async () => {
    const files = await Promise.all(
      SEEDS.map(async (root) => valueOf(await runDecoder('hdf5-write', { root, gzip: 6 }, 'seed'))),
    );
    const random = new Random(7);
    let refused = 0;
    const count = times(150, 20_000);
    for (let i = 0; i < count; i++) {
      const bytes = mutated(files[random.below(files.length)], random);
      const tree = await runDecoder('hdf5-read', { bytes }, 'damaged.nir', LIMITS);
      const issues = tree.ok ? through(tree.value) : tree.issues;
      if (issues.length) refused++;
      checkTyped(issues);
    }
    expect(refused).toBeGreaterThan(count / 10);
  });

  it('damaged .npy arrays are refused or read', () => {
    const random = new Random(99);
    const seed = npyFile(
      "'|u1'",
      '(2, 3, 4)',
      Array.from({ length: 24 }, () => 1),
    );
    let refused = 0;
    for (let i = 0; i < times(500, 20_000); i++) {
      const parsed = parseNpy(mutated(seed, random), 'damaged.npy');
      if (!parsed.ok) refused++;
      checkTyped(parsed.ok ? [] : parsed.issues);
    }
    expect(refused).toBeGreaterThan(100);
  });
});
