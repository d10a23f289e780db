/**
 * The array passes of one channel, column by column: which unit (position, window) sits where. Says explicitly what
 * dispatch.ts counts (docs/model.md section 3).
 *   compact    a row holds one neuron, its inactive windows left out            spikex-t
 *   across     columns filled across positions                                 spikex-s
 *   batches    every batch of cols consecutive windows with any activity       ptb, serial (one column)
 *   every      every position at every step, whatever the input                serial-dense
 */
import type { UnitFields } from './unit-fields.ts';

export type ColumnRule = 'compact' | 'across' | 'batches' | 'every';

export const IDLE = -1;

/** Appends `cols` entries per pass, position * windows + window or IDLE; returns the passes added. */
export function appendPasses(
  rule: ColumnRule,
  fields: UnitFields,
  channel: number,
  cols: number,
  into: number[],
): number {
  const before = into.length;
  if (rule === 'every') everyPosition(fields, cols, into);
  else if (rule === 'batches') batches(fields, channel, cols, into);
  else compacted(fields, channel, cols, rule === 'compact', into);
  return (into.length - before) / cols;
}

function compacted(
  fields: UnitFields,
  channel: number,
  cols: number,
  endAtNeuron: boolean,
  into: number[],
): void {
  const { positions, windows, words, bits } = fields;
  const start = into.length;
  const fill = (): void => {
    while ((into.length - start) % cols !== 0) into.push(IDLE);
  };
  for (let p = 0, i = channel * positions * words; p < positions; p++) {
    for (let word = 0; word < words; word++, i++) {
      for (let tags = bits[i]; tags !== 0; tags &= tags - 1)
        into.push(p * windows + word * 32 + (31 - Math.clz32(tags & -tags)));
    }
    if (endAtNeuron) fill();
  }
  fill();
}

function batches(
  { positions, windows, words, bits }: UnitFields,
  channel: number,
  cols: number,
  into: number[],
): void {
  for (let p = 0; p < positions; p++) {
    const first = (channel * positions + p) * words;
    const isActive = (w: number): boolean => ((bits[first + (w >>> 5)] >>> (w & 31)) & 1) === 1;
    for (let batch = 0; batch < windows; batch += cols) {
      const start = into.length;
      let any = false;
      for (let col = 0; col < cols; col++) {
        const active = batch + col < windows && isActive(batch + col);
        into.push(active ? p * windows + batch + col : IDLE);
        any ||= active;
      }
      if (!any) into.length = start;
    }
  }
}

function everyPosition({ positions, windows }: UnitFields, cols: number, into: number[]): void {
  for (let w = 0; w < windows; w++)
    for (let first = 0; first < positions; first += cols)
      for (let col = 0; col < cols; col++)
        into.push(first + col < positions ? (first + col) * windows + w : IDLE);
}
