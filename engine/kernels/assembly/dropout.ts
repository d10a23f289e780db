/**
 * Dropout of a layer's outputs after its forward pass: silenced neurons send no spikes on and pass no gradient down.
 * The layer's own dynamics (reset, spike masks) stay as they were; the kept share is made good by the weights above.
 */
import { LayerBlock } from './layer-block';

/** keep: u8 [position][channel], 1 = kept, 0 = silenced. */
export function dropOut(layer: LayerBlock, keep: usize): void {
  const channels = layer.width * layer.chunks;
  let read = layer.outEvents;
  let write = read;
  for (let p = 0; p < layer.positions; p++) {
    const row = keep + p * channels;
    const end = layer.outEvents + (load<u32>(layer.outPtr + (p << 2), 4) << 2);
    for (; read < end; read += 4) {
      const code = load<u32>(read);
      store<u32>(write, code);
      write += (<usize>load<u8>(row + (code & 0xffff))) << 2;
    }
    store<u32>(layer.outPtr + (p << 2), (<u32>(write - layer.outEvents)) >> 2, 4);
    silenceSlopes(layer, p, row);
  }
  layer.spikes = (<i32>(write - layer.outEvents)) >> 2;
}

function silenceSlopes(layer: LayerBlock, position: i32, keep: usize): void {
  const first = load<u32>(layer.activePtr + ((position * layer.chunks) << 2));
  const end = load<u32>(layer.activePtr + (((position + 1) * layer.chunks) << 2));
  for (let i = first; i < end; i++) {
    const channel = load<u32>(layer.activeEvents + (i << 2)) & 0xffff;
    const slope = layer.activeSlopes + (i << 2);
    store<f32>(slope, load<f32>(slope) * <f32>load<u8>(keep + channel));
  }
}
