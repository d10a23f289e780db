// Systems side by side: values in one unit, ratios to the system in focus, a drawing that renders.
import { describe, expect, it } from 'vitest';
import { SYSTEM_DESCRIPTIONS, SYSTEM_NAMES, type SystemReport } from '../../../engine/contract/index.ts';
import { figureSvg } from '../../../renderer/src/charts/echarts.ts';
import { composeFigure } from '../../../renderer/src/charts/figure.ts';
import { SYSTEM_ORDER, SYSTEM_STYLES } from '../../../renderer/src/charts/series-style.ts';
import { systemDots } from '../../../renderer/src/charts/system-dots.ts';
import { LIGHT } from '../../../renderer/src/design/tokens.ts';
import { sideBySide } from '../../../renderer/src/views/simulate/side-by-side.ts';

const report = (system: SystemReport['system'], energyPj: number, latencyUs: number): SystemReport =>
  ({
    system,
    energyTable: 'paper',
    total: { energyPj, latencyUs, edpJs: energyPj * latencyUs * 1e-18 },
  }) as unknown as SystemReport;
const systems = [report('dense-os', 8e6, 40), report('manycore', 0, 0), report('spikex', 2e6, 10)];

describe('sideBySide', () => {
  it('gives one unit and ratios to the system in focus', () => {
    const input = sideBySide(systems, 'energy', 'spikex');
    // 2 uJ and 8 uJ; a system with nothing to do has no place on a log axis
    const texts = input?.dots.map(({ system, text, ratio }) => [system, text.replace(/\s/g, ' '), ratio]);
    expect(texts).toEqual([
      ['spikex', '2.00 µJ', '1.00×'],
      ['dense-os', '8.00 µJ', '4.00×'],
    ]);
    expect(input?.dots[1].value).toBeCloseTo(8, 9);
    expect(input?.axis).toBe('Energy (µJ), log');
    // (8e6 * 40) / (2e6 * 10)
    expect(sideBySide(systems, 'edp', 'spikex')?.dots[1].ratio).toBe('16.0×');
  });

  it('is null where nothing costs anything', () => {
    expect(sideBySide([systems[1]], 'energy', 'manycore')).toBeNull();
  });

  it('is drawn with the symbol of each system and read out', () => {
    const input = sideBySide(systems, 'latency', 'spikex');
    if (!input) throw new Error('nothing to draw');
    const drawing = systemDots(input, LIGHT);
    expect(drawing.summary).toMatch(/^Latency: 2 systems; SpikeX is lowest with 10\.0\sµs\.$/);
    expect(drawing.stops.map(({ key }) => key)).toEqual(['spikex', 'dense-os']);
    const figure = composeFigure([drawing], { caption: 'one', widthMm: 88 }, LIGHT);
    const svg = figureSvg(figure, 88, LIGHT);
    expect(svg).toContain('SpikeX');
    expect(svg).toContain('4.00×');
  });
});

describe('every system', () => {
  it('has a look of its own and says what it is', () => {
    const looks = SYSTEM_NAMES.map((system) => SYSTEM_STYLES[system]);
    expect(new Set(looks.map(({ path }) => path)).size).toBe(SYSTEM_NAMES.length);
    expect(new Set(looks.map(({ letter }) => letter)).size).toBe(SYSTEM_NAMES.length);
    expect([...SYSTEM_ORDER].sort()).toEqual([...SYSTEM_NAMES].sort());
    for (const system of SYSTEM_NAMES) {
      const { models, leavesOut, source } = SYSTEM_DESCRIPTIONS[system];
      expect([system, models.length > 0, leavesOut.length > 0, source.length > 0]).toEqual([
        system,
        true,
        true,
        true,
      ]);
    }
  });
});
