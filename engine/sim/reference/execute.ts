/**
 * The reference itself: runs a small layer on a system pass by pass and PE by PE, produces its output spikes and
 * counts every access as it happens. The analytic counters of engine/sim must equal these, and the spikes must equal
 * the plain forward pass: the evidence that skipping, packing and lazy decay change the cost and not the result.
 * Then replays its stages with their loads, for the cycles in which the array waits for memory.
 * Left out: layers whose weights and spikes both exceed their shares of the GLB (the reference refuses them), and
 * output that exceeds its share.
 */
import type { ArchConfig, Counters, ArraySystem } from '../../contract/index.ts';
import { capacities } from '../../arch/arch.ts';
import { systemColumns, systemTws } from '../../schedule/dispatch.ts';
import type { DenseSpikes, IntegerLayer } from './dense-layer.ts';
import { channelMoves, total } from './memory-traffic.ts';
import type { ChannelMoves } from './memory-traffic.ts';
import type { Pass, PassPlan, Unit } from './passes.ts';
import { planPasses } from './passes.ts';
import type { StageWork } from './stage-replay.ts';
import { replayStages } from './stage-replay.ts';
import { stageWork } from './stage-work.ts';
import type { TileWork } from './stage-work.ts';
import { SystolicArray } from './systolic-array.ts';

export interface ReferenceResult {
  /** [t][m][position] */
  readonly output: Uint8Array;
  readonly passes: number;
  readonly units: number;
  readonly computeCycles: number;
  /** With the array waiting for its loads. */
  readonly cycles: number;
  readonly stallCycles: number;
  /** What the replay ran: SP-MB after SP-MB, row tile after row tile. */
  readonly stages: readonly StageWork[];
  readonly counts: Counters;
}

export function executeReference(
  system: ArraySystem,
  layer: IntegerLayer,
  spikes: DenseSpikes,
  askedTws: number,
  config: ArchConfig,
): ReferenceResult {
  const { M, R, kind } = layer.spec;
  const tws = systemTws(system, askedTws);
  const cols = systemColumns(system, config);
  const { rows } = config.array;
  const { weightBytes, psumBytes } = capacities(config, layer.spec);
  const plan = planPasses(system, layer, spikes, tws, config);
  const array = new SystolicArray(rows, cols, tws);
  const positions = R * R;
  const sums = new Float64Array(M * positions * spikes.timesteps);
  const output = new Uint8Array(spikes.timesteps * M * positions);
  const work = { revisits: 0, updates: 0 };
  const parked = new Set<number>();
  const parks = kind === 'conv' && config.dispatch.unit === 'ic';
  const tiles: TileWork[] = [];

  for (let firstRow = 0; firstRow < M; firstRow += rows) {
    const tileRows = Math.min(rows, M - firstRow);
    // 1. Integrate, stage after stage. A unit whose NTWU was here before fetches the sums parked then.
    parked.clear();
    const stageCycles = plan.stages.map((passes, stage) => {
      const isLast = stage === plan.stages.length - 1;
      const drained = config.drain === 'stage' || (config.drain === 'rowtile' && isLast);
      const before = array.counts.cycles;
      array.run(passes, layer, spikes, firstRow, drained, (m, unit, t, weight) => {
        sums[(m * positions + unit.position) * spikes.timesteps + t] += weight;
      });
      if (parks) work.revisits += tileRows * countRevisits(passes, plan.windows, parked);
      return array.counts.cycles - before;
    });
    // 2. Update the potentials, one time point after another, and compare with the threshold.
    tiles.push({ rows: tileRows, stageCycles, updateCycles: plan.update.length * tws });
    for (let m = firstRow; m < firstRow + tileRows; m++) {
      work.updates += updateNeurons(m, layer, plan, tws, spikes.timesteps, sums, output);
    }
  }

  const moves = channelMoves(system, layer, spikes, plan, tws, config);
  const stages = stageWork(tiles, layer, plan, moves, config);
  const rowTiles = Math.ceil(M / rows);
  const moved = memoryTotals(layer, moves, config);
  const inputs = spikes.values.length / spikes.timesteps;
  const tagsEach = plan.windows + Math.ceil(plan.windows / config.tbWindows);
  const outputBits = work.updates * tws + M * positions * tagsEach;
  const { counts } = array;
  return {
    output,
    passes: plan.stages.reduce((sum, stage) => sum + stage.length, 0),
    units: plan.stages.flat().reduce((sum, pass) => sum + unitsIn(pass).length, 0),
    computeCycles: counts.cycles + total(tiles.map((tile) => tile.updateCycles)),
    ...replayStages(stages),
    stages,
    counts: {
      'ALU.alu': counts.accumulations + work.updates * tws,
      'RF.weight': 2 * counts.weightHops * weightBytes,
      'RF.spike': (2 * counts.spikeHops * tws) / 8,
      'LBUF.weight': counts.weightReads * weightBytes + moved.localWeightBytes,
      'LBUF.spike':
        (counts.spikeWordReads * tws) / 8 +
        (moved.localSpikeBits * rowTiles) / 8 +
        (2 * work.updates * tws) / 8,
      'LBUF.psum': 2 * psumBytes * (work.revisits * tws + work.updates),
      'GLB.weight': moved.localWeightBytes + moved.dramWeightBytes,
      'GLB.spike':
        (moved.localSpikeBits * rowTiles +
          moved.tagBits +
          inputs * tagsEach +
          moved.dramSpikeBits +
          outputBits) /
        8,
      'DRAM.weight': moved.dramWeightBytes,
      'DRAM.spike': moved.dramSpikeBits / 8,
    },
  };
}

/** All channels together; weights in bytes. */
function memoryTotals({ spec }: IntegerLayer, moves: readonly ChannelMoves[], config: ArchConfig) {
  const { weightBytes, glbWeightBytes, glbSpikeBytes } = capacities(config, spec);
  const sum = (of: (move: ChannelMoves) => number): number => total(moves.map(of));
  const kernelBytes = spec.E * spec.E * spec.M * weightBytes;
  const weightsInUse = sum((move) => move.dramKernels) * kernelBytes;
  const dramSpikeBits = sum((move) => move.dramSpikeBits);
  if (weightsInUse > glbWeightBytes && dramSpikeBits / 8 > glbSpikeBytes)
    throw new Error('reference: weights and spikes both exceed the GLB; use a smaller layer');
  return {
    localWeightBytes: sum((move) => move.localKernels) * kernelBytes,
    localSpikeBits: sum((move) => move.localSpikeBits),
    tagBits: sum((move) => move.tagBits),
    dramWeightBytes: weightsInUse / config.batch,
    dramSpikeBits,
  };
}

const unitsIn = (pass: Pass): Unit[] =>
  [...pass.columns, ...(pass.partner?.columns ?? [])].filter((unit) => unit !== null);

/** Units whose NTWU was visited before; afterwards all of them are parked. */
function countRevisits(passes: readonly Pass[], windows: number, parked: Set<number>): number {
  let revisits = 0;
  for (const pass of passes)
    for (const unit of unitsIn(pass)) {
      const key = unit.position * windows + unit.window;
      if (parked.has(key)) revisits++;
      parked.add(key);
    }
  return revisits;
}

/** Fires the neurons of output channel m; windows without work only decay. Returns the NTWUs that were updated. */
function updateNeurons(
  m: number,
  layer: IntegerLayer,
  plan: PassPlan,
  tws: number,
  timesteps: number,
  sums: Float64Array,
  output: Uint8Array,
): number {
  const { M, R } = layer.spec;
  const positions = R * R;
  const worked = new Set(
    plan.update.flatMap(unitsIn).map((unit) => unit.position * plan.windows + unit.window),
  );
  for (let p = 0; p < positions; p++) {
    let u = 0;
    for (let w = 0; w < plan.windows; w++) {
      const active = worked.has(p * plan.windows + w);
      for (let t = w * tws; t < Math.min(timesteps, (w + 1) * tws); t++) {
        u = layer.leak * u;
        if (!active) continue;
        u += sums[(m * positions + p) * timesteps + t];
        if (u < layer.threshold) continue;
        output[(t * M + m) * positions + p] = 1;
        u = 0;
      }
    }
  }
  return worked.size;
}
