// Trees read and written. The .h5 files were made with h5py 3.7 (HDF5 1.10), which is another implementation
// of the reader's side: every type it can hold, links, filters, 1 TiB that is
// declared but not stored, and a group that holds itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHdf5 } from '../../../engine/hdf5/read-hdf5.ts';
import { hdf5At, hdf5Dataset, hdf5Group, hdf5Text, numbersOf, textOf } from '../../../engine/hdf5/tree.ts';
import type { Hdf5Node } from '../../../engine/hdf5/tree.ts';
import { writeHdf5 } from '../../../engine/hdf5/write-hdf5.ts';
import { valueOf } from '../../support/outcomes.ts';

const file = (name: string): Uint8Array => new Uint8Array(readFileSync(join(import.meta.dirname, name)));
const LIMITS = { mostBytes: 1 << 20 };

async function kinds(wanted?: readonly string[]): Promise<(name: string) => Hdf5Node | null> {
  const tree = valueOf(await readHdf5(file('kinds.h5'), 'kinds.h5', { ...LIMITS, wanted }));
  return (name) => hdf5At(tree, name);
}

describe('readHdf5', () => {
  it('reads every plain type in the type of the file', async () => {
    const at = await kinds();
    const values = (name: string): unknown => {
      const node = at(name);
      return node?.kind === 'dataset' ? node.values : node;
    };
    expect(values('g/big_endian')).toEqual(Int32Array.of(1, 2, 300));
    expect(values('g/be_double')).toEqual(Float64Array.of(1.5, -2));
    expect(values('g/int64')).toEqual(BigInt64Array.of(1n << 60n, -5n));
    expect(values('g/bool')).toEqual(Int8Array.of(1, 0));
    expect(values('g/fixed')).toEqual(['ab', 'c']);
    expect(at('g/texts')).toMatchObject({ shape: [2, 2], values: ['a', 'b', 'c', 'dé'] });
    expect(at('g/matrix')).toMatchObject({ shape: [2, 3], values: Uint16Array.of(0, 1, 2, 3, 4, 5) });
    expect(at('g/scalar')).toMatchObject({ shape: [], values: Float64Array.of(2.5) });
    expect(at('g/zero')).toMatchObject({ shape: [0], values: new Int32Array(0) });
    expect(values('g/gz')).toEqual(Uint32Array.from({ length: 1000 }, (_, i) => i));
    expect(textOf(at('g/text'))).toBe('hello');
  });

  it('reads attributes', async () => {
    const at = await kinds();
    const { attributes } = at('') ?? { attributes: new Map() };
    expect(textOf(attributes.get('text') ?? null)).toBe('päth');
    expect(attributes.get('number')).toEqual({ shape: [], values: BigInt64Array.of(-7n) });
    expect(attributes.get('list')).toEqual({ shape: [3], values: Float32Array.of(0, 1, 2) });
  });

  it('reads a table as columns, whatever their byte order', async () => {
    const table = (await kinds())('g/table');
    expect(table).toMatchObject({ kind: 'table', shape: [2] });
    expect(table?.kind === 'table' && Object.fromEntries(table.columns)).toEqual({
      x: Uint16Array.of(3, 5),
      y: Uint16Array.of(4, 6),
      p: Int16Array.of(1, 0),
      t: BigInt64Array.of(1000n, 2000n),
    });
  });

  it('says why it left something unread, filters by name', async () => {
    const at = await kinds();
    const reason = (name: string): unknown => {
      const node = at(name);
      return node?.kind === 'unread' ? node.reason : node?.kind;
    };
    expect(at('g/lzf')).toMatchObject({ kind: 'unread', missingFilters: ['lzf (filter 32000)'] });
    expect(reason('g/half')).toBe('of a type that is not read here');
    expect(at('g/ragged')).toMatchObject({
      kind: 'ragged',
      starts: Float64Array.of(0, 2, 2),
      values: Int32Array.of(1, 2),
    });
    expect(reason('g/empty')).toBe('an empty dataspace');
    expect(reason('g/broken')).toBe('a BrokenSoftLink');
    expect(reason('g/ext')).toBe('a ExternalLink');
  });

  it('reads only what is wanted', async () => {
    const at = await kinds(['/g/matrix', 'g/tex']);
    expect(at('g/matrix')).toMatchObject({ kind: 'dataset' });
    expect(at('g/text')).toMatchObject({ kind: 'unread', reason: 'not asked for', shape: [] });
  });

  it('refuses more than the bound before reading it, and what is no HDF5', async () => {
    const codes = async (bytes: Uint8Array): Promise<unknown> => {
      const outcome = await readHdf5(bytes, 'a.h5', LIMITS);
      return outcome.ok ? 'read' : outcome.issues.map(({ code }) => code);
    };
    expect(await codes(file('bomb.h5'))).toEqual(['hdf5/too-large']);
    expect(await codes(file('kinds.h5').slice(0, 3000))).toEqual(['hdf5/damaged']);
    expect(await codes(file('loop.h5'))).toEqual(['hdf5/too-deep']);
    expect(await codes(new Uint8Array(100))).toEqual(['hdf5/damaged']);
    expect(await codes(file('kinds.h5'))).toBe('read');
  });
});

describe('writeHdf5', () => {
  it('writes what readHdf5 reads', async () => {
    const tree = hdf5Group(
      {
        version: hdf5Text('1.0 µ'),
        node: hdf5Group({
          weight: hdf5Dataset(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]),
          shape: hdf5Dataset(BigInt64Array.of(3n, -1n)),
          edges: hdf5Dataset(['a', 'b', 'b', 'c'], [2, 2]),
          none: hdf5Dataset(new Float64Array(0)),
          one: hdf5Dataset(Float64Array.of(0.5), []),
        }),
      },
      { made: { shape: [], values: ['here'] }, sizes: { shape: [2], values: Int32Array.of(1, 2) } },
    );
    for (const gzip of [undefined, 6]) {
      const bytes = valueOf(await writeHdf5(tree, 'a.h5', { gzip }));
      expect(valueOf(await readHdf5(bytes, 'a.h5', LIMITS))).toEqual(tree);
    }
  });

  it('compresses', async () => {
    const tree = hdf5Group({ zeros: hdf5Dataset(new Float64Array(50_000), [50, 1000]) });
    const plain = valueOf(await writeHdf5(tree, 'a.h5'));
    const small = valueOf(await writeHdf5(tree, 'a.h5', { gzip: 9 }));
    expect(plain.length).toBeGreaterThan(400_000);
    expect(small.length).toBeLessThan(20_000);
    expect(valueOf(await readHdf5(small, 'a.h5', LIMITS))).toEqual(tree);
  });

  it('refuses names and shapes that HDF5 cannot hold', async () => {
    const issue = async (node: Hdf5Node, name = 'a'): Promise<unknown> => {
      const outcome = await writeHdf5(hdf5Group({ [name]: node }), 'a.h5');
      return outcome.ok ? null : outcome.issues[0].message;
    };
    expect(await issue(hdf5Dataset(new Float32Array(3), [2, 2]))).toContain('4 (got 3)');
    expect(await issue(hdf5Text('x'), 'a/b')).toContain('names without "/"');
  });
});

it('numbersOf keeps 64-bit integers exact or gives up', () => {
  expect(numbersOf(BigInt64Array.of(2n ** 53n - 1n, -5n))).toEqual(Float64Array.of(2 ** 53 - 1, -5));
  expect(numbersOf(BigUint64Array.of(2n ** 53n + 2n))).toBeNull();
  expect(numbersOf(['a'])).toBeNull();
});
