/**
 * A layer's block from its description: what feeds it, how its neurons work, whether the unrolled kernels can run it.
 * The rule is set apart (`ruleFields`), as it changes during a training (warm-up).
 */
import type { LayerSpec, NetworkSpec } from '../contract/index.ts';
import { neuronOf, synapseOf } from '../workload/neuron.ts';
import type { LayerGeometry } from './geometry.ts';
import type { BlockFloats, BlockIntegers } from './layer-block.ts';
import type { MemoryPlan } from './memory-plan.ts';
import { groupOf, type ParameterKind } from './parameters.ts';
import { isQuietAtRest, KERNEL_RULES, type KernelRule } from './rules.ts';

export interface BlockRequest {
  readonly network: NetworkSpec;
  readonly layers: readonly LayerGeometry[];
  readonly plan: MemoryPlan;
  readonly index: number;
  /** Number of window sizes. */
  readonly windowSizes: number;
  /** Half width of the surrogate in thresholds. */
  readonly halfWidth: number;
}

/** Index of the layer whose spikes `spec` adds; -1 = none. */
function skipIndex(network: NetworkSpec, spec: LayerSpec | undefined): number {
  return spec?.add === undefined ? -1 : network.layers.findIndex((layer) => layer.name === spec.add);
}

export function integerFields(request: BlockRequest): BlockIntegers {
  const { network, layers, plan, index, windowSizes } = request;
  const layer = layers[index];
  const spec = network.layers[index];
  const places = plan.layers[index];
  const below = index > 0 ? plan.layers[index - 1] : null;
  const above = plan.layers[index + 1];
  const tileBytes = network.timesteps * layer.width * 4;
  const parameter = (kind: ParameterKind, base: number): number => {
    const group = groupOf(layer, kind);
    return group ? base + group.packedOffset * 4 : 0;
  };
  const source = skipIndex(network, spec);
  const target = network.layers.findIndex((other) => skipIndex(network, other) === index);
  return {
    width: layer.width,
    chunks: layer.chunks,
    positions: layer.positions,
    timesteps: network.timesteps,
    ...places,
    weights: plan.weights + layer.packedOffset * 4,
    weightGrad: plan.weightGrad + layer.packedOffset * 4,
    chunkBytes: layer.chunkLength * 4,
    delta: below ? places.delta : plan.tile,
    deltaStride: below ? tileBytes : 0,
    inPtr: below ? below.outPtr : plan.inPtr,
    inEvents: below ? below.outEvents : plan.inEvents,
    tile: plan.tile,
    silence: plan.silence,
    lastWindow: plan.lastWindow,
    next: above ? above.block : 0,
    lossGrad: plan.lossGrad,
    lossStride: 0,
    outputs: layer.outputs,
    general: 0,
    kind: layer.pools ? 1 : 0,
    rule: 0,
    subtracts: neuronOf(network, spec).reset === 'subtract' ? 1 : 0,
    cutoff: 0,
    quietInference: groupOf(layer, 'bias') ? 0 : 1,
    quietTraining: 0,
    bias: parameter('bias', plan.weights),
    biasGrad: parameter('bias', plan.weightGrad),
    sumGrad: parameter('mean', plan.weightGrad),
    squareGrad: parameter('variance', plan.weightGrad),
    neuronGrad: parameter('neuron', plan.weightGrad),
    recurrent: parameter('recurrent', plan.weights),
    recurrentGrad: parameter('recurrent', plan.weightGrad),
    recurrentChunkBytes: layer.outputs * layer.width * 4,
    skipSource: source >= 0 ? plan.layers[source].block : 0,
    skipTarget: target >= 0 ? plan.layers[target].block : 0,
    state: plan.state,
    code: plan.code,
    windowSizes,
    windowLoss: 0,
  };
}

export function floatFields({ network, index, halfWidth }: BlockRequest): BlockFloats {
  const spec = network.layers[index];
  const neuron = neuronOf(network, spec);
  const or = spec.pool === 'or';
  return {
    // OR: the inputs of one step are counted against 1.
    leak: or ? 0 : neuron.model === 'if' ? 1 : neuron.leak,
    threshold: or ? 1 : neuron.threshold,
    halfWidth: halfWidth * neuron.threshold,
    synapse: or ? 0 : synapseOf(neuron),
    poolWeight: spec.pool === 'average' ? 1 / (spec.E * spec.E) : 1,
    skipWeight: 1,
    directScale: index === 0 && network.input.coding === 'direct' ? 1 / network.timesteps : 0,
    ceiling: 0,
  };
}

export interface AskedRule {
  /** Of the hidden layers, and of the last. */
  readonly rule: KernelRule;
  readonly readout: KernelRule;
  readonly cutoff: number;
  /** OR pooling keeps a rule of its own. */
  readonly or: boolean;
}

/** Fields that follow from the rule of the moment. above: undefined for the last layer. */
export function ruleFields(
  integers: BlockIntegers,
  floats: BlockFloats,
  layer: LayerGeometry,
  above: LayerGeometry | undefined,
  asked: AskedRule,
): Pick<BlockIntegers, 'general' | 'rule' | 'cutoff' | 'quietTraining'> {
  const rule = asked.or ? 'or' : above ? asked.rule : asked.readout;
  const isPlain =
    (rule === 'triangle' || (rule === 'tsslbp' && above !== undefined)) &&
    asked.cutoff === 0 &&
    layer.groups.length === 1 &&
    !layer.pools &&
    !above?.pools &&
    integers.subtracts === 0 &&
    integers.skipSource === 0 &&
    integers.skipTarget === 0 &&
    floats.synapse === 0 &&
    floats.directScale === 0;
  const quiet = integers.bias === 0 && isQuietAtRest(rule, floats.halfWidth, floats.threshold);
  return {
    general: isPlain ? 0 : 1,
    rule: KERNEL_RULES[rule],
    cutoff: asked.cutoff,
    quietTraining: quiet ? 1 : 0,
  };
}
