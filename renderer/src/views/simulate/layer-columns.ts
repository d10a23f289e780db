/** Columns of the table per layer: what each figure is, its unit, its formula. */
import { LEVELS, type LayerReport, type SystemReport } from '../../../../engine/contract/index.ts';
import {
  bytes,
  columnScale,
  count,
  counted,
  percent,
  ratio,
  scaled,
  type Quantity,
} from '../../format/index.ts';
import { stallCycles } from './breakdown.ts';
import { simulateTexts } from '../../texts/simulate.ts';
import { termTexts } from '../../texts/terms.ts';
import { wordTexts } from '../../texts/words.ts';

export interface LayerColumn {
  readonly id: string;
  readonly name: string;
  readonly unit?: string;
  /** Definition, formula, source of the figure. */
  readonly about: string;
  readonly value: (layer: LayerReport) => Quantity | string;
  /** Of the whole network; columns that do not add up have none. */
  readonly total?: (report: SystemReport) => Quantity;
}

export type Bound = 'array' | 'GLB' | 'DRAM' | 'nothing';

/** The longest of array time and the times of the two memories. */
export function boundOf(layer: LayerReport): Bound {
  const { computeCycles, glbCycles, dramCycles } = layer;
  const longest = Math.max(computeCycles, glbCycles, dramCycles);
  if (longest === 0) return 'nothing';
  if (longest === computeCycles) return 'array';
  return longest === dramCycles ? 'DRAM' : 'GLB';
}

const sumOver = (report: SystemReport, of: (layer: LayerReport) => number): number =>
  report.layers.reduce((sum, layer) => sum + of(layer), 0);

export function layerColumns(report: SystemReport): readonly LayerColumn[] {
  return [...costColumns(report), ...dispatchColumns(), ...reuseColumns()];
}

function dispatchColumns(): LayerColumn[] {
  const whole = (
    id: string,
    name: string,
    about: string,
    of: (layer: LayerReport) => number,
  ): LayerColumn => ({
    id,
    name,
    about,
    value: (layer) => counted(of(layer)),
    total: (report) => counted(sumOver(report, of)),
  });
  return [
    {
      id: 'mode',
      name: simulateTexts.layers.mode,
      about: simulateTexts.layers.modeAbout,
      value: ({ mode }) => simulateTexts.modes[mode],
    },
    { id: 'tws', name: wordTexts.tws, about: termTexts.TWS, value: ({ tws }) => counted(tws) },
    whole('spikes', wordTexts.spikes, simulateTexts.layers.spikesAbout, ({ spikes }) => spikes),
    whole('ntwu', 'NTWU', simulateTexts.layers.ntwuAbout(termTexts.NTWU), ({ ntwu }) => ntwu),
    whole('units', simulateTexts.layers.units, simulateTexts.layers.unitsAbout, ({ units }) => units),
    whole('passes', simulateTexts.layers.passes, simulateTexts.layers.passesAbout, ({ passes }) => passes),
    {
      id: 'utilization',
      name: wordTexts.util,
      unit: '%',
      about: simulateTexts.layers.utilAbout,
      value: ({ utilization }) => percent(utilization, 1),
    },
  ];
}

function costColumns(report: SystemReport): LayerColumn[] {
  const { layers } = report;
  const joule = columnScale(
    layers.map(({ energyPj }) => energyPj * 1e-12),
    'J',
  );
  const second = columnScale(
    layers.map(({ latencyUs }) => latencyUs * 1e-6),
    's',
  );
  const stallShare = (stall: number, cycles: number): Quantity =>
    percent(cycles > 0 ? stall / cycles : null, 1);
  return [
    {
      id: 'energy',
      name: wordTexts.energy,
      unit: joule.unit,
      about: simulateTexts.layers.energyAbout(report.energyTable, LEVELS.join(', ')),
      value: ({ energyPj }) => scaled(energyPj * 1e-12, joule, 'J'),
      total: ({ total }) => scaled(total.energyPj * 1e-12, joule, 'J'),
    },
    {
      id: 'latency',
      name: wordTexts.latency,
      unit: second.unit,
      about: simulateTexts.layers.latencyAbout(count(report.arch.clockMhz)),
      value: ({ latencyUs }) => scaled(latencyUs * 1e-6, second, 's'),
      total: ({ total }) => scaled(total.latencyUs * 1e-6, second, 's'),
    },
    {
      id: 'cycles',
      name: wordTexts.cycles,
      about: simulateTexts.layers.cyclesAbout,
      value: ({ cycles }) => counted(cycles),
      total: ({ total }) => counted(total.cycles),
    },
    {
      id: 'compute',
      name: simulateTexts.layers.array,
      unit: simulateTexts.layers.arrayUnit,
      about: simulateTexts.layers.arrayAbout,
      value: ({ computeCycles }) => counted(computeCycles),
      total: (of) => counted(sumOver(of, ({ computeCycles }) => computeCycles)),
    },
    {
      id: 'stall',
      name: simulateTexts.layers.waiting,
      unit: '%',
      about: simulateTexts.layers.waitingAbout,
      value: (layer) => stallShare(stallCycles(layer), layer.cycles),
      total: (of) => stallShare(sumOver(of, stallCycles), of.total.cycles),
    },
    {
      id: 'bound',
      name: wordTexts.boundBy,
      about: simulateTexts.layers.boundAbout,
      value: (layer) => simulateTexts.bounds[boundOf(layer)],
    },
  ];
}

function reuseColumns(): LayerColumn[] {
  const reuse = (key: keyof LayerReport['reuse'], name: string, about: string): LayerColumn => ({
    id: `reuse-${key}`,
    name,
    unit: '×',
    about,
    value: (layer) => ({ ...ratio(layer.reuse[key]), text: ratio(layer.reuse[key]).text.replace('×', '') }),
  });
  const tailored = (level: 'GLB' | 'DRAM'): LayerColumn => ({
    id: `tailored-${level}`,
    name: simulateTexts.layers.tailored(level),
    about: simulateTexts.layers.tailoredAbout(level),
    value: (layer) => bytes(layer.tailoredBytes[level]),
    total: (report) => bytes(sumOver(report, (layer) => layer.tailoredBytes[level])),
  });
  return [
    reuse('window', simulateTexts.layers.reuse, simulateTexts.layers.reuseAbout),
    reuse('windows', simulateTexts.layers.reuseWindows, simulateTexts.layers.reuseWindowsAbout),
    reuse('positions', simulateTexts.layers.reusePositions, simulateTexts.layers.reusePositionsAbout),
    tailored('GLB'),
    tailored('DRAM'),
  ];
}
