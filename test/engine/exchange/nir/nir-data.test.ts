// NIRData: what is written has the documented groups and attributes, and comes back; the other two kinds are read.
import { describe, expect, it } from 'vitest';
import { nirDataTree, readNirData, type NirRecording } from '../../../../engine/exchange/nir/nir-data.ts';
import { hdf5At, hdf5Dataset, hdf5Group, textOf } from '../../../../engine/hdf5/tree.ts';
import type { Hdf5Attribute, Hdf5Group, Hdf5Node } from '../../../../engine/hdf5/tree.ts';
import { readHdf5 } from '../../../../engine/hdf5/read-hdf5.ts';
import { writeHdf5 } from '../../../../engine/hdf5/write-hdf5.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';

const spikes: NirRecording = {
  path: ['lif'],
  observable: 'spikes',
  neurons: 3,
  durationS: 0.3,
  samples: [
    [
      { neuron: 2, timeS: 0.001, value: 1 },
      { neuron: 0, timeS: 0.002, value: 1 },
    ],
    [],
  ],
};
const nested: NirRecording = {
  ...spikes,
  path: ['cell', 'lif'],
  samples: [[{ neuron: 1, timeS: 0.1, value: 2.5 }]],
};

const text = (value: string): Hdf5Attribute => ({ shape: [], values: [value] });
const number = (value: number): Hdf5Attribute => ({ shape: [], values: Float64Array.of(value) });
const file = (observable: Hdf5Node): Hdf5Group =>
  hdf5Group(
    {
      nodes: hdf5Group({
        n: hdf5Group({ observables: hdf5Group({ v: observable }) }, { __type__: text('NIRNodeData') }),
      }),
    },
    { __type__: text('NIRGraphData') },
  );

describe('NIRData', () => {
  it('writes EventData as the format documents it', () => {
    const tree = nirDataTree([spikes]);
    expect(textOf(tree.attributes.get('__type__') ?? null)).toBe('NIRGraphData');
    const node = hdf5At(tree, 'nodes/lif');
    expect(textOf(node?.attributes.get('__type__') ?? null)).toBe('NIRNodeData');
    const data = hdf5At(tree, 'nodes/lif/observables/spikes');
    expect(textOf(data?.attributes.get('__type__') ?? null)).toBe('EventData');
    expect(data?.attributes.get('n_neurons')?.values).toEqual(BigInt64Array.of(3n));
    expect(data?.attributes.get('t_max')?.values).toEqual(Float64Array.of(0.3));
    expect(hdf5At(tree, 'nodes/lif/observables/spikes/idx')).toMatchObject({
      shape: [2, 2],
      values: BigInt64Array.of(2n, 0n, -1n, -1n),
    });
    expect(hdf5At(tree, 'nodes/lif/observables/spikes/time')).toMatchObject({
      values: Float64Array.of(0.001, 0.002, Infinity, Infinity),
    });
  });

  it('comes back from a file, nested and valued recordings too', async () => {
    const bytes = valueOf(await writeHdf5(nirDataTree([spikes, nested]), 'd.h5', { gzip: 6 }));
    const tree = valueOf(await readHdf5(bytes, 'd.h5', { mostBytes: 1 << 20 }));
    const back = valueOf(readNirData(tree, 'd.h5'));
    expect(back).toHaveLength(2);
    expect(back).toContainEqual(spikes);
    expect(back).toContainEqual(nested);
  });

  it('reads TimeGriddedData (samples x steps x neurons)', () => {
    const data = hdf5Dataset(Uint8Array.of(0, 1, 0, 0, 1, 1), [1, 3, 2]);
    const grid = hdf5Group({ data }, { __type__: text('TimeGriddedData'), dt: number(0.5) });
    const [recording] = valueOf(readNirData(file(grid), 'f'));
    expect(recording).toMatchObject({ neurons: 2, durationS: 1.5 });
    expect(recording.samples[0]).toEqual([
      { neuron: 1, timeS: 0, value: 1 },
      { neuron: 0, timeS: 1, value: 1 },
      { neuron: 1, timeS: 1, value: 1 },
    ]);
  });

  it('names an event outside the layer', () => {
    const events = hdf5Group(
      { idx: hdf5Dataset(Int32Array.of(7), [1, 1]), time: hdf5Dataset(Float64Array.of(0), [1, 1]) },
      { __type__: text('EventData'), n_neurons: number(3), t_max: number(1) },
    );
    expect(messagesOf(readNirData(file(events), 'f'))[0]).toMatch(
      /f:n\/v: must name neurons 0\.\.2 .*neuron 7/,
    );
  });
});
