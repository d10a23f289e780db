/**
 * Explicit passes for the cycle-stepped reference: which unit (position, window) sits in which column of which pass,
 * for each system, from dense spikes. Says by construction what engine/schedule/dispatch.ts says by counting.
 * A pass streams the slots of its channels; a stage is a list of passes between which the array need not drain.
 */
import type { ArchConfig, ArraySystem } from '../../contract/index.ts';
import { fcBlockInputs, isTailored, systemColumns } from '../../schedule/dispatch.ts';
import { windowCount } from '../../schedule/time-windows.ts';
import { pixelUnder, spikeAt } from './dense-layer.ts';
import type { DenseSpikes, IntegerLayer } from './dense-layer.ts';
import { sharePasses } from './shared-passes.ts';

export interface Unit {
  readonly position: number;
  readonly window: number;
}

export interface Pass {
  readonly channels: readonly number[];
  /** null: the column is idle. */
  readonly columns: readonly (Unit | null)[];
  /** Columns that a weight travels past. */
  readonly width: number;
  /** Position and batch of windows; PTB only packs passes of the same place. */
  readonly place: string;
  /** The pass that runs at the same time, in columns that this one leaves idle (PTB with packing). */
  readonly partner: Pass | null;
}

export interface PassPlan {
  readonly windows: number;
  readonly stages: readonly (readonly Pass[])[];
  /** Passes of the neuron update: the NTWUs of one output channel. */
  readonly update: readonly Pass[];
  readonly isActive: (channel: number, position: number, window: number) => boolean;
}

export function planPasses(
  system: ArraySystem,
  layer: IntegerLayer,
  spikes: DenseSpikes,
  tws: number,
  config: ArchConfig,
): PassPlan {
  const { C, R, E, kind } = layer.spec;
  const windows = windowCount(spikes.timesteps, tws);
  const positions = R * R;
  const seen = new Set<number>();
  const key = (c: number, p: number, w: number): number => (c * positions + p) * windows + w;
  for (let c = 0; c < C; c++)
    for (let p = 0; p < positions; p++)
      for (let slot = 0; slot < E * E; slot++) {
        const { y, x } = pixelUnder(layer.spec, p, slot);
        for (let t = 0; t < spikes.timesteps; t++)
          if (spikeAt(spikes, t, c, y, x)) seen.add(key(c, p, Math.floor(t / tws)));
      }
  const isActive = (c: number, p: number, w: number): boolean => seen.has(key(c, p, w));
  const all = Array.from({ length: C }, (_, c) => c);
  const activeChannels = all.filter((c) => anyOf(positions, windows, (p, w) => isActive(c, p, w)));
  const grid = (active: (p: number, w: number) => boolean): boolean[][] =>
    Array.from({ length: positions }, (_, p) => Array.from({ length: windows }, (_, w) => active(p, w)));
  const fill = (channels: readonly number[], active: (p: number, w: number) => boolean): Pass[] =>
    columnsOf(system, kind === 'fc', grid(active), config).map((columns) => ({
      channels,
      partner: null,
      ...columns,
    }));

  const anyChannel = (p: number, w: number): boolean => all.some((c) => isActive(c, p, w));
  const update = fill(all, anyChannel);
  if (config.dispatch.unit === 'ntwu' && kind === 'conv') {
    const channels = isTailored(system, config) ? activeChannels : all;
    return {
      windows,
      stages: [fill(channels, anyChannel)].filter((stage) => stage.length > 0),
      update,
      isActive,
    };
  }
  const perStage = kind === 'fc' ? fcBlockInputs(config, layer.spec) : 1;
  const stages: Pass[][] = [];
  for (let first = 0; first < C; first += perStage) {
    const stage = all.slice(first, first + perStage).flatMap((c) => fill([c], (p, w) => isActive(c, p, w)));
    stages.push(stage);
  }
  const packing = system === 'ptb' ? config.ptb.packing : 'none';
  const shared = sharePasses(stages, packing, kind === 'conv');
  return { windows, stages: shared.filter((stage) => stage.length > 0), update, isActive };
}

type Columns = Pick<Pass, 'columns' | 'width' | 'place'>;

function columnsOf(
  system: ArraySystem,
  fc: boolean,
  grid: readonly boolean[][],
  config: ArchConfig,
): Columns[] {
  const cols = systemColumns(system, config);
  const perNeuron = grid.map((windows, position) =>
    windows.flatMap((active, window) => (active ? [{ position, window }] : [])),
  );
  const units = perNeuron.flat();
  const packed = (list: readonly Unit[]): Columns[] =>
    chunks(list, cols).map((columns) => ({ columns, width: columns.length, place: '' }));
  if (system === 'serial-dense') return densePasses(grid, cols);
  if (system === 'spikex') {
    const { mode } = config.dispatch;
    const temporal = fc || mode === 'temporal' || (mode === 'paper' && units.length / grid.length > cols);
    return temporal ? perNeuron.flatMap(packed) : packed(units);
  }
  return grid.flatMap((windows, position) =>
    chunks(
      windows.map((active, window) => (active ? { position, window } : null)),
      cols,
    )
      .map((columns, batch) => ({ columns, width: columns.length, place: `${position}/${batch}` }))
      .filter(({ columns }) => columns.some((unit) => unit !== null)),
  );
}

/** One step at a time, all positions, `cols` of them side by side, whatever the input. */
function densePasses(grid: readonly boolean[][], cols: number): Columns[] {
  const windows = grid[0].map((_, window) => window);
  return windows.flatMap((window) =>
    chunks(
      grid.map((_, position) => ({ position, window })),
      cols,
    ).map((columns) => ({ columns, width: columns.length, place: '' })),
  );
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let i = 0; i < list.length; i += size) parts.push(list.slice(i, i + size));
  return parts;
}

function anyOf(positions: number, windows: number, active: (p: number, w: number) => boolean): boolean {
  for (let p = 0; p < positions; p++) for (let w = 0; w < windows; w++) if (active(p, w)) return true;
  return false;
}
