/**
 * Dropout of a layer's outputs after its forward pass: silenced neurons send no spikes on and pass no gradient down.
 * The layer's own dynamics (reset, spike masks) stay as they were; the kept share is made good by the weights above.
 */
import { LayerBlock } from './layer-block';

/** keep: u8 [position][channel], 1 = kept, 0 = silenced. `actives` goes on counting the neuron-steps of all neurons. */
export function dropOut(layer: LayerBlock, keep: usize): void {
  const channels = layer.width * layer.chunks;
  let read = layer.outEvents;
  let write = read;
  let first: u32 = 0;
  let active: u32 = 0;
  for (let p = 0; p < layer.positions; p++) {
    const row = keep + p * channels;
    const end = layer.outEvents + (load<u32>(layer.outPtr + (p << 2), 4) << 2);
    for (; read < end; read += 4) {
      const code = load<u32>(read);
      store<u32>(write, code);
      write += (<usize>load<u8>(row + (code & 0xffff))) << 2;
    }
    store<u32>(layer.outPtr + (p << 2), (<u32>(write - layer.outEvents)) >> 2, 4);
    for (let q = 0; q < layer.chunks; q++) {
      const unit = layer.activePtr + ((p * layer.chunks + q) << 2);
      const last = load<u32>(unit, 4);
      active = keepActives(layer, first, last, active, row);
      store<u32>(unit, active, 4);
      first = last;
    }
  }
  layer.spikes = (<i32>(write - layer.outEvents)) >> 2;
}

/** Moves the neuron-steps first .. last of kept neurons to `to`; returns the place behind them. */
function keepActives(layer: LayerBlock, first: u32, last: u32, to: u32, keep: usize): u32 {
  for (let i = first; i < last; i++) {
    const code = load<u32>(layer.activeEvents + (i << 2));
    store<u32>(layer.activeEvents + (to << 2), code);
    store<f32>(layer.activeSlopes + (to << 2), load<f32>(layer.activeSlopes + (i << 2)));
    to += load<u8>(keep + (code & 0xffff));
  }
  return to;
}
