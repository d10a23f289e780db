// SpinalFlow: two layers counted on paper, refusals by name, metamorphic properties.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../../engine/arch/arch.ts';
import type { LayerSpec } from '../../../../engine/contract/index.ts';
import { checkActivity, PEER_MODELS } from '../../../../engine/sim/systems/index.ts';
import { denseFromSpikes, spikesFromDense } from '../../../../engine/workload/spikes.ts';
import { build, smallCase } from '../../../support/layers.ts';
import { growingCase, grown, networkOf, runPeer, spikesAt } from '../../../support/peers.ts';

const spinalflow = DEFAULT_ARCH_CONFIG.spinalflow;
/** 3 x 3 input, 2 x 2 kernel, 2 x 2 output, 2 channels. */
const corner: LayerSpec = { name: 'L', kind: 'conv', H: 3, R: 2, E: 2, C: 1, M: 2, stride: 1, pad: 0 };

describe('a conv layer of 2 channels', () => {
  // Corner spike in step 0: one field. Centre spike in step 3: all four fields.
  const spikes = spikesAt(corner, 4, [
    [0, 0, 0, 0],
    [3, 0, 1, 1],
  ]);
  const [report] = runPeer('spinalflow', [corner], [spikes]);

  it('takes one cycle per spike of every field', () => {
    // 1 + 4 spikes in fields, one tile of 128 for 2 channels
    expect(report).toMatchObject({ mode: 'spinalflow', computeCycles: 5, passes: 4, utilization: 2 / 128 });
    // active points: position 0 at steps 0 and 3, the others at step 3: 5
    expect(report.events).toEqual({
      tiles: 4,
      sortedSpikes: 5,
      weightBursts: 5,
      synapticOps: 10,
      neuronUpdates: 10,
      repeatingNeurons: 0,
    });
    // DRAM: 8 weight B + 2 entries of 3 bits (2 for 4 steps, 1 for one channel) = 8.75 B at 150 B/cycle, exposed once
    expect(report.dramCycles).toBeCloseTo(8.75 / 150, 12);
    expect(report.cycles).toBeCloseTo(5 + 8.75 / 150, 12);
  });

  it('counts bursts, entries and updates', () => {
    expect(report.counts).toEqual({
      'ALU.alu': 20, // 10 additions + 10 updates
      'GLB.weight': 18, // 5 bursts of 2 weights + 8 loaded; the filter buffer is larger than the local buffer
      'LBUF.spike': 7.5, // 5 entries of 3 bits, spine buffer and merge, written and read: 4 * 15 / 8
      'GLB.spike': 3.375, // 5 read + 2 written by the layer below + 2 read for DRAM: 9 * 3 / 8
      'DRAM.weight': 8,
      'DRAM.spike': 0.75,
    });
  });
});

it('an fc layer of 200 neurons takes two tiles', () => {
  const layer: LayerSpec = { name: 'FC', kind: 'fc', H: 1, R: 1, E: 1, C: 3, M: 200, stride: 1, pad: 0 };
  const spikes = spikesAt(layer, 2, [
    [0, 0, 0, 0],
    [1, 0, 0, 0],
    [1, 2, 0, 0],
  ]);
  const [report] = runPeer('spinalflow', [layer], [spikes]);
  // 3 spikes * 2 tiles; 200 of 256 PEs; input 0 fires twice
  expect(report).toMatchObject({ computeCycles: 6, passes: 2, utilization: 200 / 256 });
  expect(report.events).toMatchObject({ synapticOps: 600, neuronUpdates: 400, repeatingNeurons: 1 });
  expect(report.notes).toEqual([
    "1 input neurons fire more than once, which SpinalFlow's coding does not have; every spike is worked on",
  ]);
});

describe('refusals', () => {
  it('name the layer whose filters do not fit', () => {
    const arch = { ...DEFAULT_ARCH_CONFIG, spinalflow: { ...spinalflow, filterBytes: 7 } };
    const [issue] = PEER_MODELS.spinalflow.check(networkOf([corner], 4), arch);
    expect(issue.message).toBe(
      "must have filters that fit SpinalFlow's filter buffer: L needs 8 B for 2 of its outputs (got 7 B); enlarge spinalflow.filterBytes or leave the system out",
    );
  });

  it('name the layer whose inputs fire more than once, where asked to', () => {
    const network = networkOf([corner], 4);
    const inputs = [
      spikesAt(corner, 4, [
        [0, 0, 0, 0],
        [3, 0, 0, 0],
        [3, 0, 1, 1],
      ]),
    ];
    const plan = { network, systems: ['spinalflow' as const], arch: DEFAULT_ARCH_CONFIG };
    expect(checkActivity(plan, inputs)).toEqual([]);
    const arch = { ...DEFAULT_ARCH_CONFIG, spinalflow: { ...spinalflow, repeat: 'refuse' as const } };
    expect(checkActivity({ ...plan, arch }, inputs).map(({ message }) => message)).toEqual([
      'must hold at most one spike per neuron for SpinalFlow (got 1 input neurons of L with more); set spinalflow.repeat=count to work on every spike',
    ]);
  });
});

describe('properties', () => {
  it('more spikes never cost less', () => {
    fc.assert(
      fc.property(growingCase, ({ one, more }) => {
        const spikes = grown(one, more);
        const [before] = runPeer('spinalflow', [one.layer], [spikes.fewer]);
        const [after] = runPeer('spinalflow', [one.layer], [spikes.more]);
        expect(after.cycles).toBeGreaterThanOrEqual(before.cycles);
        expect(after.energyPj).toBeGreaterThanOrEqual(before.energyPj);
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('time may be stretched and channels exchanged: only the order of spikes matters', () => {
    fc.assert(
      fc.property(smallCase, (one) => {
        const { dense, spikes } = build(one);
        const { channels, height, width, timesteps } = spikes;
        const frame = channels * height * width;
        const mirrored = new Uint8Array(dense.length);
        for (let t = 0; t < timesteps; t++)
          for (let c = 0; c < channels; c++)
            for (let p = 0; p < height * width; p++)
              mirrored[(timesteps - 1 - t) * frame + (channels - 1 - c) * height * width + p] =
                dense[t * frame + c * height * width + p];
        const shape = { channels, height, width, timesteps };
        const [a] = runPeer('spinalflow', [one.layer], [spikes]);
        const [b] = runPeer('spinalflow', [one.layer], [spikesFromDense(mirrored, shape)]);
        expect(b).toEqual(a);
      }),
      { numRuns: 60, seed: 6 },
    );
  });

  it('has the cycles of the spikes alone: as many tiles as outputs need, whatever the kernel weights', () => {
    fc.assert(
      fc.property(smallCase, fc.integer({ min: 1, max: 20 }), (one, pes) => {
        const { spikes } = build(one);
        const [wide] = runPeer('spinalflow', [one.layer], [spikes]);
        const [narrow] = runPeer('spinalflow', [one.layer], [spikes], { spinalflow: { ...spinalflow, pes } });
        // M is at most 19, so 128 PEs need one tile
        expect(narrow.computeCycles).toBe(Math.ceil(one.layer.M / pes) * wide.computeCycles);
        expect(narrow.counts['ALU.alu']).toBe(wide.counts['ALU.alu']);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('works on every spike that an independent count of fields finds', () => {
    fc.assert(
      fc.property(smallCase, (one) => {
        const { layer } = one;
        const { spikes } = build(one);
        const dense = denseFromSpikes(spikes);
        const { C, H, R, E, stride, pad } = layer;
        let inFields = 0;
        for (let r = 0; r < R; r++)
          for (let s = 0; s < R; s++)
            for (let t = 0; t < one.timesteps; t++)
              for (let c = 0; c < C; c++)
                for (let i = 0; i < E; i++)
                  for (let j = 0; j < E; j++) {
                    const [y, x] = [r * stride - pad + i, s * stride - pad + j];
                    if (y >= 0 && y < H && x >= 0 && x < H) inFields += dense[((t * C + c) * H + y) * H + x];
                  }
        expect(runPeer('spinalflow', [layer], [spikes])[0].computeCycles).toBe(inFields);
      }),
      { numRuns: 40, seed: 8 },
    );
  });
});
