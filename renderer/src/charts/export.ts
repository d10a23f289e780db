/** Saving drawn charts: light tokens on white whatever the theme, and the raw data beside the picture. */
import { LIGHT } from '../design/tokens.ts';
import type { Tokens } from '../design/tokens.ts';
import { csvOf } from './csv.ts';
import type { ChartDrawing } from './drawing.ts';
import { composeFigure, type FigureText, type FigureWidthMm } from './figure.ts';

export const EXPORT_KINDS = ['svg-180', 'svg-88', 'pdf-180', 'pdf-88', 'png-180', 'png-88', 'csv'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

export type Draw = (tokens: Tokens) => ChartDrawing;

/** Renders the panels as one figure and hands it to the browser as a download. */
export async function exportFigure(
  draws: readonly Draw[],
  kind: ExportKind,
  caption: string,
  fileName: string,
): Promise<void> {
  const drawings = draws.map((draw) => draw(LIGHT));
  if (kind === 'csv') {
    const text = drawings.map((drawing) => csvOf(drawing.table)).join('\r\n');
    saveFile(new Blob([text], { type: 'text/csv' }), `${fileName}.csv`);
    return;
  }
  const widthMm: FigureWidthMm = kind.endsWith('180') ? 180 : 88;
  const text: FigureText = { caption, widthMm };
  const { figurePdf, figureSvg, figurePng } = await import('./echarts.ts');
  await document.fonts.load('12px "Inter Variable"');
  const figure = composeFigure(drawings, text, LIGHT);
  if (kind.startsWith('svg')) {
    saveFile(new Blob([figureSvg(figure, widthMm, LIGHT)], { type: 'image/svg+xml' }), `${fileName}.svg`);
  } else if (kind.startsWith('pdf')) {
    saveFile(await figurePdf(figure, widthMm, LIGHT), `${fileName}.pdf`);
  } else {
    saveFile(await figurePng(figure, widthMm, LIGHT), `${fileName}.png`);
  }
}

export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the address after this task; a minute is ample, then the bytes are freed.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
