import { describe, expect, it } from 'vitest';
import { figureSvg } from '../../../renderer/src/charts/echarts.ts';
import { composeFigure } from '../../../renderer/src/charts/figure.ts';
import { roofAt, roofline, type RooflineInput } from '../../../renderer/src/charts/roofline.ts';
import { LIGHT } from '../../../renderer/src/design/tokens.ts';
import { rooflineView } from '../../../renderer/src/views/simulate/roofline.ts';
import { layerReport, rooflinePoint } from '../../support/fake/simulation.ts';

const rooflines = [
  {
    system: 'spikex' as const,
    layers: [layerReport('A'), layerReport('B', { dramCycles: 0 })].map(rooflinePoint),
  },
];
const view = rooflineView(rooflines, 'DRAM', 'spikex', 200);

describe('rooflineView', () => {
  it('places a layer at additions per byte and additions per second', () => {
    // 1000 additions, 40 cycles x 150 B = 6000 B; 1000 additions in 250 cycles at 0.2 GHz = 0.8 G/s
    expect(view?.input.points).toHaveLength(1);
    expect(view?.input.points[0].key).toBe('spikex A');
    expect(view?.input.points[0].intensity).toBeCloseTo(1 / 6, 12);
    expect(view?.input.points[0].attained).toBeCloseTo(0.8, 12);
    // 64 PEs at 0.2 GHz; 150 B per cycle at 0.2 GHz
    expect(view?.input.peak).toBeCloseTo(12.8, 12);
    expect(view?.input.bandwidth).toBeCloseTo(30, 12);
  });

  it('says how many layers have no place', () => {
    expect(view?.left).toBe(1);
  });

  it('takes the bandwidth of the global buffer: 32 B per cycle at 0.2 GHz', () => {
    expect(rooflineView(rooflines, 'GLB', 'spikex', 200)?.input.bandwidth).toBeCloseTo(6.4, 12);
    expect(rooflineView(rooflines, 'GLB', 'ptb', 200)).toBeNull();
  });
});

describe('roofline', () => {
  const input = view?.input as RooflineInput;

  it('bends where memory and array allow the same', () => {
    expect(roofAt(input, 0.1)).toBeCloseTo(3, 12);
    expect(roofAt(input, 12.8 / 30)).toBeCloseTo(12.8, 12);
    expect(roofAt(input, 100)).toBe(12.8);
  });

  it('draws the roof inside its axes', () => {
    const { xAxis, yAxis, series } = roofline(input, LIGHT).panel;
    const roof = series.find(({ id }) => id === 'roof')?.data as [number, number][];
    const [x, y] = [xAxis as { min: number; max: number }, yAxis as { min: number; max: number }];
    for (const [at, height] of roof) {
      expect(at).toBeGreaterThanOrEqual(x.min);
      expect(at).toBeLessThanOrEqual(x.max);
      expect(height).toBeGreaterThanOrEqual(y.min * (1 - 1e-12));
      expect(height).toBeLessThanOrEqual(y.max);
    }
  });

  it('becomes a figure that names axes, roofs and layers', () => {
    const svg = figureSvg(
      composeFigure([roofline(input, LIGHT)], { caption: 'one', widthMm: 88 }, LIGHT),
      88,
      LIGHT,
    );
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, written]) => written);
    expect(texts).toEqual(
      expect.arrayContaining(['Additions per DRAM byte, log', 'array 12.8 G/s', 'DRAM 30.0 GB/s', 'A']),
    );
  });
});
