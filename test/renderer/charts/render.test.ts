// The builders through the real chart library, without a browser: every kind of chart becomes SVG.
import { describe, expect, it } from 'vitest';
import { confusionMatrix } from '../../../renderer/src/charts/confusion.ts';
import type { ChartDrawing } from '../../../renderer/src/charts/drawing.ts';
import { figureSvg } from '../../../renderer/src/charts/echarts.ts';
import { epochLines } from '../../../renderer/src/charts/epoch-lines.ts';
import { composeFigure } from '../../../renderer/src/charts/figure.ts';
import { frontier } from '../../../renderer/src/charts/frontier.ts';
import { layerStacks } from '../../../renderer/src/charts/layer-stacks.ts';
import { LEVEL_PARTS } from '../../../renderer/src/charts/series-style.ts';
import { LIGHT } from '../../../renderer/src/design/tokens.ts';

const point = { label: 'β 0.01', lines: [], foot: '', settled: true };
const drawings: Record<string, ChartDrawing> = {
  frontier: frontier(
    {
      title: 'Front',
      points: [
        { ...point, key: 'a', name: 'a', system: 'spikex', cost: 10, accuracyPercent: 97 },
        { ...point, key: 'b', name: 'b', system: 'ptb', cost: 100, accuracyPercent: 98 },
        { ...point, key: 'c', name: 'c', system: 'serial', cost: 300, accuracyPercent: 98 },
      ],
      costName: 'EDP',
      costUnit: 'pJ·s',
      log: true,
      showFront: true,
      floorPercent: 96.5,
      selectedKey: 'a',
    },
    LIGHT,
  ),
  energy: layerStacks(
    {
      title: 'Energy',
      layerNames: ['CONV1'],
      parts: LEVEL_PARTS,
      bars: [{ key: 'p', name: 'PTB', letter: 'P', layers: [{ ALU: 1, RF: 1, LBUF: 1, GLB: 1, DRAM: 38 }] }],
      axis: 'Energy (nJ)',
      unit: 'nJ',
      text: String,
      foot: '',
    },
    LIGHT,
  ),
  lines: epochLines(
    {
      title: 'Accuracy',
      quantity: 'Accuracy',
      unit: '%',
      epochs: [1, 2],
      plannedEpochs: 4,
      series: [{ id: 'a', name: 'held out', hue: 'sky', values: [90, 95], drawn: 'line' }],
      log: false,
      range: 'accuracy',
      switchAfter: 1,
      refits: [],
      best: { epoch: 2, value: 95 },
      text: String,
    },
    LIGHT,
  ),
  confusion: confusionMatrix(
    {
      title: 'Confusion',
      classes: ['zero', 'one'],
      counts: [
        [7, 3],
        [2, 8],
      ],
      shown: 'count',
    },
    LIGHT,
  ),
};

const svgOf = (...panels: ChartDrawing[]) =>
  figureSvg(composeFigure(panels, { caption: 'Energy table paper.', widthMm: 180 }, LIGHT), 180, LIGHT);
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

describe('figures as SVG', () => {
  it('are sized in millimetres and white', () => {
    const svg = svgOf(drawings['frontier']);
    expect(svg).toMatch(/^<svg width="180mm" height="[\d.]+mm"/);
    expect(svg).toMatch(/fill="(#FFFFFF|#FFF|#fff|white|rgb\(255,255,255\))"/i);
  });

  it('write axes with units, the legend and the caption into the picture', () => {
    const written = texts(svgOf(drawings['frontier']));
    for (const text of [
      'EDP (pJ·s), log',
      'Accuracy (%)',
      'SpikeX',
      'PTB',
      'Serial',
      'Energy table paper.',
    ]) {
      expect(written).toContain(text);
    }
  });

  it('draw every symbol of the legend in its hue', () => {
    const svg = svgOf(drawings['frontier']);
    // Once in the plot and once in the legend.
    expect(svg.split(LIGHT.dAmber).length - 1).toBeGreaterThanOrEqual(2);
  });

  it('show the total on a bar and its letter below', () => {
    // 1 + 1 + 1 + 1 + 38
    expect(texts(svgOf(drawings['energy']))).toEqual(expect.arrayContaining(['42', 'P', 'CONV1']));
  });

  it('mark where the hardware loss begins and the best epoch', () => {
    expect(texts(svgOf(drawings['lines']))).toEqual(
      expect.arrayContaining(['hardware loss on', 'best, epoch 2']),
    );
  });

  it('write counts into cells that are large enough', () => {
    expect(texts(svgOf(drawings['confusion']))).toEqual(expect.arrayContaining(['7', '3', '2', '8', 'zero']));
  });

  it('put several panels into one picture', () => {
    const written = texts(svgOf(drawings['frontier'], drawings['energy']));
    expect(written).toEqual(expect.arrayContaining(['a  Front', 'b  Energy', 'DRAM', 'SpikeX']));
  });

  it('put panels of the same kind side by side, with one legend', () => {
    const written = texts(svgOf(drawings['frontier'], drawings['frontier'], drawings['frontier']));
    expect(written.filter((text) => text === 'EDP (pJ·s), log')).toHaveLength(3);
    expect(written.filter((text) => text === 'SpikeX')).toHaveLength(1);
  });
});
