import { describe, expect, it } from 'vitest';
import type { BinSpec, DataSpec, Outcome } from '../../../engine/contract/index.ts';
import { SampleBinner } from '../../../engine/events/sample-binner.ts';
import { streamOf } from '../../support/event-streams.ts';
import type { EventRow } from '../../support/event-streams.ts';

const bins: BinSpec = { timesteps: 2, mode: 'window', windowUs: 100, factor: null };
const sensor = { width: 8, height: 8 };
const rows = Array.from({ length: 64 }, (_, i): EventRow => [i % 8, i >> 3, i & 1, 3 * i]);
const stream = streamOf(rows, 8, 8);

function binner(
  transforms: DataSpec['transforms'],
  options: { side?: number; seed?: number } = {},
): SampleBinner {
  const input = options.side ? { width: options.side, height: options.side, channels: 2 } : null;
  return valueOf(
    SampleBinner.create(sensor, { transforms, bins }, { input, seed: options.seed ?? 1, path: 'data.' }),
  );
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.issues.map(({ message }) => message).join('\n'));
  return outcome.value;
}

describe('SampleBinner', () => {
  it('transforms, then takes the OR over the pixels that the network needs', () => {
    const crop = binner([{ kind: 'CenterCrop', widthPixels: 4, heightPixels: 4 }], { side: 2 });
    expect(crop.shape).toEqual({ width: 2, height: 2, channels: 2, timesteps: 2 });
    const { stream: after, tensor } = crop.prepare(stream, 7);
    // Rows and columns 2..5 stay: 16 events, 4 in each block; times 3 * 18 = 54 to 3 * 45 = 135 µs.
    expect(after).toMatchObject({ width: 4, height: 4 });
    expect(after.x).toHaveLength(16);
    // Upper blocks hold events 18..21 and 26..29 (54..87 µs: step 0); lower ones 34.. (102 µs on: step 1).
    expect([...tensor.events]).toEqual([0, 1, 0, 1, 1 << 16, (1 << 16) | 1, 1 << 16, (1 << 16) | 1]);
  });

  it('draws by seed and recording, and leaves the recording as it was', () => {
    const noisy: DataSpec['transforms'] = [{ kind: 'DropEvent', p: 0.5 }];
    const before = structuredClone(stream);
    const first = binner(noisy).prepare(stream, 7).tensor;
    expect(binner(noisy).prepare(stream, 7).tensor).toEqual(first);
    expect(binner(noisy).prepare(stream, 8).tensor).not.toEqual(first);
    expect(binner(noisy, { seed: 2 }).prepare(stream, 7).tensor).not.toEqual(first);
    expect(stream).toEqual(before);
  });

  it('counts a recording of a smaller sensor as one of the set', () => {
    const tensor = binner([{ kind: 'RandomFlipLR', p: 1 }]).prepare(streamOf([[0, 0, 1, 0]], 2, 2), 1).tensor;
    // Mirrored within 8 columns, not within 2.
    expect(tensor.ptr[8]).toBe(1);
    expect(tensor.ptr[7]).toBe(0);
  });

  it('names every transform that does not fit the sensor, and wrong bins', () => {
    const outcome = SampleBinner.create(
      sensor,
      { transforms: [{ kind: 'Stabilize' }], bins: { ...bins, timesteps: 0 } },
      { input: null, seed: 1, path: 'data.' },
    );
    expect(outcome).toMatchObject({
      ok: false,
      issues: [{ path: 'data.bins.timesteps' }, { path: 'data.transforms[0]' }],
    });
  });
});
