/**
 * The bytes of docs/model.md section 5, given to the stages that need them: the kernels of a channel for the rows of
 * a tile and its spike words to every row tile; its tags and its spikes from DRAM to the first row tile only, as they
 * stay in the GLB. A channel loads with the first stage that uses it; one that no stage uses (its tags, and without
 * tailoring its weights) loads with the next channel in use. A silent layer only loads. In cycles of the two memory interfaces.
 * Left out: spikes larger than their share of the GLB, which later row tiles would fetch anew.
 */
import type { ArchConfig } from '../../contract/index.ts';
import { capacities } from '../../arch/arch.ts';
import { dramBytesPerCycle } from '../latency.ts';
import type { IntegerLayer } from './dense-layer.ts';
import type { ChannelMoves } from './memory-traffic.ts';
import { total } from './memory-traffic.ts';
import type { Pass, PassPlan } from './passes.ts';
import type { StageWork } from './stage-replay.ts';

/** What the array did, row tile by row tile. */
export interface TileWork {
  readonly rows: number;
  /** Cycles of each stage of the plan. */
  readonly stageCycles: readonly number[];
  readonly updateCycles: number;
}

export function stageWork(
  tiles: readonly TileWork[],
  { spec }: IntegerLayer,
  plan: PassPlan,
  moves: readonly ChannelMoves[],
  config: ArchConfig,
): StageWork[] {
  const owners = stageOfChannel(plan.stages, spec.C);
  const loads =
    plan.stages.length > 0
      ? plan.stages.map((_, stage) => moves.filter((_move, c) => owners[c] === stage))
      : [moves];
  const rowKernelBytes = spec.E * spec.E * capacities(config, spec).weightBytes;
  return tiles.flatMap((tile, t) =>
    loads.map((load, stage) => {
      const isFirst = t === 0;
      const sum = (of: (move: ChannelMoves) => number): number => total(load.map(of));
      const kernelBytes = tile.rows * rowKernelBytes;
      const glbBytes =
        sum((move) => move.localKernels) * kernelBytes +
        sum((move) => move.localSpikeBits + (isFirst ? move.tagBits : 0)) / 8;
      const dramBytes =
        (sum((move) => move.dramKernels) * kernelBytes) / config.batch +
        (isFirst ? sum((move) => move.dramSpikeBits) / 8 : 0);
      return {
        dramCycles: dramBytes / dramBytesPerCycle(config),
        glbCycles: glbBytes / config.glb.bytesPerCycle,
        computeCycles: tile.stageCycles[stage] ?? 0,
        tailCycles: stage === loads.length - 1 ? tile.updateCycles : 0,
      };
    }),
  );
}

/** The stage with which each channel loads. */
function stageOfChannel(stages: readonly (readonly Pass[])[], channels: number): number[] {
  const owners: number[] = [];
  for (let c = channels - 1; c >= 0; c--) {
    const first = stages.findIndex((passes) =>
      passes.some((pass) => pass.channels.includes(c) || pass.partner?.channels.includes(c)),
    );
    owners[c] = first >= 0 ? first : (owners[c + 1] ?? stages.length - 1);
  }
  return owners;
}
