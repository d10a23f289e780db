import { accept, type Outcome } from '../contract/index.ts';
import { mostImportant } from './importance.ts';
import { removableLayers, type TrainedNetwork } from './remove-units.ts';
import { figuresOf, without, type ChosenUnits, type ShrinkJudge } from './shrink-state.ts';

/** The given sizes at once, one per removable layer; importance is that of the first network. */
export function takeSizes(
  trained: TrainedNetwork,
  sizes: readonly number[],
  judge: ShrinkJudge,
): Outcome<ChosenUnits> {
  const before = figuresOf(trained, judge);
  if (!before.ok) return before;
  const importance = judge.importance(trained);
  if (!importance.ok) return importance;
  const layers = removableLayers(trained.network);
  const chosen = new Map(
    layers.map((layer, i) => [
      layer,
      mostImportant(importance.value[layer] ?? new Float64Array(0), sizes[i]),
    ]),
  );
  const smaller = without({ trained, kept: trained.network.layers.map(() => null) }, chosen);
  const after = figuresOf(smaller.trained, judge);
  if (!after.ok) return after;
  return accept({ ...smaller, before: before.value, after: after.value, rounds: [] });
}
