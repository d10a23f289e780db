// CSV cells: read back by a plain RFC 4180 reader; nothing that a spreadsheet would run.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, csvText } from '../../../electron/store/csv.ts';

/** Character by character, as the RFC's grammar says. */
function readCsv(text: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (text[at] === '"') at++;
        cell += text[at];
      }
      at++;
    } else {
      while (text[at] !== ',' && !text.startsWith('\r\n', at)) cell += text[at++];
    }
    cells.push(cell);
    if (text[at] === ',') {
      at++;
    } else {
      if (!text.startsWith('\r\n', at)) throw new Error(`no end of line at ${at}`);
      at += 2;
      lines.push(cells);
      cells = [];
    }
  }
  return lines;
}

const nasty = fc.string({
  unit: fc.constantFrom('a', '"', ',', '\r', '\n', '=', '+', '-', '@', '\t', "'", ' ', 'é'),
});

describe('csvText', () => {
  it('is read back as it was written, but for an apostrophe before formulas', () => {
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) => fc.array(fc.array(nasty, { minLength: width, maxLength: width }), { minLength: 1 }));
    fc.assert(
      fc.property(table, (lines) => {
        const guarded = lines.map((cells) =>
          cells.map((cell) => (/^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell)),
        );
        expect(readCsv(csvText(lines))).toEqual(guarded);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('never begins a text with what a spreadsheet runs', () => {
    fc.assert(
      fc.property(nasty, (cell) => {
        const [[read]] = readCsv(csvText([[cell]]));
        expect(read).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
      { seed: 6, numRuns: 300 },
    );
  });
});

describe('csvCell', () => {
  it('leaves numbers as they are, negative ones too, and nothing empty', () => {
    expect([-1.5, 6e-17, true, null, ''].map(csvCell)).toEqual(['-1.5', '6e-17', 'true', '', '']);
  });

  it('quotes and guards', () => {
    expect(csvCell('a "b", c')).toBe('"a ""b"", c"');
    expect(csvCell('=HYPERLINK("x")')).toBe('"\'=HYPERLINK(""x"")"');
    expect(csvCell('-x')).toBe("'-x");
  });
});
