/** Checkpoint files: exact round trip, and an exact answer to every kind of damage. */
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  checkFits,
  decodeCheckpoint,
  encodeCheckpoint,
  type Checkpoint,
} from '../../../engine/train/index.ts';
import { crc32 } from '../../../engine/math/crc32.ts';
import { sketchNetwork } from '../kernels/networks.ts';
import { settings, toyNetwork, toyPlan, train } from './fixtures.ts';
import { times } from '../../support/soak.ts';

let bytes: Uint8Array;
let checkpoint: Checkpoint;

beforeAll(() => {
  [bytes] = train(toyPlan({ epochs: 1 })).last;
  checkpoint = decoded(bytes);
});

function decoded(of: Uint8Array): Checkpoint {
  const outcome = decodeCheckpoint(of, 'file');
  if (!outcome.ok) throw new Error(outcome.issues[0].message);
  return outcome.value;
}

function refusal(of: Uint8Array): string {
  const outcome = decodeCheckpoint(of, 'a.ckpt');
  return outcome.ok
    ? 'accepted'
    : outcome.issues.map((issue) => `${issue.path}: ${issue.message}`).join('\n');
}

/** A copy with one change and a checksum that matches again. */
function edited(change: (view: DataView) => void): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  change(view);
  view.setUint32(copy.length - 4, crc32(copy.subarray(0, copy.length - 4)), true);
  return copy;
}

it('has the checksum of the standard', () => {
  expect(crc32(Uint8Array.from('123456789', (c) => c.charCodeAt(0)))).toBe(0xcbf43926);
});

describe('round trip', () => {
  it('is exact, with and without optimiser state', () => {
    expect(encodeCheckpoint(checkpoint)).toEqual(bytes);
    expect(checkpoint.optimiser?.step).toBe(7); // 64 samples in batches of 10
    const bare = { ...checkpoint, optimiser: null };
    expect(decoded(encodeCheckpoint(bare))).toEqual(bare);
    expect(encodeCheckpoint(bare).length).toBeLessThan(bytes.length / 2);
  });

  it('keeps any name', () => {
    const check = fc.property(fc.string({ unit: 'binary' }), (title) => {
      const named = { ...checkpoint, network: { ...checkpoint.network, title } };
      expect(decoded(encodeCheckpoint(named)).network.title).toBe(title);
    });
    fc.assert(check, { numRuns: 100, seed: 1 });
  });

  it('reads bytes that do not start at the front of their buffer', () => {
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    expect(decoded(moved.subarray(3))).toEqual(checkpoint);
  });
});

describe('damage', () => {
  it('is named', () => {
    const n = bytes.length;
    expect(refusal(new Uint8Array(0))).toBe(
      'a.ckpt: must hold at least 12 bytes (got 0); the file was cut short, restore it from a copy',
    );
    expect(refusal(bytes.subarray(0, n - 5))).toBe(
      `a.ckpt: must hold at least ${n} bytes (got ${n - 5}); the file was cut short, restore it from a copy`,
    );
    expect(refusal(Uint8Array.from('<html><body></body>', (c) => c.charCodeAt(0)))).toBe(
      'a.ckpt: must start with "SPKX" (got other bytes); choose a checkpoint file',
    );
    expect(refusal(edited((view) => view.setUint32(4, 9, true)))).toBe(
      'a.ckpt: must have version 1 (got 9); open it with the program that wrote it',
    );
    const longer = new Uint8Array(n + 1);
    longer.set(bytes);
    expect(refusal(longer)).toBe(`a.ckpt: must be ${n} bytes (got ${n + 1}); restore it from a copy`);
    const flipped = bytes.slice();
    flipped[n - 20] ^= 1;
    expect(refusal(flipped)).toBe(
      'a.ckpt: must match its checksum (got other content); restore it from a copy',
    );
    expect(refusal(edited((view) => view.setUint8(12, 0x20)))).toBe(
      'a.ckpt: must have a complete header (got another one); restore it from a copy',
    );
  });

  it('includes numbers that are not finite', () => {
    const weights = checkpoint.weights.slice();
    weights[17] = Number.NaN;
    expect(refusal(encodeCheckpoint({ ...checkpoint, weights }))).toBe(
      'a.ckpt: must hold finite numbers (got NaN as weight 17); use an earlier checkpoint',
    );
    const optimiser = { ...checkpoint.optimiser!, v: checkpoint.weights.slice().fill(Infinity) };
    expect(refusal(encodeCheckpoint({ ...checkpoint, optimiser }))).toBe(
      'a.ckpt: must hold finite numbers (got Infinity as second moment 0); use an earlier checkpoint',
    );
  });

  it('never throws and never passes, 5,000 mutations', () => {
    const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) });
    const mutation = fc.record({
      cut: fc.option(fc.nat(bytes.length), { freq: 4 }),
      changes: fc.array(change, { minLength: 1, maxLength: 4 }),
      mend: fc.boolean(),
    });
    const check = fc.property(mutation, ({ cut, changes, mend }) => {
      const mutated = bytes.slice(0, cut ?? bytes.length);
      for (const { at, to } of changes) if (at < mutated.length) mutated[at] = to;
      if (mend && mutated.length > 4) {
        const view = new DataView(mutated.buffer);
        view.setUint32(mutated.length - 4, crc32(mutated.subarray(0, mutated.length - 4)), true);
      }
      const outcome = decodeCheckpoint(mutated, 'a.ckpt');
      const same = mutated.length === bytes.length && mutated.every((byte, i) => byte === bytes[i]);
      // Mended copies may still be valid: a changed digit in a setting, a changed mantissa.
      return outcome.ok ? mend || same : /^(must|layer)/.test(outcome.issues[0].message);
    });
    expect(() => fc.assert(check, { numRuns: times(5000, 200_000), seed: 2 })).not.toThrow();
  });
});

describe('fit', () => {
  it('accepts its own network under another name', () => {
    expect(checkFits(checkpoint, { ...toyNetwork, name: 'renamed' }, 'init')).toEqual([]);
  });

  it('names the layer that differs', () => {
    const wider = sketchNetwork({
      side: 9,
      channels: 2,
      timesteps: 10,
      leak: 0.875,
      layers: [[9, 3, 2, 0], 3],
    });
    expect(checkFits(checkpoint, wider, 'init').map((issue) => issue.message)).toEqual([
      'layer conv0 must have M = 9 (got 8, network sketch); choose a checkpoint of sketch',
    ]);
    const deeper = sketchNetwork({
      side: 9,
      channels: 2,
      timesteps: 10,
      leak: 0.875,
      layers: [[8, 3, 2, 0], 9, 3],
    });
    expect(checkFits(checkpoint, deeper, 'init').map((issue) => issue.message)).toEqual([
      'must hold 3 layers (got 2, network sketch); choose a checkpoint of sketch',
    ]);
  });

  it('keeps the settings', () => {
    expect(checkpoint.settings).toEqual(settings({ epochs: 1 }));
    expect([checkpoint.epoch, checkpoint.best.epoch]).toEqual([1, 1]);
  });
});
