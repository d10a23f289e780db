/** The three pictures of the playback on canvases: the PE array, the input of a stage, and the strips over time. */
import type { PlaybackOverview, PlaybackRaster, PlaybackStrip } from '../../../../engine/contract/index.ts';
import type { Tokens } from '../../design/tokens.ts';
import { columnAt, mostAdds, tileRows, type Current } from './playback-steps.ts';

export type Colouring = 'spikes' | 'window' | 'position';

/** A canvas in CSS pixels, sharp on every screen. */
export function context2d(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const ratio = devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

/** Where the array lies in its canvas: room for channel numbers on the left and for NTWUs above. */
export interface ArrayPlace {
  readonly x: number;
  readonly y: number;
  readonly cell: number;
}

export const ROW_ROOM = 44;
export const COLUMN_ROOM = 34;
/** Cells of this size and more carry their spikes and windows; of the second size, positions too. */
const TEXT_CELL = 18;
const POSITION_CELL = 28;

export function arrayPlace({ rows, cols }: PlaybackOverview, width: number, height: number): ArrayPlace {
  const fit = Math.min((width - ROW_ROOM - 4) / cols, (height - COLUMN_ROOM - 4) / rows, 56);
  const cell = fit >= 4 ? Math.floor(fit) : Math.max(0.5, fit);
  return { x: ROW_ROOM, y: COLUMN_ROOM, cell };
}

export interface ArrayLook {
  readonly colouring: Colouring;
  readonly pointed: { readonly row: number; readonly col: number } | null;
  readonly columnLabel: (position: number, window: number) => readonly [string, string];
}

export function drawArray(
  context: CanvasRenderingContext2D,
  overview: PlaybackOverview,
  current: Current | null,
  place: ArrayPlace,
  look: ArrayLook,
  tokens: Tokens,
): void {
  const { rows, cols } = overview;
  const { x, y, cell } = place;
  const gap = cell >= 8 ? 2 : cell >= 3 ? 1 : 0;
  const tile = current ? tileRows(overview, current.page.rowTile[current.at]) : { first: 0, count: 0 };
  const labels = cell >= TEXT_CELL;
  context.font = `12px ${tokens.font}`;
  context.textBaseline = 'middle';
  for (let col = 0; col < cols; col++) {
    const unit = current && columnAt(current, cols, col);
    const fill = cellFill(overview, current, unit, look.colouring, tokens);
    for (let row = 0; row < rows; row++) {
      const used = current?.phase === 'wait' || row < tile.count;
      context.fillStyle = tokens.well;
      context.fillRect(x + col * cell, y + row * cell, cell - gap, cell - gap);
      if (!used || !fill) continue;
      context.globalAlpha = fill.alpha;
      context.fillStyle = fill.colour;
      context.fillRect(x + col * cell, y + row * cell, cell - gap, cell - gap);
      context.globalAlpha = 1;
      if (labels && fill.text) {
        context.fillStyle = tokens.t1;
        context.textAlign = 'center';
        context.fillText(fill.text, x + (col + 0.5) * cell - gap / 2, y + (row + 0.5) * cell);
      }
    }
    if (labels && unit && (current.phase === 'pass' || current.phase === 'update')) {
      context.fillStyle = tokens.t2;
      context.textAlign = 'center';
      const [above, below] = look.columnLabel(unit.position, unit.window);
      if (cell >= POSITION_CELL) context.fillText(above, x + (col + 0.5) * cell - gap / 2, y - 24, cell - 1);
      context.fillText(below, x + (col + 0.5) * cell - gap / 2, y - 9, cell - 1);
    }
  }
  context.textAlign = 'right';
  context.fillStyle = tokens.t3;
  const every = Math.max(1, Math.ceil(14 / cell));
  for (let row = 0; row < tile.count; row += every)
    context.fillText(`ch ${tile.first + row}`, x - 6, y + (row + 0.5) * cell - gap / 2);
  if (look.pointed) {
    const { row, col } = look.pointed;
    context.strokeStyle = tokens.t1;
    context.lineWidth = 1.5;
    context.strokeRect(x + col * cell - 0.75, y + row * cell - 0.75, cell - gap + 1.5, cell - gap + 1.5);
  }
}

interface Fill {
  readonly colour: string;
  readonly alpha: number;
  readonly text: string;
}

function cellFill(
  overview: PlaybackOverview,
  current: Current | null,
  unit: ReturnType<typeof columnAt>,
  colouring: Colouring,
  tokens: Tokens,
): Fill | null {
  if (!current) return null;
  if (current.phase === 'wait') return { colour: tokens.fVerm, alpha: 0.7, text: '' };
  if (current.phase === 'drain') return { colour: tokens.fGrey, alpha: 0.7, text: '' };
  if (!unit) return null;
  const isUpdate = current.phase === 'update';
  const text = isUpdate ? '' : String(unit.adds);
  if (colouring === 'spikes') {
    if (isUpdate) return { colour: tokens.fSky, alpha: 0.7, text };
    const most = mostAdds(overview, current.page.channel[current.at] < 0);
    // A held weight without a spike stays visible; the root keeps few spikes apart from none.
    return {
      colour: tokens.fGreen,
      alpha: unit.adds === 0 ? 0.2 : 0.34 + 0.6 * Math.sqrt(unit.adds / most),
      text,
    };
  }
  const { R, kind } = overview.layer;
  const share =
    colouring === 'window'
      ? unit.window / Math.max(1, overview.windows - 1)
      : unit.position / Math.max(1, (kind === 'fc' ? 1 : R * R) - 1);
  return { colour: ramp(tokens, share), alpha: 1, text };
}

/** Along the sequential scale, its palest end left to what is idle. */
export function ramp({ seq1, seq2, seq3, seq4 }: Tokens, share: number): string {
  const stops = [seq1, seq2, seq3, seq4];
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const at = Math.min(stops.length - 2, Math.floor(place));
  const part = (hex: string, i: number): number => Number.parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
  const mix = [0, 1, 2].map((i) =>
    Math.round(part(stops[at], i) + (place - at) * (part(stops[at + 1], i) - part(stops[at], i))),
  );
  return `rgb(${mix.join(',')})`;
}

export interface Lane {
  readonly id: 'does' | 'busy' | 'lbuf' | 'glb' | 'weights';
  readonly top: number;
  readonly height: number;
}

const LANE_IDS = ['does', 'busy', 'lbuf', 'glb', 'weights'] as const;
const AXIS_ROOM = 20;

export function lanesOf(height: number): Lane[] {
  const gap = 5;
  const each = Math.max(8, (height - AXIS_ROOM - gap * LANE_IDS.length) / LANE_IDS.length);
  return LANE_IDS.map((id, i) => ({ id, top: Math.round(i * (each + gap)), height: Math.floor(each) }));
}

/** Most weight bytes per cycle that all rows take in. */
export const mostWeights = ({ arch }: PlaybackOverview): number => (arch.array.rows * arch.bits.weight) / 8;

export function drawStrips(
  context: CanvasRenderingContext2D,
  overview: PlaybackOverview,
  strip: PlaybackStrip,
  range: { readonly from: number; readonly to: number },
  cycle: number,
  width: number,
  lanes: readonly Lane[],
  tokens: Tokens,
): void {
  const { arch } = overview;
  const span = range.to - range.from;
  const xOf = (at: number): number => ((at - range.from) / span) * width;
  const binCycles = (strip.toCycle - strip.fromCycle) / strip.bins;
  const weightMost = mostOf(strip.weightBytesPerCycle);
  for (const lane of lanes) {
    context.fillStyle = tokens.well;
    context.fillRect(0, lane.top, width, lane.height);
  }
  for (let bin = 0; bin < strip.bins; bin++) {
    const x = xOf(strip.fromCycle + bin * binCycles);
    const w = xOf(strip.fromCycle + (bin + 1) * binCycles) - x + 0.3;
    if (x > width || x + w < 0) continue;
    const bar = (lane: Lane, share: number, colour: string, from = 0): void => {
      context.fillStyle = colour;
      const h = lane.height * Math.min(1, share);
      context.fillRect(x, lane.top + lane.height * (1 - from) - h, w, h);
    };
    const [does, busy, lbuf, glb, weights] = lanes;
    let from = 0;
    for (const [share, colour] of [
      [strip.integrate[bin], tokens.fGreen],
      [strip.update[bin], tokens.fSky],
      [strip.drain[bin], tokens.fGrey],
      [strip.wait[bin], tokens.fVerm],
    ] as const) {
      bar(does, share, colour, from);
      from += share;
    }
    bar(busy, strip.busy[bin], tokens.fGreen);
    bar(lbuf, strip.lbufBytes[bin] / arch.lbuf.bytes, tokens.fSky);
    bar(glb, strip.glbBytes[bin] / arch.glb.bytes, tokens.fBlue);
    bar(weights, weightMost > 0 ? strip.weightBytesPerCycle[bin] / weightMost : 0, tokens.fAmber);
  }
  drawAxis(context, range, width, lanes, tokens);
  const x = Math.round(xOf(cycle)) + 0.5;
  if (x < 0 || x > width + 1) return;
  const last = lanes[lanes.length - 1];
  context.strokeStyle = tokens.t1;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, last.top + last.height + 3);
  context.stroke();
}

export const mostOf = (values: Float32Array): number =>
  values.reduce((most, value) => Math.max(most, value), 0);

/** Round cycles that divide a range in about so many parts. */
export function ticksOf(from: number, to: number, parts: number): number[] {
  const rough = (to - from) / Math.max(1, parts);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

function drawAxis(
  context: CanvasRenderingContext2D,
  range: { readonly from: number; readonly to: number },
  width: number,
  lanes: readonly Lane[],
  tokens: Tokens,
): void {
  const last = lanes[lanes.length - 1];
  const y = last.top + last.height + 3;
  context.font = `12px ${tokens.font}`;
  context.textBaseline = 'top';
  context.fillStyle = tokens.t2;
  context.strokeStyle = tokens.axis;
  context.lineWidth = 1;
  for (const tick of ticksOf(range.from, range.to, width / 110)) {
    const x = Math.round(((tick - range.from) / (range.to - range.from)) * width) + 0.5;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x, y + 4);
    context.stroke();
    const text = grouped(tick);
    const half = context.measureText(text).width / 2;
    context.textAlign = x < half ? 'left' : x > width - half ? 'right' : 'center';
    context.fillText(text, Math.min(width - 1, Math.max(1, x)), y + 5);
  }
}

const grouped = (value: number): string =>
  String(Math.round(value * 1000) / 1000).replace(/\B(?=(\d{3})+$)/g, '\u202F');

/** Spikes of a stage over time, with the windows of the columns as bands; one row per input, or the most of several. */
export function drawRaster(
  context: CanvasRenderingContext2D,
  raster: PlaybackRaster,
  bands: ReadonlySet<number>,
  pointed: number | null,
  tws: number,
  width: number,
  height: number,
  tokens: Tokens,
): void {
  const xOf = (t: number): number => (t / raster.timesteps) * width;
  for (const window of bands) {
    context.fillStyle = window === pointed ? tokens.accentS : tokens.hover;
    context.fillRect(xOf(window * tws), 0, xOf(tws), height);
  }
  const inputs = raster.channels * raster.side * raster.side;
  const dot = Math.max(1.5, Math.min(3, height / inputs));
  context.fillStyle = tokens.t1;
  for (let i = 0; i < raster.input.length; i++)
    context.fillRect(xOf(raster.step[i] + 0.5) - 1, (raster.input[i] / inputs) * height, 2, dot);
}

/** The input map of a channel in the windows of the columns, with their receptive fields. */
export function drawMap(
  context: CanvasRenderingContext2D,
  overview: PlaybackOverview,
  raster: PlaybackRaster,
  columns: readonly { readonly position: number; readonly window: number; readonly pointed: boolean }[],
  size: number,
  tokens: Tokens,
): void {
  const { layer, tws } = overview;
  const { side } = raster;
  const cell = size / side;
  const counts = new Uint16Array(side * side);
  const windows = new Set(columns.map(({ window }) => window));
  for (let i = 0; i < raster.input.length; i++)
    if (windows.has(Math.floor(raster.step[i] / tws))) counts[raster.input[i] % (side * side)]++;
  const most = Math.max(
    1,
    counts.reduce((a, b) => Math.max(a, b), 0),
  );
  context.fillStyle = tokens.well;
  context.fillRect(0, 0, size, size);
  counts.forEach((count, i) => {
    if (count === 0) return;
    context.fillStyle = ramp(tokens, 0.35 + 0.65 * (count / most));
    context.fillRect((i % side) * cell, Math.floor(i / side) * cell, cell, cell);
  });
  context.save();
  context.beginPath();
  context.rect(0, 0, size, size);
  context.clip();
  for (const { position, pointed } of columns) {
    const x = (position % layer.R) * layer.stride - layer.pad;
    const y = Math.floor(position / layer.R) * layer.stride - layer.pad;
    context.strokeStyle = pointed ? tokens.dVerm : tokens.dGreen;
    context.lineWidth = pointed ? 2.5 : 1;
    context.strokeRect(x * cell + 0.5, y * cell + 0.5, layer.E * cell - 1, layer.E * cell - 1);
  }
  context.restore();
}
