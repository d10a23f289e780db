/**
 * The reference itself: runs a small layer on a system pass by pass and PE by PE, produces its output spikes and
 * counts every access as it happens. The analytic counters of engine/sim must equal these, and the spikes must equal
 * the plain forward pass: the evidence that skipping, packing and lazy decay change the cost and not the result.
 * Left out: memory stalls, and layers whose weights and spikes both exceed their shares of the GLB, or whose output
 * exceeds its share (the reference refuses them).
 */
import type { ArchConfig, Counters, SystemName } from '../../contract/index.ts';
import { capacities } from '../../arch/arch.ts';
import { isTailored, systemColumns, systemTws } from '../../schedule/dispatch.ts';
import type { DenseSpikes, IntegerLayer } from './dense-layer.ts';
import { moveFromDram, moveToLocalBuffer, scanTags } from './memory-traffic.ts';
import type { Pass, PassPlan, Unit } from './passes.ts';
import { planPasses } from './passes.ts';
import { SystolicArray } from './systolic-array.ts';

export interface ReferenceResult {
  /** [t][m][position] */
  readonly output: Uint8Array;
  readonly passes: number;
  readonly units: number;
  readonly computeCycles: number;
  readonly counts: Counters;
}

export function executeReference(
  system: SystemName,
  layer: IntegerLayer,
  spikes: DenseSpikes,
  askedTws: number,
  config: ArchConfig,
): ReferenceResult {
  const { M, R, kind } = layer.spec;
  const tws = systemTws(system, askedTws);
  const cols = systemColumns(system, config);
  const { rows } = config.array;
  const { weightBytes, psumBytes } = capacities(config);
  const plan = planPasses(system, layer, spikes, tws, config);
  const array = new SystolicArray(rows, cols, tws);
  const positions = R * R;
  const sums = new Float64Array(M * positions * spikes.timesteps);
  const output = new Uint8Array(spikes.timesteps * M * positions);
  const work = { revisits: 0, updates: 0, updateCycles: 0 };
  const parked = new Set<number>();
  const parks = kind === 'conv' && config.dispatch.unit === 'ic';

  for (let firstRow = 0; firstRow < M; firstRow += rows) {
    const tileRows = Math.min(rows, M - firstRow);
    // 1. Integrate, stage after stage. A unit whose NTWU was here before fetches the sums parked then.
    parked.clear();
    const charged = config.drain === 'rowtile' ? [plan.stages.flat()] : plan.stages;
    for (const passes of charged) {
      if (passes.length === 0) continue;
      array.run(passes, layer, spikes, firstRow, config.drain !== 'none', (m, unit, t, weight) => {
        sums[(m * positions + unit.position) * spikes.timesteps + t] += weight;
      });
      if (parks) work.revisits += tileRows * countRevisits(passes, plan.windows, parked);
    }
    // 2. Update the potentials, one time point after another, and compare with the threshold.
    if (plan.stages.length === 0) continue;
    work.updateCycles += plan.update.length * tws;
    for (let m = firstRow; m < firstRow + tileRows; m++) {
      work.updates += updateNeurons(m, layer, plan, tws, spikes.timesteps, sums, output);
    }
  }

  const rowTiles = Math.ceil(M / rows);
  const tailored = isTailored(system, config);
  const local = moveToLocalBuffer(system, layer, spikes, plan, tws, config, tailored);
  const dram = moveFromDram(layer, spikes, plan, config, tailored);
  const outputBits =
    work.updates * tws + M * positions * (plan.windows + Math.ceil(plan.windows / config.tbWindows));
  const { counts } = array;
  return {
    output,
    passes: plan.stages.reduce((sum, stage) => sum + stage.length, 0),
    units: plan.stages.flat().reduce((sum, pass) => sum + unitsIn(pass).length, 0),
    computeCycles: counts.cycles + work.updateCycles,
    counts: {
      'ALU.alu': counts.accumulations + work.updates * tws,
      'RF.weight': 2 * counts.weightHops * weightBytes,
      'RF.spike': (2 * counts.spikeHops * tws) / 8,
      'LBUF.weight': counts.weightReads * weightBytes + local.weightBytes,
      'LBUF.spike':
        (counts.spikeWordReads * tws) / 8 + (local.spikeBits * rowTiles) / 8 + (2 * work.updates * tws) / 8,
      'LBUF.psum': 2 * psumBytes * (work.revisits * tws + work.updates),
      'GLB.weight': local.weightBytes + dram.weightBytes,
      'GLB.spike':
        (local.spikeBits * rowTiles + scanTags(spikes, tws, config) + dram.spikeBits + outputBits) / 8,
      'DRAM.weight': dram.weightBytes,
      'DRAM.spike': dram.spikeBits / 8,
    },
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
