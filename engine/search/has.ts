/**
 * HAS as a search method: every parameter is a relaxed categorical choice. A step evaluates each parameter's values with
 * the others at their most probable ones, takes one gradient step on the logits, and lowers the temperature. Under
 * `per-layer` a `tws[i]` is judged by its own layer's E^g L^(2-g) (SpikeX), every other parameter by the network's;
 * under `network` all are judged by the network's. The final point is the argmax. Evaluations are shared with the cache
 * of the search, so steps that ask for nothing new cost nothing.
 */
import type { HardwareObjective, SearchSpace } from '../contract/index.ts';
import type { LayerMean } from './hardware-evaluator.ts';
import type { Method } from './method.ts';
import {
  alphaStep,
  argmax,
  freshAlphas,
  RELAXATION,
  softmax,
  temperatureAt,
  type RelaxationOptions,
} from '../math/relaxation.ts';
import { weightedCost } from '../math/weighted-cost.ts';
import { layerOfKey, pointKey, type Point } from './space.ts';

export interface HasOptions extends RelaxationOptions {
  readonly objective: HardwareObjective;
  /** g in E^g L^(2-g), 0..2; 1 = EDP. */
  readonly exponent: number;
  /** Mean cost per layer of an evaluated point; null = it cannot run. */
  readonly layersAt: (point: Point) => readonly LayerMean[] | null;
  /** Sum of relative excesses over the constraints; raises the loss. */
  readonly violationAt: (point: Point) => number;
}

/** Worse than anything that runs, but finite: the relaxation multiplies it by probabilities. */
const CANNOT_RUN = 1e3;
const VIOLATION_WEIGHT = 10;

export interface HasMethod extends Method {
  readonly probabilities: () => readonly (readonly number[])[];
  /** Probabilities of every step: [step][parameter][value]. */
  readonly track: () => readonly (readonly (readonly number[])[])[];
}

export function hasSearch(space: SearchSpace, options: HasOptions): HasMethod {
  const { parameters } = space;
  const seen = new Set<string>();
  const track: number[][][] = [];
  let state = freshAlphas(parameters.map(({ values }) => values.length));

  const tau = (): number => temperatureAt(options, Math.min(state.step, options.steps - 1));
  const probabilities = (): number[][] => state.alphas.map((alphas) => softmax(alphas, tau()));
  const centre = (): number[] => state.alphas.map(argmax);
  const neighbours = (): Point[] => {
    const at = centre();
    return parameters.flatMap(({ values }, i) => values.map((_, k) => at.map((v, j) => (j === i ? k : v))));
  };
  const step = (): void => {
    const at = centre();
    const losses = parameters.map(({ key, values }, i) =>
      values.map((_, k) =>
        lossOf(
          at.map((v, j) => (j === i ? k : v)),
          key,
          options,
        ),
      ),
    );
    track.push(probabilities());
    state = alphaStep(state, finite(losses), tau(), options.rate);
  };
  return {
    propose(most) {
      // Steps whose points are all known are taken at once; the first that needs new ones asks for them.
      for (; state.step < options.steps; step()) {
        const fresh = new Map(
          neighbours()
            .filter((point) => !seen.has(pointKey(point)))
            .map((point) => [pointKey(point), point]),
        );
        if (fresh.size === 0) continue;
        const asked = [...fresh.values()].slice(0, most);
        for (const point of asked) seen.add(pointKey(point));
        return asked;
      }
      if (track.length === options.steps) track.push(probabilities());
      return [];
    },
    tell() {},
    probabilities,
    track: () => track,
  };
}

function lossOf(point: Point, key: string, options: HasOptions): number {
  const { objective, exponent, layersAt, violationAt } = options;
  const layers = layersAt(point);
  if (!layers) return Infinity;
  const penalty = 1 + VIOLATION_WEIGHT * violationAt(point);
  const layer = layerOfKey(key);
  if (objective === 'per-layer' && layer !== null) return penalty * weightedCost(layers[layer], exponent);
  const total = layers.reduce(
    (sum, { energyPj, latencyUs }) => ({
      energyPj: sum.energyPj + energyPj,
      latencyUs: sum.latencyUs + latencyUs,
    }),
    { energyPj: 0, latencyUs: 0 },
  );
  return penalty * weightedCost(total, exponent);
}

/** Losses of what cannot run stand well above the worst that can. */
function finite(losses: readonly (readonly number[])[]): number[][] {
  return losses.map((row) => {
    const worst = Math.max(...row.filter(Number.isFinite), 0) || 1;
    return row.map((loss) => (Number.isFinite(loss) ? loss : worst * CANNOT_RUN));
  });
}

export const HAS_DEFAULTS: RelaxationOptions = RELAXATION;
