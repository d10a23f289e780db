/**
 * The schedule of a layer on the array systems, from the very units, plan, access counts and latency of its report
 * (simulate-layer.ts). Passes are made explicit stage by stage when they are asked for; a stage whose passes differ in
 * number from the plan is a fault of this program and throws.
 * What a stage holds in the buffers: its kernels exactly; spike words by its share of the active windows, DRAM spikes in
 * equal parts per active channel.
 */
import type { ArchConfig, ArraySystem, LayerSpec } from '../../contract/index.ts';
import { capacities } from '../../arch/arch.ts';
import { fcBlockInputs, isTailored, isTemporal, systemColumns } from '../../schedule/dispatch.ts';
import { tagPlanes } from '../../schedule/bit-planes.ts';
import { Scratch } from '../../schedule/scratch.ts';
import { anyChannel, unitFields, unitsOf } from '../../schedule/unit-fields.ts';
import type { UnitFields } from '../../schedule/unit-fields.ts';
import { appendPasses } from '../../schedule/unit-passes.ts';
import type { ColumnRule } from '../../schedule/unit-passes.ts';
import { stageTimes } from '../latency.ts';
import { rowOf } from '../own-channel.ts';
import type { LayerWork, UnitSource } from '../simulate-layer.ts';
import type { ChannelSpikes } from './channel-spikes.ts';
import type { Columns, Schedule, StagePlan } from './schedule.ts';
import { timelineOf } from './timeline.ts';

/** A channel of its own, or all channels as one where the unit is the NTWU. */
interface Block {
  readonly firstChannel: number;
  readonly channels: number;
}

export function arraySchedule(
  input: UnitSource,
  system: ArraySystem,
  work: LayerWork,
  spikes: ChannelSpikes,
  config: ArchConfig,
): Schedule {
  const isPool = input.layer.kind === 'pool';
  const layer = isPool ? rowOf(input.layer) : input.layer;
  const { units, plan, access, latency } = work;
  const { tws, windows } = units;
  const cols = systemColumns(system, config);
  const planes = tagPlanes('windows', layer, input.spikes, tws, config.tbWindows, new Scratch());
  const fields = unitFields(layer, planes);
  const asOne = config.dispatch.unit === 'ntwu' && layer.kind === 'conv' && !isPool;
  const any = anyChannel(fields);
  const perChannel = layer.R * layer.R * windows;
  const countOf = (c: number): number => (system === 'serial-dense' ? perChannel : unitsOf(fields, c));
  const ruleOf = (count: number): ColumnRule => columnRule(system, layer, count, config);

  const blocks = blocksOf(layer, asOne, config).filter(({ firstChannel, channels }) =>
    asOne ? plan.passes > 0 : upTo(channels).some((i) => countOf(firstChannel + i) > 0),
  );
  const unitsIn = ({ firstChannel, channels }: Block): number =>
    asOne ? plan.units : upTo(channels).reduce((sum, i) => sum + countOf(firstChannel + i), 0);

  const append = (channel: number, into: number[]): number => {
    const of = channel < 0 ? any : fields;
    const at = Math.max(0, channel);
    return appendPasses(ruleOf(unitsOf(of, at)), of, at, cols, into);
  };
  const channelsOf = ({ firstChannel, channels }: Block): number[] =>
    asOne ? [-1] : upTo(channels).map((i) => firstChannel + i);

  function columnsOf(stage: number): Columns {
    const columns = explicit(channelsOf(blocks[stage]), append, (c) => spikes.addsOf(c, tws, windows));
    if (columns.count !== plan.stagePasses[stage])
      throw new Error(`playback: ${columns.count} passes where the plan has ${plan.stagePasses[stage]}`);
    return columns;
  }
  /** Pooling updates every unit of every channel; all other layers their NTWUs. */
  const updateColumns = (): Columns => explicit(isPool ? upTo(layer.C) : [-1], append, () => null);

  const times = stageTimes(system, layer, tws, plan, config);
  const { lbufWeightBytes, lbufSpikeBytes, glbWeightBytes, glbSpikeBytes } = capacities(config);
  return {
    cols,
    windows,
    rowTiles: blocks.length > 0 ? times.rowTiles : 0,
    rowsOf: (tile) => Math.min(config.array.rows, layer.M - tile * config.array.rows),
    stages: blocks.map((block, i) => ({
      ...stageBytes(system, layer, block, fields, work, isPool, config),
      ...block,
      passes: plan.stagePasses[i],
      units: unitsIn(block),
    })),
    passCycles: plan.slots * tws,
    stageDrain: times.stageDrain,
    tileDrain: times.tileDrain,
    updates: plan.updatePasses / plan.stateVariables,
    updateCycles: tws * plan.stateVariables,
    timeline: timelineOf(layer, times, latency, access, config),
    columnsOf,
    updateColumns,
    capacity: {
      lbufWeights: lbufWeightBytes,
      lbufSpikes: lbufSpikeBytes,
      glbWeights: glbWeightBytes,
      glbSpikes: glbSpikeBytes,
    },
  };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

function columnRule(system: ArraySystem, layer: LayerSpec, units: number, config: ArchConfig): ColumnRule {
  if (system === 'serial-dense') return 'every';
  if (system !== 'spikex') return 'batches';
  return isTemporal(layer, units, config) ? 'compact' : 'across';
}

/** SP-MBs: a channel, a block of inputs (fc), or the whole layer. */
function blocksOf(layer: LayerSpec, asOne: boolean, config: ArchConfig): Block[] {
  if (asOne) return [{ firstChannel: 0, channels: layer.C }];
  const size = layer.kind === 'fc' ? fcBlockInputs(config, layer) : 1;
  return upTo(Math.ceil(layer.C / size)).map((block) => ({
    firstChannel: block * size,
    channels: Math.min(size, layer.C - block * size),
  }));
}

type StageBytes = Pick<StagePlan, 'kernelBytes' | 'streamedBytes' | 'spikeBytes' | 'dramSpikeBytes'>;

function stageBytes(
  system: ArraySystem,
  layer: LayerSpec,
  { firstChannel, channels }: Block,
  fields: UnitFields,
  { units, plan, access }: LayerWork,
  isPool: boolean,
  config: ArchConfig,
): StageBytes {
  const { weightBytes } = capacities(config, layer);
  const active = upTo(channels).filter((i) => units.units[firstChannel + i] > 0).length;
  const held = isTailored(system, config) ? active : channels;
  const own = upTo(channels).reduce((sum, i) => sum + unitsOf(fields, firstChannel + i), 0);
  const ownShare =
    own /
    Math.max(
      1,
      units.units.reduce((sum, count) => sum + count, 0),
    );
  return {
    kernelBytes: isPool ? 0 : held * layer.E * layer.E * weightBytes,
    streamedBytes: isPool ? 0 : plan.slots * weightBytes,
    spikeBytes: (access.loads.glb.everyTile / Math.ceil(layer.M / config.array.rows)) * ownShare,
    dramSpikeBytes: (access.loads.dram.first * active) / Math.max(1, units.activeChannels),
  };
}

/** Passes of several channels, one after another. addsOf: by unit; null = nothing is added. */
function explicit(
  channels: readonly number[],
  append: (channel: number, into: number[]) => number,
  addsOf: (channel: number) => Int32Array | null,
): Columns {
  const unit: number[] = [];
  const owner: number[] = [];
  const adds: number[] = [];
  for (const channel of channels) {
    const passes = append(channel, unit);
    if (passes === 0) continue;
    for (let i = 0; i < passes; i++) owner.push(channel);
    const ofUnit = addsOf(channel);
    for (let i = adds.length; i < unit.length; i++) adds.push(unit[i] < 0 ? 0 : (ofUnit?.[unit[i]] ?? 0));
  }
  return {
    count: owner.length,
    channel: Int32Array.from(owner),
    unit: Int32Array.from(unit),
    adds: Int32Array.from(adds),
  };
}
