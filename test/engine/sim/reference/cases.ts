/** Random layers small enough to step cycle by cycle, with integer weights, and accelerators to run them on. */
import * as fc from 'fast-check';
import { DEFAULT_ARCH_CONFIG } from '../../../../engine/arch/arch.ts';
import type { ArchConfig } from '../../../../engine/contract/index.ts';
import { Random } from '../../../../engine/math/random.ts';
import type { DenseSpikes, IntegerLayer } from '../../../../engine/sim/reference/dense-layer.ts';
import { smallCase } from '../../../support/layers.ts';
import type { SmallCase } from '../../../support/layers.ts';

export const smallLayer = smallCase.filter(
  ({ layer, timesteps }) => layer.H <= 6 && layer.C <= 20 && layer.R <= 6 && timesteps <= 30,
);

export const smallArch: fc.Arbitrary<ArchConfig> = fc
  .record({
    rows: fc.integer({ min: 1, max: 5 }),
    cols: fc.integer({ min: 1, max: 5 }),
    unit: fc.constantFrom('ic' as const, 'ntwu' as const),
    mode: fc.constantFrom('paper' as const, 'temporal' as const, 'spatial' as const),
    drain: fc.constantFrom('stage' as const, 'rowtile' as const, 'none' as const),
    tailoring: fc.constantFrom(null, true, false),
    tbWindows: fc.constantFrom(1, 3, 8),
    lbufBytes: fc.constantFrom(64, 512),
    glbBytesPerCycle: fc.constantFrom(1, 4, 32),
    gbPerSecond: fc.constantFrom(0.1, 1, 30),
    batch: fc.constantFrom(1, 4),
  })
  .map(
    ({
      rows,
      cols,
      unit,
      mode,
      drain,
      tailoring,
      tbWindows,
      lbufBytes,
      glbBytesPerCycle,
      gbPerSecond,
      batch,
    }) => ({
      ...DEFAULT_ARCH_CONFIG,
      array: { rows, cols },
      dispatch: { unit, mode },
      lbuf: { bytes: lbufBytes },
      glb: { ...DEFAULT_ARCH_CONFIG.glb, bytesPerCycle: glbBytesPerCycle },
      dram: { gbPerSecond },
      batch,
      drain,
      tailoring,
      tbWindows,
    }),
  );

export function integerLayer({ layer, seed }: SmallCase): IntegerLayer {
  const random = new Random(seed + 7);
  const weights = new Int32Array(layer.M * layer.C * layer.E * layer.E);
  for (let i = 0; i < weights.length; i++) weights[i] = random.below(256) - 96;
  return { spec: layer, weights, leak: 0.875, threshold: 1 + random.below(300) };
}

export const denseOf = ({ layer, timesteps }: SmallCase, values: Uint8Array): DenseSpikes => ({
  timesteps,
  channels: layer.C,
  side: layer.H,
  values,
});
