/** Columns of the table per layer: what each figure is, its unit, its formula. */
import { LEVELS, TERMS, type LayerReport, type SystemReport } from '../../../../engine/contract/index.ts';
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
import { MODE_NAMES } from './labels.ts';

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
      name: 'Mode',
      about: 'How work units were put into columns. SpikeX: by temporal or by spatial density of the layer',
      value: ({ mode }) => MODE_NAMES[mode],
    },
    { id: 'tws', name: 'TWS', about: TERMS.TWS, value: ({ tws }) => counted(tws) },
    whole('spikes', 'Spikes', 'Spikes that enter the layer in one inference', ({ spikes }) => spikes),
    whole('ntwu', 'NTWU', `${TERMS.NTWU} Active ones per output channel`, ({ ntwu }) => ntwu),
    whole('units', 'Units', 'Active (input channel, position, window) units', ({ units }) => units),
    whole(
      'passes',
      'Passes',
      'Array passes of one row tile, summed over input channels',
      ({ passes }) => passes,
    ),
    {
      id: 'utilization',
      name: 'Util.',
      unit: '%',
      about: 'Occupied columns / offered columns of all passes',
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
      name: 'Energy',
      unit: joule.unit,
      about: `Counts × energy table ${report.energyTable}, summed over ${LEVELS.join(', ')}`,
      value: ({ energyPj }) => scaled(energyPj * 1e-12, joule, 'J'),
      total: ({ total }) => scaled(total.energyPj * 1e-12, joule, 'J'),
    },
    {
      id: 'latency',
      name: 'Latency',
      unit: second.unit,
      about: `Cycles / ${count(report.arch.clockMhz)} MHz`,
      value: ({ latencyUs }) => scaled(latencyUs * 1e-6, second, 's'),
      total: ({ total }) => scaled(total.latencyUs * 1e-6, second, 's'),
    },
    {
      id: 'cycles',
      name: 'Cycles',
      about: 'Array and memory together, stage by stage; means of fractions are possible',
      value: ({ cycles }) => counted(cycles),
      total: ({ total }) => counted(total.cycles),
    },
    {
      id: 'compute',
      name: 'Array',
      unit: 'cycles',
      about: 'Cycles of the array alone: passes × slots × TWS, fill and drain, all row tiles',
      value: ({ computeCycles }) => counted(computeCycles),
      total: (of) => counted(sumOver(of, ({ computeCycles }) => computeCycles)),
    },
    {
      id: 'stall',
      name: 'Waiting',
      unit: '%',
      about: 'Cycles in which the array waits for memory / all cycles',
      value: (layer) => stallShare(stallCycles(layer), layer.cycles),
      total: (of) => stallShare(sumOver(of, stallCycles), of.total.cycles),
    },
    {
      id: 'bound',
      name: 'Bound by',
      about: 'The longest of array cycles, GLB bytes / bandwidth and DRAM bytes / bandwidth',
      value: boundOf,
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
    name: `Tailored ${level}`,
    about: `Weight bytes not fetched from ${level}, because no spike needs them (1 KB = 1024 B)`,
    value: (layer) => bytes(layer.tailoredBytes[level]),
    total: (report) => bytes(sumOver(report, (layer) => layer.tailoredBytes[level])),
  });
  return [
    reuse('window', 'Reuse, window', 'Spikes added per weight that a PE holds for one window'),
    reuse(
      'windows',
      'windows',
      'Units / passes with one neuron per row: windows of one neuron that share a weight',
    ),
    reuse('positions', 'positions', 'Passes with one neuron per row / passes: positions that share a weight'),
    tailored('GLB'),
    tailored('DRAM'),
  ];
}
