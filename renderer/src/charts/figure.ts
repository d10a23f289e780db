/** Charts as they are printed: panels side by side with letters, one legend, one caption line, light on white. */
import type { Tokens } from '../design/tokens.ts';
import type { ChartDrawing, ChartOption, ChartSeries, LegendEntry } from './drawing.ts';

/** 8 pt text: 12 px stand for 8/72 inch. */
const PX_PER_MM = 12 / ((8 / 72) * 25.4);
const PANEL_HEIGHT = 270;
const HEAD_HEIGHT = 26;
const LEGEND_HEIGHT = 22;
const LINE_HEIGHT = 17;
const SIDE = 12;

export type FigureWidthMm = 88 | 180;

export interface Figure {
  readonly width: number;
  readonly height: number;
  readonly option: ChartOption;
}

export interface FigureText {
  /** n, energy table, version: what a reader needs to trust the picture. */
  readonly caption: string;
  readonly widthMm: FigureWidthMm;
}

type Graphic = Record<string, unknown>;

/** One ECharts option for all panels, so that SVG and PNG come from the same source. */
export function composeFigure(drawings: readonly ChartDrawing[], text: FigureText, tokens: Tokens): Figure {
  const width = Math.round(text.widthMm * PX_PER_MM);
  const columns = Math.min(drawings.length, text.widthMm === 88 ? 1 : 3);
  const rows = Math.ceil(drawings.length / columns);
  const panelWidth = width / columns;
  const graphics: Graphic[] = [];
  const option = { grid: [], xAxis: [], yAxis: [], series: [] } as {
    grid: NonNullable<unknown>[];
    xAxis: NonNullable<unknown>[];
    yAxis: NonNullable<unknown>[];
    series: ChartSeries[];
  };

  drawings.forEach((drawing, index) => {
    const left = (index % columns) * panelWidth;
    const top = Math.floor(index / columns) * (PANEL_HEIGHT + HEAD_HEIGHT) + HEAD_HEIGHT;
    const { grid, xAxis, yAxis, series } = drawing.panel;
    option.grid.push({
      left: left + grid.left,
      top: top + grid.top,
      width: panelWidth - grid.left - grid.right,
      height: PANEL_HEIGHT - grid.top - grid.bottom,
    });
    option.xAxis.push({ ...xAxis, gridIndex: index });
    option.yAxis.push({ ...yAxis, gridIndex: index });
    option.series.push(
      ...series.map((one) => ({
        ...one,
        // Panels of one kind use the same ids; within a figure they must differ.
        id: `${index} ${one.id}`,
        xAxisIndex: index,
        yAxisIndex: index,
      })),
    );
    const letter = drawings.length > 1 ? `${String.fromCharCode(97 + index)}  ` : '';
    graphics.push(label(left + SIDE, top - HEAD_HEIGHT + 8, letter + drawing.title, tokens.t1, tokens, 600));
  });

  const below = rows * (PANEL_HEIGHT + HEAD_HEIGHT);
  const legend = legendGraphics(distinctLegend(drawings), below + 4, width, tokens);
  graphics.push(...legend.graphics);
  if (legend.marks.length > 0) option.series.push(marksSeries(legend.marks));
  const captionTop = below + legend.height + 6;
  const lines = wrap(text.caption, width - 2 * SIDE);
  lines.forEach((line, index) =>
    graphics.push(label(SIDE, captionTop + index * LINE_HEIGHT, line, tokens.t2, tokens)),
  );

  return {
    width,
    height: Math.ceil(captionTop + lines.length * LINE_HEIGHT + 8),
    option: { ...option, graphic: graphics, backgroundColor: '#FFFFFF', animation: false } as ChartOption,
  };
}

function distinctLegend(drawings: readonly ChartDrawing[]): LegendEntry[] {
  const byId = new Map<string, LegendEntry>();
  for (const entry of drawings.flatMap((drawing) => drawing.legend)) byId.set(entry.id, entry);
  return [...byId.values()];
}

function legendGraphics(entries: readonly LegendEntry[], top: number, width: number, tokens: Tokens) {
  const graphics: Graphic[] = [];
  const marks: Mark[] = [];
  let x = SIDE;
  let y = top;
  for (const entry of entries) {
    const room = 20 + textWidth(entry.name) + 16;
    if (x > SIDE && x + room > width) {
      x = SIDE;
      y += LEGEND_HEIGHT;
    }
    // Text sits a little higher in its line than a symbol in its box.
    marks.push(markGraphic(entry, x, y - 2));
    graphics.push(label(x + 20, y, entry.name, tokens.t2, tokens));
    x += room;
  }
  return { graphics, marks, height: entries.length ? y - top + LEGEND_HEIGHT : 0 };
}

type Mark = ReturnType<typeof markGraphic>;

/** The graphic component of ECharts knows no paths; a series without axes does. */
function marksSeries(marks: readonly Mark[]): ChartSeries {
  return {
    id: 'legend',
    type: 'custom',
    coordinateSystem: 'none',
    silent: true,
    data: [0],
    renderItem: () => ({ type: 'group', children: [...marks] }),
  };
}

function markGraphic({ mark, color }: LegendEntry, x: number, y: number) {
  if (mark === 'line') {
    return { type: 'rect' as const, shape: { x, y: y + 5, width: 14, height: 2 }, style: { fill: color } };
  }
  if (mark === 'box') {
    return {
      type: 'rect' as const,
      shape: { x: x + 2, y: y + 1, width: 10, height: 10 },
      style: { fill: color },
    };
  }
  return { type: 'path' as const, x, y, shape: { pathData: mark.path }, style: { fill: color } };
}

function label(x: number, y: number, text: string, fill: string, tokens: Tokens, weight = 400): Graphic {
  return { type: 'text', x, y, style: { text, fill, font: `${weight} 12px ${tokens.font}` } };
}

/** Inter at 12 px is 6.3 px wide on average; exact metrics are not needed to break a caption. */
const textWidth = (text: string): number => text.length * 6.3;

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
