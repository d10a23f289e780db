/**
 * The view of a recording that is seen piece by piece, the same as of a whole one (recording-view.ts): rate, peak, events
 * per pixel, slices and points, and the picture of all its events. Pieces come in order of time, without events outside
 * of the sensor; what a first way through the file told is given.
 */
import { SLICE_EVENTS } from '../../contract/index.ts';
import type { EventStream, PolarityFrame, RateBins, RecordingView } from '../../contract/index.ts';
import type { EventColumns } from '../formats/event-columns.ts';
import { allocateColumns } from '../formats/event-columns.ts';
import { MOST_POINTS, MOST_RATE_BINS, PEAK_BIN_US, roundBin } from '../recording-view.ts';
import type { ScanFacts } from './scan.ts';

const MOST_COUNT = 65_535;

export class ViewBuilder {
  private readonly facts: ScanFacts;
  private readonly rate: RateBins;
  private readonly peak: Uint32Array;
  private readonly pixels: Uint32Array;
  private readonly on: Uint16Array;
  private readonly off: Uint16Array;
  private readonly sliceStartsUs: Float64Array;
  private readonly first: EventColumns;
  private readonly points: EventColumns;
  private readonly pointEvery: number;
  private at = 0;

  constructor(facts: ScanFacts) {
    const { size, events, firstUs, lastUs } = facts;
    const durationUs = lastUs - firstUs;
    const bins = (binUs: number): number => Math.floor(durationUs / binUs) + 1;
    const binUs = roundBin(durationUs, MOST_RATE_BINS);
    const pixels = size.width * size.height;
    this.facts = facts;
    this.rate = { binUs, on: new Uint32Array(bins(binUs)), off: new Uint32Array(bins(binUs)) };
    this.peak = new Uint32Array(bins(PEAK_BIN_US));
    this.pixels = new Uint32Array(pixels);
    this.on = new Uint16Array(pixels);
    this.off = new Uint16Array(pixels);
    this.sliceStartsUs = new Float64Array(Math.ceil(events / SLICE_EVENTS));
    this.first = allocateColumns(Math.min(SLICE_EVENTS, events));
    this.pointEvery = Math.max(1, Math.ceil(events / MOST_POINTS));
    this.points = allocateColumns(Math.ceil(events / this.pointEvery));
  }

  add(columns: EventColumns): void {
    const { x, y, p, tUs } = columns;
    const { firstUs, size } = this.facts;
    const { binUs, on, off } = this.rate;
    for (let i = 0; i < x.length; i++, this.at++) {
      const afterUs = tUs[i] - firstUs;
      (p[i] === 1 ? on : off)[Math.floor(afterUs / binUs)]++;
      this.peak[Math.floor(afterUs / PEAK_BIN_US)]++;
      const pixel = y[i] * size.width + x[i];
      this.pixels[pixel]++;
      const counts = p[i] === 1 ? this.on : this.off;
      if (counts[pixel] < MOST_COUNT) counts[pixel]++;
      if (this.at % SLICE_EVENTS === 0) this.sliceStartsUs[this.at / SLICE_EVENTS] = tUs[i];
      if (this.at < this.first.x.length) put(this.first, this.at, columns, i);
      if (this.at % this.pointEvery === 0) put(this.points, this.at / this.pointEvery, columns, i);
    }
  }

  view(id: number): RecordingView {
    const { size, events, on, firstUs, lastUs } = this.facts;
    const stream = (columns: EventColumns): EventStream => ({ ...size, ...columns });
    const isLong = lastUs - firstUs >= PEAK_BIN_US;
    const peak = this.peak.reduce((most, count) => Math.max(most, count), 0);
    return {
      id,
      ...size,
      events,
      on,
      startUs: firstUs,
      durationUs: lastUs - firstUs,
      sliceStartsUs: this.sliceStartsUs,
      firstSlice: stream(this.first),
      rate: this.rate,
      peakPerSecond: isLong ? (peak / PEAK_BIN_US) * 1e6 : null,
      pixels: this.pixels,
      points: stream(this.points),
    };
  }

  picture(): PolarityFrame {
    const { size, events, on: onEvents } = this.facts;
    return { ...size, on: this.on, off: this.off, events, onEvents };
  }
}

function put(to: EventColumns, at: number, { x, y, p, tUs }: EventColumns, from: number): void {
  to.x[at] = x[from];
  to.y[at] = y[from];
  to.p[at] = p[from];
  to.tUs[at] = tUs[from];
}
