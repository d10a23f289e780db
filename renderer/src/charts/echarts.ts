/** The ECharts modules that the workbench draws with. Imported lazily: no page pays for it before its first chart. */
import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  AriaComponent,
  GraphicComponent,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import { chartTheme } from '../design/theme.ts';
import type { Tokens } from '../design/tokens.ts';
import { markCount, SVG_MARK_LIMIT, type ChartDrawing, type ChartOption } from './drawing.ts';
import type { Figure } from './figure.ts';
import { pdfOf } from './pdf.ts';

use([
  BarChart,
  CustomChart,
  LineChart,
  ScatterChart,
  AriaComponent,
  GraphicComponent,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  LabelLayout,
  CanvasRenderer,
  SVGRenderer,
]);

export type LiveChart = EChartsType;

export function rendererFor(drawing: ChartDrawing): 'svg' | 'canvas' {
  return markCount(drawing.panel) > SVG_MARK_LIMIT ? 'canvas' : 'svg';
}

export function startChart(element: HTMLElement, tokens: Tokens, renderer: 'svg' | 'canvas'): LiveChart {
  return init(element, chartTheme(tokens), { renderer, useDirtyRect: false });
}

/** Motion never carries data: animation stays off everywhere. */
export function optionOf(drawing: ChartDrawing): ChartOption {
  const { grid, xAxis, yAxis, series, tooltip } = drawing.panel;
  return {
    animation: false,
    useUTC: false,
    aria: { enabled: true, label: { description: drawing.summary } },
    grid,
    xAxis,
    yAxis,
    series: [...series],
    tooltip: { ...tooltip, confine: true, transitionDuration: 0 },
  } as ChartOption;
}

/** The figure as SVG text, sized in millimetres, without touching the page. */
export function figureSvg(figure: Figure, widthMm: number, tokens: Tokens): string {
  const chart = init(null, chartTheme(tokens), {
    renderer: 'svg',
    ssr: true,
    width: figure.width,
    height: figure.height,
  });
  chart.setOption(figure.option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  const heightMm = (figure.height / figure.width) * widthMm;
  return svg.replace(
    /<svg width="[\d.]+" height="[\d.]+"/,
    `<svg width="${widthMm}mm" height="${heightMm.toFixed(2)}mm"`,
  );
}

/** The figure as PNG at 300 dots per inch. */
export async function figurePng(figure: Figure, widthMm: number, tokens: Tokens): Promise<Blob> {
  const canvas = drawn(figure, widthMm, 300, tokens);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('the canvas gave no PNG');
  return blob;
}

/** The figure as PDF at 600 dots per inch: a picture, so that every sign looks as it does here. */
export async function figurePdf(figure: Figure, widthMm: number, tokens: Tokens): Promise<Blob> {
  const canvas = drawn(figure, widthMm, 600, tokens);
  const { width, height } = canvas;
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data;
  if (!pixels) throw new Error('the canvas gave no pixels');
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < pixels.length; from += 4) {
    rgb[to++] = pixels[from];
    rgb[to++] = pixels[from + 1];
    rgb[to++] = pixels[from + 2];
  }
  return pdfOf({ width, height, rgb }, widthMm);
}

function drawn(figure: Figure, widthMm: number, dpi: number, tokens: Tokens): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const devicePixelRatio = ((widthMm / 25.4) * dpi) / figure.width;
  const chart = init(canvas, chartTheme(tokens), {
    renderer: 'canvas',
    devicePixelRatio,
    width: figure.width,
    height: figure.height,
  });
  chart.setOption(figure.option);
  chart.getZr().flush();
  const still = document.createElement('canvas');
  still.width = canvas.width;
  still.height = canvas.height;
  still.getContext('2d')?.drawImage(canvas, 0, 0);
  chart.dispose();
  return still;
}
