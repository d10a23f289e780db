/**
 * Why did it change: the difference between two results, divided among the factors that differ. Every combination of
 * old and new settings is simulated (the table is only another price), and each factor gets its effect averaged over
 * all orders of exchanging the factors one by one (Shapley, engine/math/shapley.ts). Shares of energy (pJ) and latency
 * (us) add up to their differences; shares of the EDP ratio, from log EDP, multiply to it. Exact up to rounding.
 * Left out: which layer a change comes from; the reports of both sides show that.
 */
import { accept, edpJsOf } from '../contract/index.ts';
import type {
  ArchConfig,
  ChangeFactor,
  ChangePart,
  ChangeReport,
  LayerReport,
  OperatingPoint,
  Outcome,
} from '../contract/index.ts';
import { shapleyShares } from '../math/shapley.ts';
import { isTailored } from '../schedule/dispatch.ts';
import { Scratch } from '../schedule/scratch.ts';
import { checkSides, differencesOf } from './change-sides.ts';
import type { ChangeSide } from './change-sides.ts';
import { contextOf } from './layer-context.ts';
import { LayerInput, simulateLayer } from './simulate-layer.ts';
import { isPeer, simulatePeers } from './systems/index.ts';

export type { ChangeSide } from './change-sides.ts';

export function explainChange(
  before: ChangeSide,
  after: ChangeSide,
  scratch: Scratch = new Scratch(),
): Outcome<ChangeReport> {
  const sides = checkSides(before, after);
  if (!sides.ok) return sides;
  const [old, now] = sides.value;
  const differences = differencesOf(old, now);
  const mixes = Array.from({ length: 2 ** differences.length }, (_, mask): Mix => {
    const exchanged = new Set(differences.filter((_, i) => mask & (1 << i)).map(({ factor }) => factor));
    return (factor) => (exchanged.has(factor) ? now : old);
  });
  const points = costsOf(mixes, scratch);
  const energy = shapleyShares(points.map((point) => point.energyPj));
  const latency = shapleyShares(points.map((point) => point.latencyUs));
  // A product of 0 has no factors.
  const ratios = points.every((point) => point.edpJs > 0)
    ? shapleyShares(points.map((point) => Math.log(point.edpJs))).map(Math.exp)
    : null;
  const parts = differences.map((difference, i): ChangePart => ({
    ...difference,
    energyPj: energy[i],
    latencyUs: latency[i],
    edpRatio: ratios?.[i] ?? null,
  }));
  return accept({ before: points[0], after: points[points.length - 1], parts });
}

/** Which side a factor is taken from. */
type Mix = (factor: ChangeFactor) => ChangeSide;

/** Mean over the samples of one inference of every mix. Mixes that only look differently at a layer share its counts. */
function costsOf(mixes: readonly Mix[], scratch: Scratch): OperatingPoint[] {
  const sums = mixes.map(() => ({ energyPj: 0, latencyUs: 0 }));
  const isTogether = (a: Mix, b: Mix): boolean =>
    (['spikes', 'hardware', 'dispatch'] as const).every((factor) => a(factor) === b(factor));
  mixes.forEach((first, f) => {
    if (mixes.findIndex((mix) => isTogether(mix, first)) !== f) return;
    const { samples } = first('spikes');
    // Of equal layers but for their weight bits.
    const { network } = first('hardware');
    const { system } = first('dispatch');
    const add = (m: number, { energyPj, latencyUs }: Pick<LayerReport, 'energyPj' | 'latencyUs'>): void => {
      sums[m].energyPj += energyPj / samples.length;
      sums[m].latencyUs += latencyUs / samples.length;
    };
    const together = mixes.flatMap((mix, m) => (isTogether(mix, first) ? [{ mix, m }] : []));
    for (const inputs of samples) {
      if (isPeer(system)) {
        for (const { mix, m } of together) {
          const hardware = { network, arch: archOf(mix), energy: mix('table').energy };
          simulatePeers([system], hardware, inputs, scratch)[0].forEach((report) => add(m, report));
        }
        continue;
      }
      network.layers.forEach((layer, i) => {
        const input = new LayerInput(layer, inputs[i], archOf(first), scratch, contextOf(network, i, inputs));
        for (const { mix, m } of together)
          add(m, simulateLayer(input, system, mix('tws').tws[i], archOf(mix), mix('table').energy));
      });
    }
  });
  return sums.map(({ energyPj, latencyUs }) => ({
    energyPj,
    latencyUs,
    edpJs: edpJsOf(energyPj, latencyUs),
  }));
}

function archOf(mix: Mix): ArchConfig {
  const { dispatch, ptb } = mix('dispatch').arch;
  const tailored = mix('tailoring');
  const tailoring = isTailored(tailored.system, tailored.arch);
  return { ...mix('hardware').arch, dispatch, ptb, tailoring };
}
