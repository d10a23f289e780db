// .npy files as NumPy writes them, every malformed case by its message, and 5,000 broken files that must not throw.
import { describe, expect, it } from 'vitest';
import { denseFromSpikes } from '../../../engine/workload/spikes.ts';
import { parseNpy, spikesFromNpy } from '../../../engine/exchange/npy.ts';
import { Random } from '../../../engine/math/random.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { times } from '../../support/soak.ts';

/** numpy.save: header padded with spaces to a multiple of 64 and ended by a newline. */
function npy(header: string, data: Uint8Array, version = 1): Uint8Array {
  const lengthBytes = version === 1 ? 2 : 4;
  const start = 8 + lengthBytes;
  const padded = header.padEnd(Math.ceil((start + header.length + 1) / 64) * 64 - start - 1) + '\n';
  const bytes = new Uint8Array(start + padded.length + data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, padded.length, true);
  else view.setUint32(8, padded.length, true);
  for (let i = 0; i < padded.length; i++) bytes[start + i] = padded.charCodeAt(i);
  bytes.set(data, start + padded.length);
  return bytes;
}

const header = (descr: string, shape: string, order = 'False'): string =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;

/** 2 steps, 1 channel, 2 x 3: spikes at t=0 (0,1) and t=1 (1,2), (0,0). */
const spikes12 = Uint8Array.of(0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);

describe('parseNpy', () => {
  it.each([1, 2, 3])('reads format version %i', (version) => {
    const array = valueOf(parseNpy(npy(header('|u1', '(2, 1, 2, 3)'), spikes12, version), 'a.npy'));
    expect(array.shape).toEqual([2, 1, 2, 3]);
    expect([...array.values]).toEqual([...spikes12]);
  });

  it.each(['|b1', '|u1', '|i1', '<u1', 'u1'])('reads type %s', (descr) => {
    expect(parseNpy(npy(header(descr, '(12,)'), spikes12), 'a.npy').ok).toBe(true);
  });

  it('reads keys in any order, double quotes and no trailing comma', () => {
    const text = '{"shape": (3, 4), "fortran_order": False, "descr": "|u1"}';
    expect(valueOf(parseNpy(npy(text, spikes12), 'a.npy')).shape).toEqual([3, 4]);
  });

  it('reads a view that does not start at byte 0 of its buffer', () => {
    const file = npy(header('|u1', '(12,)'), spikes12);
    const shifted = new Uint8Array(file.length + 5);
    shifted.set(file, 5);
    expect(valueOf(parseNpy(shifted.subarray(5), 'a.npy')).values).toEqual(spikes12);
  });

  const u1 = header('|u1', '(12,)');
  it.each([
    ['text', new TextEncoder().encode('hello, spikes'), 'must be a NumPy .npy file (got other content)'],
    ['nothing', new Uint8Array(0), 'must be a NumPy .npy file'],
    ['version 4', npy(u1, spikes12, 4), 'must have format version 1, 2 or 3 (got 4.0)'],
    ['half a header', npy(u1, spikes12).subarray(0, 40), 'must hold its header of 118 bytes (got 30)'],
    ['two bytes of length', npy(u1, spikes12, 2).subarray(0, 11), 'must hold its header (got 11 bytes)'],
    ['no dictionary', npy('[1, 2]', spikes12), "'{' is missing at character 0"],
    ['no shape', npy("{'descr': '|u1', 'fortran_order': False}", spikes12), "key 'shape' is missing"],
    ['a key twice', npy("{'descr': '|u1', 'descr': '|u1'}", spikes12), "key 'descr' twice"],
    ['an unknown key', npy("{'colour': 'red'}", spikes12), "unknown key 'colour'"],
    ['a negative axis', npy(header('|u1', '(-1,)'), spikes12), 'shape is not a tuple of integers'],
    ['an enormous axis', npy(header('|u1', '(99999999999999999999,)'), spikes12), 'not a tuple of integers'],
    ['33 axes', npy(header('|u1', `(${'1,'.repeat(33)})`), spikes12), 'more than 32 axes'],
    ['text after', npy(`${u1} x`, spikes12), 'text after the dictionary'],
    ['a structured type', npy(u1.replace("'|u1'", "[('a', '|u1')]"), spikes12), 'a quoted text is missing'],
    [
      'order as text',
      npy(header('|u1', '(12,)', "'C'"), spikes12),
      'fortran_order is neither True nor False',
    ],
    [
      'float64',
      npy(header('<f8', '(12,)'), spikes12),
      "must be bool, uint8 or int8 (got <f8); save array.astype('uint8')",
    ],
    ['objects', npy(header('|O', '(12,)'), spikes12), 'must be bool, uint8 or int8 (got |O)'],
    [
      'Fortran order',
      npy(header('|u1', '(12,)', 'True'), spikes12),
      'must be in C order (got Fortran order)',
    ],
    ['too little data', npy(u1, spikes12.subarray(1)), 'must hold 12 bytes for shape (12) (got 11)'],
    ['too much data', npy(header('|u1', '(11,)'), spikes12), 'must hold 11 bytes for shape (11) (got 12)'],
  ])('refuses %s', (_, bytes, message) => {
    const messages = messagesOf(parseNpy(bytes, 'a.npy'));
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(message);
    expect(messages[0].startsWith('a.npy: ')).toBe(true);
  });
});

describe('spikesFromNpy', () => {
  it('keeps every spike at its place', () => {
    const spikes = valueOf(spikesFromNpy(npy(header('|b1', '(2, 1, 2, 3)'), spikes12), 'a.npy'));
    expect(spikes).toMatchObject({ timesteps: 2, channels: 1, height: 2, width: 3 });
    expect(denseFromSpikes(spikes)).toEqual(spikes12);
    // position 0 (0,0) fires at t=1, position 1 (0,1) at t=0, position 5 (1,2) at t=1
    expect([...spikes.ptr]).toEqual([0, 1, 2, 2, 2, 2, 3]);
    expect([...spikes.events]).toEqual([1 << 16, 0, 1 << 16]);
  });

  it.each([
    [
      'three axes',
      header('|u1', '(2, 2, 3)'),
      'must have four axes (T, C, H, W), each at least 1 (got shape (2, 2, 3))',
    ],
    ['an empty axis', header('|u1', '(0, 1, 2, 3)'), '(got shape (0, 1, 2, 3))'],
  ])('refuses %s', (_, text, message) => {
    const data = text.includes('(0') ? new Uint8Array(0) : spikes12;
    expect(messagesOf(spikesFromNpy(npy(text, data), 'a.npy'))[0]).toContain(message);
  });

  it('refuses counts', () => {
    const counts = spikes12.slice();
    counts[6] = 3;
    expect(messagesOf(spikesFromNpy(npy(header('|i1', '(2, 1, 2, 3)'), counts), 'a.npy'))).toEqual([
      "a.npy: must hold 0 and 1 only (got 3 at element 6); save (array > 0).astype('uint8')",
    ]);
  });

  it('shows negative numbers of int8 as such', () => {
    const bytes = npy(header('|i1', '(1, 1, 1, 1)'), Uint8Array.of(255));
    expect(messagesOf(spikesFromNpy(bytes, 'a.npy'))[0]).toContain('(got -1 at element 0)');
  });

  it('refuses more steps than an event can name', () => {
    const bytes = npy(header('|u1', '(65536, 1, 1, 1)'), new Uint8Array(65_536));
    expect(messagesOf(spikesFromNpy(bytes, 'a.npy'))[0]).toContain(
      'at most 65535 steps and channels (got 65536 and 1)',
    );
  });
});

describe('broken files', () => {
  it('are refused or read, and never throw, for 5,000 inputs', () => {
    const random = new Random(5);
    const whole = npy(header('|u1', '(2, 1, 2, 3)'), spikes12);
    let refused = 0;
    for (let run = 0; run < times(5000, 200_000); run++) {
      let bytes = whole.slice();
      for (let flips = 1 + random.below(4); flips > 0; flips--)
        bytes[random.below(bytes.length)] = random.below(256);
      if (random.below(3) === 0) bytes = bytes.slice(0, random.below(bytes.length + 1));
      const outcome = spikesFromNpy(bytes, 'a.npy');
      const read = outcome.ok ? denseFromSpikes(outcome.value).length : 12;
      expect(read).toBe(12);
      if (!outcome.ok) refused++;
    }
    expect(refused).toBeGreaterThan(3000);
  });
});
