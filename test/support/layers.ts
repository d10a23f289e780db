/** Random small layers, spikes and accelerators for property tests. */
import * as fc from 'fast-check';
import { DEFAULT_ARCH_CONFIG } from '../../engine/arch/arch.ts';
import type { ArchConfig, LayerSpec, SpikeTensor } from '../../engine/contract/index.ts';
import { Random } from '../../engine/math/random.ts';
import { inputShape, spikesFromDense } from '../../engine/workload/spikes.ts';

/** What a counterexample prints; `build` makes the spikes. */
export interface SmallCase {
  readonly layer: LayerSpec;
  readonly timesteps: number;
  readonly tws: number;
  readonly rate: number;
  readonly seed: number;
}

export interface BuiltCase {
  /** (T, C, H, W) */
  readonly dense: Uint8Array;
  readonly spikes: SpikeTensor;
}

const convLayer: fc.Arbitrary<LayerSpec> = fc
  .record({
    H: fc.integer({ min: 1, max: 9 }),
    E: fc.integer({ min: 1, max: 5 }),
    C: fc.integer({ min: 1, max: 4 }),
    M: fc.integer({ min: 1, max: 19 }),
    stride: fc.integer({ min: 1, max: 4 }),
    pad: fc.integer({ min: 0, max: 2 }),
    more: fc.constantFrom(0, 0, 0, 1, 2),
  })
  .filter(({ H, E, pad }) => E <= H + 2 * pad && pad < E)
  .map(({ more, ...sizes }) => {
    const R = Math.floor((sizes.H + 2 * sizes.pad - sizes.E) / sizes.stride) + 1 + more;
    return { name: 'CONV', kind: 'conv', ...sizes, R };
  });

const fcLayer: fc.Arbitrary<LayerSpec> = fc
  .record({ C: fc.integer({ min: 1, max: 200 }), M: fc.integer({ min: 1, max: 19 }) })
  .map(({ C, M }) => ({ name: 'FC', kind: 'fc', H: 1, R: 1, E: 1, C, M, stride: 1, pad: 0 }));

/** Densities from silent to full. */
export const smallCase: fc.Arbitrary<SmallCase> = fc.record({
  layer: fc.oneof({ weight: 3, arbitrary: convLayer }, { weight: 1, arbitrary: fcLayer }),
  timesteps: fc.integer({ min: 1, max: 75 }),
  tws: fc.integer({ min: 1, max: 12 }),
  rate: fc.constantFrom(0, 0.003, 0.02, 0.1, 0.4, 1),
  seed: fc.nat(),
});

/** Bernoulli spikes. */
export function build({ layer, timesteps, rate, seed }: SmallCase): BuiltCase {
  const random = new Random(seed);
  const shape = inputShape(layer, timesteps);
  const dense = new Uint8Array(timesteps * shape.channels * shape.height * shape.width);
  for (let i = 0; i < dense.length; i++) dense[i] = random.uniform() < rate ? 1 : 0;
  return { dense, spikes: spikesFromDense(dense, shape) };
}

/** Accelerators far from the default, small buffers included. */
export const anyArch: fc.Arbitrary<ArchConfig> = fc
  .record({
    array: fc.record({
      rows: fc.integer({ min: 1, max: 16 }),
      cols: fc.constantFrom(1, 2, 3, 5, 8, 16, 33, 40),
    }),
    glb: fc.record({
      bytes: fc.constantFrom(64, 300, 2048, 55296),
      bytesPerCycle: fc.constantFrom(1, 7.5, 32),
    }),
    lbuf: fc.record({ bytes: fc.constantFrom(512, 700, 2048) }),
    buffers: fc.record({ weightFraction: fc.constantFrom(0.2, 0.5, 0.75) }),
    clockMhz: fc.constantFrom(50, 200, 1000),
    dram: fc.record({ gbPerSecond: fc.constantFrom(0.1, 30) }),
    bits: fc.record({ weight: fc.constantFrom(1, 4, 8, 16), psum: fc.constantFrom(8, 16, 24) }),
    tbWindows: fc.constantFrom(1, 3, 4, 8, 32, 40),
    batch: fc.constantFrom(1, 16),
    dispatch: fc.record({
      unit: fc.constantFrom('ic' as const, 'ntwu' as const),
      mode: fc.constantFrom('paper' as const, 'temporal' as const, 'spatial' as const),
    }),
    drain: fc.constantFrom('stage' as const, 'rowtile' as const, 'none' as const),
    tailoring: fc.constantFrom(null, true, false),
  })
  .map((values) => ({ ...DEFAULT_ARCH_CONFIG, ...values }));
