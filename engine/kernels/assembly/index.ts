/**
 * Event-driven kernels of spiking layers: forward pass over spike lists, exact back-propagation through time. Work is
 * proportional to spikes (forward, weight gradient) and to neuron-steps near the threshold (gradient from the
 * layer above). Plain layers (leaky integrate-and-fire, reset to zero, triangle surrogate) run in kernels unrolled
 * by width; every other kind in general.ts. One sample at a time; memory is laid out by the host.
 */
import { fillShuffles } from './compaction';
import { backwardGeneral, forwardGeneral } from './general';
import { LayerBlock } from './layer-block';
import { backwardUnrolled, forwardUnrolled } from './widths';

export { layerBlockBytes } from './layer-block';
export { dropOut } from './dropout';
export { fireTouched, scatterEvents } from './event-sums';
export { countWindows } from './windows';

export function forward(layer: LayerBlock, training: bool): void {
  if (layer.general) forwardGeneral(layer, training);
  else forwardUnrolled(layer, training);
}

export function backward(layer: LayerBlock): void {
  if (layer.general) backwardGeneral(layer);
  else backwardUnrolled(layer);
}

/** First byte that the host may use. */
export function heapBase(): usize {
  return __heap_base;
}

fillShuffles();
