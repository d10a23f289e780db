import { describe, expect, it } from 'vitest';
import { decodeNpyEvents, isNpyEvents } from '../../../../engine/events/formats/npy-events.ts';
import { parsePythonLiteral } from '../../../../engine/events/formats/python-literal.ts';
import { bytesOf, codesFrom, rowsFrom } from '../../../support/event-bytes.ts';
import { npyFile } from '../../../support/npy-file.ts';

/** Values of each row, written by type and byte order. */
function packed(types: readonly string[], rows: readonly (readonly number[])[]): number[] {
  const bytes = rows.flatMap((row) => row.flatMap((value, i) => valueBytes(types[i], value)));
  return bytes;
}

function valueBytes(type: string, value: number): number[] {
  const [order, kind, size] = [type[0], type[1], Number(type[2])];
  const view = new DataView(new ArrayBuffer(size));
  if (kind === 'f' && size === 4) view.setFloat32(0, value);
  else if (kind === 'f') view.setFloat64(0, value);
  else if (size === 8) view.setBigInt64(0, BigInt(value));
  else if (size === 4) view.setInt32(0, value);
  else if (size === 2) view.setInt16(0, value);
  else view.setInt8(0, value);
  const bytes = [...new Uint8Array(view.buffer)];
  return order === '>' ? bytes : bytes.toReversed();
}

const fields = (types: readonly string[], names = ['t', 'x', 'y', 'p']): string =>
  `[${names.map((name, i) => `('${name}', '${types[i]}')`).join(', ')}]`;

describe('decodeNpyEvents, records', () => {
  it.each([
    [['<i8', '<i2', '<i2', '|u1']],
    [['>i8', '>i2', '>u2', '|b1']],
    [['<u4', '<i4', '<i4', '|i1']],
    [['<f8', '<f4', '<f4', '<i8']],
  ])('reads fields of types %j', (types) => {
    const rows = [
      [11718656, 875, 200, 1],
      [11718657, 1279, 719, 0],
    ];
    const bytes = npyFile(fields(types), '(2,)', packed(types, rows));
    expect(rowsFrom(decodeNpyEvents, bytes)).toEqual(rows.map(([t, x, y, p]) => [x, y, p, t]));
    expect(codesFrom(decodeNpyEvents, bytes)).toEqual([]);
  });

  it('takes names in any order, other names for the four, and skips padding and other fields', () => {
    const types = ['<i2', '<i2', '|b1', '<f4', '<i8'];
    const descr =
      "[('x', '<i2'), ('y', '<i2'), ('pol', '|b1'), ('', '|V3'), ('gain', '<f4'), ('timestamp', '<i8')]";
    const [head, tail] = [packed(types.slice(0, 3), [[3, 4, 1]]), packed(types.slice(3), [[0.5, 77]])];
    expect(rowsFrom(decodeNpyEvents, npyFile(descr, '(1,)', [...head, 0, 0, 0, ...tail]))).toEqual([
      [3, 4, 1, 77],
    ]);
  });

  it('takes times with fractions for seconds, and the unit of a name', () => {
    const types = ['<f8', '<i2', '<i2', '|u1'];
    const seconds = npyFile(fields(types), '(1,)', packed(types, [[0.25, 1, 2, 1]]));
    expect(rowsFrom(decodeNpyEvents, seconds)[0][3]).toBe(250_000);
    const named = npyFile(fields(types, ['t_ns', 'x', 'y', 'p']), '(1,)', packed(types, [[2500, 1, 2, 1]]));
    // 2.5 µs.
    expect(rowsFrom(decodeNpyEvents, named)[0][3]).toBe(3);
  });

  it.each([[[0, -1, 0, 0]], [[0, 0, 70_000, 0]], [[0, 0, 0, 2]]])('refuses the row %j', (row) => {
    const types = ['<i4', '<i4', '<i4', '<i4'];
    expect(codesFrom(decodeNpyEvents, npyFile(fields(types), '(1,)', packed(types, [row])))).toEqual([
      'npy/value',
    ]);
  });

  it('refuses times that are not finite', () => {
    const types = ['<f8', '<i2', '<i2', '|u1'];
    const bytes = npyFile(fields(types), '(1,)', packed(types, [[Number.NaN, 1, 2, 1]]));
    expect(codesFrom(decodeNpyEvents, bytes)).toEqual(['npy/value']);
  });

  it('refuses fields whose names it does not know', () => {
    const types = ['<i4', '<i4', '<i4', '<i4'];
    const bytes = npyFile(fields(types, ['a', 'b', 'c', 'd']), '(1,)', packed(types, [[0, 0, 0, 0]]));
    expect(codesFrom(decodeNpyEvents, bytes)).toEqual(['npy/columns']);
  });
});

describe('decodeNpyEvents, (N, 4) arrays', () => {
  const rows = [
    [30, 20, 1, 5000],
    [31, 21, 0, 5001],
  ];
  const expected = rows.map(([x, y, p, t]) => [x, y, p, t]);

  it('tells the columns from the values', () => {
    const types = ['<i8', '<i8', '<i8', '<i8'];
    expect(rowsFrom(decodeNpyEvents, npyFile("'<i8'", '(2, 4)', packed(types, rows)))).toEqual(expected);
    const timeFirst = rows.map(([x, y, p, t]) => [t, x, y, p]);
    expect(rowsFrom(decodeNpyEvents, npyFile("'<i8'", '(2, 4)', packed(types, timeFirst)))).toEqual(expected);
  });

  it('reads Fortran order', () => {
    const columns = [0, 1, 2, 3].flatMap((c) => rows.flatMap((row) => valueBytes('<u4', row[c])));
    expect(rowsFrom(decodeNpyEvents, npyFile("'<u4'", '(2, 4)', columns, 'True'))).toEqual(expected);
  });

  it('refuses a doubt', () => {
    const bytes = npyFile("'<u1'", '(2, 4)', [1, 1, 1, 1, 0, 0, 0, 0]);
    expect(codesFrom(decodeNpyEvents, bytes)).toEqual(['npy/columns']);
  });
});

describe('isNpyEvents', () => {
  it.each([
    ["'|u1'", '(1, 2, 34, 34)', false],
    ["'|O'", '(3,)', false],
    ["'<c8'", '(3, 4)', true],
    ["[('t', '<i8', (2,)), ('x', '<i2')]", '(1,)', true],
    ["'|u1'", '(0, 4)', true],
  ])('of %s in shape %s is %s', (descr, shape, expected) => {
    expect(isNpyEvents(npyFile(descr, shape, []))).toBe(expected);
  });

  it('is false where the header is none', () => {
    expect(isNpyEvents(bytesOf([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]))).toBe(false);
  });
});

describe('decodeNpyEvents, tables that cannot be read', () => {
  it.each([
    ["'<c8'", '(3, 4)', 'values of type <c8'],
    ["'|u1'", '(2, 4)', '3 of 8 bytes of data'],
    ["'|u1'", '(2, 5)', 'an array of shape (2, 5)'],
    ["[('t', '<i8', (2,)), ('x', '<i2')]", '(1,)', 'nested or array fields'],
    ["[('t', '<M8[us]'), ('x', '<i2')]", '(1,)', 'a field t of type <M8[us]'],
    ["[('t', '<i8')]", '(1, 1)', 'records in shape (1, 1)'],
  ])('says of %s in shape %s: got %s', (descr, shape, got) => {
    const outcome = decodeNpyEvents(npyFile(descr, shape, [1, 2, 3]), 'a.npy', null);
    expect(outcome).toMatchObject({
      issues: [{ code: 'npy/no-events', message: expect.stringContaining(`got ${got}`) }],
    });
  });
});

describe('parsePythonLiteral', () => {
  it('reads what numpy writes', () => {
    expect(
      parsePythonLiteral("{'descr': [('t', '<i8')], 'fortran_order': False, 'shape': (3,), }  \n"),
    ).toEqual(
      new Map<string, unknown>([
        ['descr', [['t', '<i8']]],
        ['fortran_order', false],
        ['shape', [3]],
      ]),
    );
  });

  it.each(['{', '{1: 2}', "{'a' 1}", '[1 2]', "__import__('os')", '(1', "'a", '1 1', '['.repeat(40), ''])(
    'refuses %j',
    (literal) => {
      expect(parsePythonLiteral(literal)).toBeUndefined();
    },
  );
});
