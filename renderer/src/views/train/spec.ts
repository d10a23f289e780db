/** A run's stored specification as a TrainSpec, where it is one. */
import type { TrainSpec } from '../../../../engine/contract/index.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The database may hold specifications of older versions: only what this page reads is asked for. */
function isTrainSpec(spec: unknown): spec is TrainSpec {
  return (
    isObject(spec) &&
    isObject(spec['data']) &&
    isObject(spec['data']['bins']) &&
    isObject(spec['hardwareLoss']) &&
    isObject(spec['augment']) &&
    isObject(spec['cost']) &&
    typeof spec['epochs'] === 'number' &&
    typeof spec['pretrainEpochs'] === 'number'
  );
}

export function trainSpecOf(spec: unknown): TrainSpec | null {
  if (!isTrainSpec(spec)) return null;
  const { data } = spec;
  const bins = { ...data.bins, factor: data.bins.factor ?? null };
  return { ...spec, data: { ...data, transforms: data.transforms ?? [], bins } };
}
