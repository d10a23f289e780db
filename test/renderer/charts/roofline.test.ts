import { describe, expect, it } from 'vitest';
import { figureSvg } from '../../../renderer/src/charts/echarts.ts';
import { composeFigure } from '../../../renderer/src/charts/figure.ts';
import { roofAt, roofline, type RooflineInput } from '../../../renderer/src/charts/roofline.ts';
import { LIGHT } from '../../../renderer/src/design/tokens.ts';
import { rooflineOf } from '../../../renderer/src/views/simulate/roofline.ts';
import { layerReport, systemReport } from '../../support/fake/simulation.ts';

const view = rooflineOf(
  [systemReport('spikex', [layerReport('A'), layerReport('B', { counts: { 'ALU.alu': 5 } })])],
  'DRAM',
  'spikex',
);

describe('rooflineOf', () => {
  it('places a layer at additions per byte and additions per second', () => {
    // 1000 additions, 20 DRAM bytes, 250 cycles at 0.2 GHz: 50 per byte, 4 x 0.2 = 0.8 G/s
    expect(view?.input.points).toHaveLength(1);
    expect(view?.input.points[0]).toMatchObject({ key: 'spikex A', intensity: 50, attained: 0.8 });
    // 8 x 8 PEs at 0.2 GHz
    expect(view?.input.peak).toBeCloseTo(12.8, 12);
    expect(view?.input.bandwidth).toBe(30);
  });

  it('says how many layers have no place', () => {
    expect(view?.left).toBe(1);
  });

  it('takes the bandwidth of the global buffer: 32 B per cycle at 0.2 GHz', () => {
    expect(rooflineOf([systemReport('spikex')], 'GLB', 'spikex')?.input.bandwidth).toBeCloseTo(6.4, 12);
    expect(rooflineOf([], 'GLB', 'spikex')).toBeNull();
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
