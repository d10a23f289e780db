/** The parts that every printed chart shares: size, box, axes with units, grid, legend, text. Strings of SVG 1.1. */
import type { PaperAxis, PaperHue } from '../../contract/index.ts';
import { axisText } from '../report.ts';
import { tickText, type Scale } from './scale.ts';

export const WIDTH = 440;
export const BOX = { left: 62, right: 14, top: 30 } as const;
export const INNER = { width: WIDTH - BOX.left - BOX.right, height: 206 } as const;
const LEGEND_TOP = BOX.top + INNER.height + 56;
const LEGEND_ROW = 17;
const LEFT = BOX.left - 40;
export const INK = '#11161D';
const MUTED = '#414B59';
const GRID = '#E3E8EE';

/** Okabe and Ito's hues, dark enough for lines on white. */
export const COLOURS: Readonly<Record<PaperHue, string>> = {
  green: '#008C66',
  amber: '#B57700',
  sky: '#2B8FC8',
  blue: '#0069A6',
  verm: '#D05400',
  purple: '#B4548B',
  grey: '#5D6877',
};

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Two decimals are finer than any screen or print. */
export const px = (value: number): string => String(Math.round(value * 100) / 100);

export const placeX = (share: number): number => BOX.left + share * INNER.width;
export const placeY = (share: number): number => BOX.top + (1 - share) * INNER.height;

interface TextStyle {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly weight?: number;
  readonly fill?: string;
  readonly turn?: boolean;
}

export function label(x: number, y: number, text: string, style: TextStyle = {}): string {
  const { anchor = 'start', weight = 400, fill = MUTED, turn = false } = style;
  const turned = turn ? ` transform="rotate(-90 ${px(x)} ${px(y)})"` : '';
  return `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}" font-weight="${weight}" fill="${fill}"${turned}>${escaped(text)}</text>`;
}

export const rule = (x1: number, y1: number, x2: number, y2: number, stroke: string, width = 1): string =>
  `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" stroke="${stroke}" stroke-width="${width}"/>`;

/** An open diamond: a published value. */
export const diamond = (x: number, y: number): string =>
  `<path d="M${px(x)} ${px(y - 5)}l5 5l-5 5l-5 -5z" fill="#FFFFFF" stroke="${INK}" stroke-width="1.4"/>`;

export function yAxis(scale: Scale, axis: PaperAxis): string {
  const ticks = scale.ticks.map((tick) => {
    const y = placeY(scale.at(tick));
    return (
      rule(BOX.left, y, BOX.left + INNER.width, y, GRID) +
      label(BOX.left - 6, y + 4, tickText(tick), { anchor: 'end' })
    );
  });
  const name = `${axisText(axis)}${axis.log ? ', log' : ''}`;
  return ticks.join('') + label(14, BOX.top + INNER.height / 2, name, { anchor: 'middle', turn: true });
}

export function xAxis(
  ticks: readonly { readonly at: number; readonly text: string }[],
  axis: PaperAxis,
): string {
  const base = BOX.top + INNER.height;
  const marks = ticks.map(({ at, text }) => {
    const x = placeX(at);
    return rule(x, base, x, base + 4, MUTED) + label(x, base + 17, text, { anchor: 'middle' });
  });
  const name = axis.name ? `${axisText(axis)}${axis.log ? ', log' : ''}` : '';
  return (
    marks.join('') +
    rule(BOX.left, base, BOX.left + INNER.width, base, MUTED) +
    label(BOX.left + INNER.width / 2, base + 34, name, { anchor: 'middle' })
  );
}

export interface LegendEntry {
  readonly name: string;
  readonly hue: PaperHue;
  readonly dashed: boolean;
}

/** Rows under the axes, and the height that they need; the published mark comes last. */
export function legend(
  entries: readonly LegendEntry[],
  box: boolean,
  withPublished: boolean,
): { readonly body: string; readonly height: number } {
  const shown = entries.map(({ name, hue, dashed }) => ({ name, mark: swatch(hue, dashed, box) }));
  if (withPublished) shown.push({ name: 'published', mark: (x: number, y: number) => diamond(x + 8, y - 4) });
  let x = LEFT;
  let y = LEGEND_TOP;
  const drawn = shown.map(({ name, mark }) => {
    const room = 24 + name.length * 6 + 14;
    if (x + room > WIDTH && x > LEFT) {
      x = LEFT;
      y += LEGEND_ROW;
    }
    const entry = mark(x, y) + label(x + 22, y, name);
    x += room;
    return entry;
  });
  return { body: drawn.join(''), height: y + 12 };
}

function swatch(hue: PaperHue, dashed: boolean, box: boolean): (x: number, y: number) => string {
  return (x, y) =>
    box
      ? `<rect x="${px(x + 3)}" y="${px(y - 9)}" width="10" height="10" fill="${COLOURS[hue]}"/>`
      : `<path d="M${px(x)} ${px(y - 4)}h16" stroke="${COLOURS[hue]}" stroke-width="2"${dashed ? ' stroke-dasharray="4 3"' : ''}/>`;
}

export function sheet(title: string, body: string, height: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="11"><rect width="${WIDTH}" height="${height}" fill="#FFFFFF"/>${label(LEFT, 16, title, { weight: 600, fill: INK })}${body}</svg>`;
}
