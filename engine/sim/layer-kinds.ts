/**
 * Layers that a system has no costs for are refused by name: none may cost zero by omission. The array systems also take
 * neurons that can fire in a window without input; as skipping would drop such spikes, a warning says so.
 */
import { errorAt, warningAt } from '../contract/index.ts';
import type { Issue, LayerSpec, NetworkSpec, SystemName } from '../contract/index.ts';
import { neuronOf } from '../workload/neuron.ts';
import { silentFiringOf, takesPixels } from './layer-context.ts';
import { isPeer } from './systems/index.ts';

export function checkLayerKinds(network: NetworkSpec, systems: readonly SystemName[]): Issue[] {
  const issues = network.layers.flatMap((layer, i) => checkLayer(network, layer, i, systems));
  if (systems.some((system) => !isPeer(system))) issues.push(...silentWindows(network));
  if (network.input.coding !== 'direct') return issues;
  const refusing = systems.filter((system) => system === 'spinalflow' || system === 'manycore');
  return [
    ...issues,
    ...refusing.map((system) => {
      const message = `must be events or rate for ${system} (got direct); it has no part that multiplies pixel values of ${network.layers[0].name}: leave the system out`;
      return errorAt('network.input.coding', 'simulate/input-coding', message);
    }),
  ];
}

function checkLayer(
  network: NetworkSpec,
  layer: LayerSpec,
  index: number,
  systems: readonly SystemName[],
): Issue[] {
  const refuse = (wanted: string, advice: string): Issue[] => [
    errorAt(`network.layers[${index}]`, 'simulate/layer-kind', `must be ${wanted}; ${advice}`),
  ];
  const extra = extraOf(network, layer);
  if (extra === null) return [];
  const foreign = withoutCosts(layer);
  if (foreign)
    return refuse(
      `without recurrent weights (got ${layer.name}, ${foreign})`,
      'no system has costs for it, so it can only be trained, without the hardware loss',
    );
  if (takesPixels(network, index))
    return refuse(
      `a plain conv or fc layer of leaky neurons that reset to zero where it gets pixel values (got ${layer.name}, ${extra})`,
      'no system has costs for it, so it can only be trained, without the hardware loss',
    );
  const peers = systems.filter(isPeer);
  if (peers.length === 0 || isPlainPool(network, layer)) return [];
  return refuse(
    `a plain conv or fc layer of leaky neurons that reset to zero for ${peers.join(', ')} (got ${layer.name}, ${extra})`,
    `no costs are known there: leave ${peers.length === 1 ? 'the system' : 'these systems'} out`,
  );
}

/** What no system has costs for. */
function withoutCosts(layer: LayerSpec): string | null {
  return layer.recurrent ? 'recurrent' : null;
}

/** Pooling by leaky neurons that reset to zero: every system has costs for it. */
function isPlainPool(network: NetworkSpec, layer: LayerSpec): boolean {
  const { model, reset } = neuronOf(network, layer);
  return (
    layer.kind === 'pool' &&
    layer.add === undefined &&
    !layer.normalise &&
    model === 'lif' &&
    reset === 'zero'
  );
}

/** What sets a layer apart from a plain one of leaky neurons. */
function extraOf(network: NetworkSpec, layer: LayerSpec): string | null {
  const neuron = neuronOf(network, layer);
  const foreign = withoutCosts(layer);
  if (foreign) return foreign;
  if (layer.kind === 'pool') return `${layer.pool} pooling`;
  if (layer.add !== undefined) return 'a residual add';
  if (layer.normalise) return 'a bias from batch normalisation';
  if (neuron.model !== 'lif') return `model ${neuron.model}`;
  return neuron.reset === 'zero' ? null : 'reset by subtraction';
}

/** One warning per reason, with its layers. */
function silentWindows(network: NetworkSpec): Issue[] {
  const byReason = new Map<string, string[]>();
  for (const layer of network.layers) {
    const reason = silentFiringOf(network, layer);
    if (reason) byReason.set(reason, [...(byReason.get(reason) ?? []), layer.name]);
  }
  return [...byReason].map(([reason, names]) =>
    warningAt(
      'network.layers',
      'simulate/silent-windows',
      `usually hold neurons that fire only in windows with input (got ${reason} in ${names.join(', ')}); not exactly mappable: windows without input are skipped, their spikes are not`,
    ),
  );
}
