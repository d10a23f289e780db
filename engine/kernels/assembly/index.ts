/**
 * Event-driven kernels of spiking layers: forward pass of leaky integrate-and-fire neurons over spike lists, exact
 * back-propagation through time with a triangle surrogate. Work is proportional to spikes (forward, weight
 * gradient) and to neuron-steps near the threshold (gradient from the layer above). One sample at a time;
 * memory is laid out by the host. Left out: synaptic filters, soft reset, pooling, recurrence.
 */
import { fillShuffles } from './compaction';

export { layerBlockBytes } from './layer-block';
export { fireTouched, scatterEvents } from './event-sums';
export { countWindows } from './windows';
export { forward, backward } from './widths';

/** First byte that the host may use. */
export function heapBase(): usize {
  return __heap_base;
}

fillShuffles();
