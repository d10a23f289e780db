import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeEvents } from '../../../../engine/events/decode.ts';
import { decodeEvt21 } from '../../../../engine/events/formats/evt21.ts';
import { ascii, bytesOf } from '../../../support/event-bytes.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';
import { hasRealData, manifest, realDataTitle, realPath } from '../../../support/real-data.ts';

/** How the manifest names what is read here; N-MNIST has a test of its own. */
const READ = /^(SLAYER \.bs|N-Caltech|ATIS \.dat|Prophesee|AEDAT [12]|RPG text)/;

describe.skipIf(!hasRealData)(`event formats, ${realDataTitle}`, () => {
  const entries = manifest().filter(
    ({ file, format }) => READ.test(format) && !/\.bsn$|^nmnist\//.test(file),
  );
  const read = (file: string): Uint8Array => new Uint8Array(readFileSync(realPath(file)));
  const decoded = (file: string) => valueOf(decodeEvents(read(file), file));

  it('agrees on POKER-DVS event for event between AEDAT 2.0 and ATIS .dat', () => {
    const clips = entries.filter(({ file }) => file.startsWith('poker_dvs/aedat/'));
    expect(clips.length).toBe(100);
    for (const { file } of clips) {
      const aedat = decoded(file).stream;
      const dat = decoded(file.replace('/aedat/', '/dat/').replace('.aedat', '_td.dat')).stream;
      // The .dat clips start at 0.
      const shifted = aedat.tUs.map((t) => t - aedat.tUs[0]);
      expect({ file, ...aedat, tUs: shifted }).toEqual({ file, ...dat });
    }
  });

  it('agrees on gesture clips event for event between .bs2 and .bs3', () => {
    const clips = entries.filter(({ file }) => file.startsWith('dvs_gesture/bs3/'));
    expect(clips.length).toBe(3);
    for (const { file } of clips) {
      const twin = decoded(file.replaceAll('bs3', 'bs2')).stream;
      expect({ file, ...decoded(file).stream }).toEqual({ file, ...twin });
    }
  });

  it('counts the inertial records of the DAVIS recording', () => {
    const file = 'aedat2_davis240/IMU_translBoxes.aedat';
    expect(messagesOf(decodeEvents(read(file), file)).join()).toContain('33837 inertial (IMU) records');
  });

  it('reads the hexadecimal EVT 2.1 test words', () => {
    const lines = String.fromCharCode(...read('evt21_hex_testbench/smart_tracker_tc_001_in.evt'))
      .trim()
      .split(/\s+/);
    const words = lines.map((line) => [...Uint8Array.from(Buffer.from(line, 'hex'))].toReversed());
    // A wide sensor, because the test's columns are random and its groups reach beyond every edge.
    const sensor = { width: 4096, height: 4096 };
    const header = ascii('% format EVT21;endianness=little\n');
    const stream = valueOf(decodeEvt21(bytesOf(header, ...words), 'a.raw', sensor));
    // The expected events straight from the text, with 64-bit integers.
    expect(stream.x.length).toBe(bigWords(lines).length);
    expect(Array.from(stream.x, (x, i) => [x, stream.y[i], stream.p[i], stream.tUs[i]])).toEqual(
      bigWords(lines),
    );
  });
});

function bigWords(lines: readonly string[]): number[][] {
  const rows: number[][] = [];
  let high = 0n;
  for (const line of lines) {
    const word = BigInt(`0x${line}`);
    const [type, low, x, y] = [
      word >> 60n,
      (word >> 54n) & 63n,
      (word >> 43n) & 2047n,
      (word >> 32n) & 2047n,
    ];
    if (type === 8n) high = (word >> 32n) & 0xfffffffn;
    const pixels = type <= 1n ? 32n : 0n;
    for (let bit = 0n; bit < pixels; bit++) {
      if ((word >> bit) & 1n) rows.push([x + bit, y, type, (high << 6n) | low].map(Number));
    }
  }
  return rows;
}
