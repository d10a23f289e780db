/**
 * Layers of the general kind: everything that the unrolled kernels (widths.mjs) leave out. Chunks of channels are
 * handled one at a time; a layer with recurrent weights (each spike reaches the whole layer one step later)
 * handles all of them together, step by step.
 */
import { emitTile } from './emission';
import { addBiasGradient, addInputGradient, addStatistics, gatherInputs } from './inputs';
import { LayerBlock } from './layer-block';
import { stepNeurons } from './neuron';
import { pullTile } from './pull';
import { addRecurrentGradient, pullRecurrent, sendRecurrent } from './recurrent';
import { throughTime } from './through-time';

export function forwardGeneral(layer: LayerBlock, training: bool): void {
  const chunks = layer.chunks;
  const tileBytes = (layer.timesteps * layer.width) << 2;
  const span = layer.recurrent !== 0 ? chunks : 1;
  const canSkip = training ? layer.quietTraining : layer.quietInference;
  layer.spikes = 0;
  layer.actives = 0;
  layer.overflows = 0;
  store<u32>(layer.outPtr, 0);
  store<u32>(layer.activePtr, 0);
  for (let p = 0; p < layer.positions; p++) {
    for (let q = 0; q < chunks; q += span) {
      let any = false;
      for (let i = 0; i < span; i++) {
        const tile = layer.tile + i * tileBytes;
        memory.fill(tile, 0, tileBytes);
        const arrived = gatherInputs(layer, p, q + i, tile);
        if (arrived && training && layer.sumGrad !== 0) addStatistics(layer, q + i, tile);
        any = any || arrived;
      }
      if (any || canSkip === 0) runThroughTime(layer, q, span);
      for (let i = 0; i < span; i++) {
        const unit = p * chunks + q + i;
        const masks = layer.masks + ((unit * layer.timesteps) << 3);
        const tile = layer.tile + i * tileBytes;
        if (any || canSkip === 0) {
          memory.fill(layer.state, 0, layer.width << 2);
          emitTile(layer, tile, (q + i) * layer.width, masks, layer.state, training);
        } else if (training) memory.fill(masks, 0, layer.timesteps << 3);
        if (training && layer.potentials !== 0)
          memory.copy(layer.potentials + unit * tileBytes, tile, tileBytes);
        store<u32>(layer.activePtr + (unit << 2), layer.actives, 4);
      }
    }
    store<u32>(layer.outPtr + (p << 2), layer.spikes, 4);
  }
}

/** Currents to potentials, all steps of `span` tiles. */
function runThroughTime(layer: LayerBlock, chunk: i32, span: i32): void {
  const rowBytes = layer.width << 2;
  const tileBytes = layer.timesteps * rowBytes;
  memory.fill(layer.state, 0, span * rowBytes * 2);
  for (let t = 0; t < layer.timesteps; t++) {
    for (let i = 0; i < span; i++)
      stepNeurons(
        layer,
        layer.tile + i * tileBytes + t * rowBytes,
        layer.state + i * rowBytes * 2,
        (chunk + i) * layer.width,
      );
    if (layer.recurrent !== 0 && t + 1 < layer.timesteps) sendRecurrent(layer, t);
  }
}

export function backwardGeneral(layer: LayerBlock): void {
  const chunks = layer.chunks;
  const tileBytes = (layer.timesteps * layer.width) << 2;
  const span = layer.recurrent !== 0 ? chunks : 1;
  for (let p = 0; p < layer.positions; p++)
    for (let q = 0; q < chunks; q += span) {
      const unit = p * chunks + q;
      const g = layer.delta + unit * layer.deltaStride;
      memory.fill(g, 0, span * tileBytes);
      for (let i = 0; i < span; i++)
        pullTile(layer, p, q + i, layer.masks + (((unit + i) * layer.timesteps) << 3), g + i * tileBytes);
      memory.fill(layer.state, 0, (span * layer.width) << 3);
      for (let t = layer.timesteps - 1; t >= 0; t--) {
        if (layer.recurrent !== 0 && t + 1 < layer.timesteps) pullRecurrent(layer, t, g);
        for (let i = 0; i < span; i++)
          throughTime(layer, unit + i, t, g + i * tileBytes, layer.state + ((i * layer.width) << 3));
      }
      if (layer.recurrent !== 0) addRecurrentGradient(layer, g);
      for (let i = 0; i < span; i++) {
        if (layer.biasGrad !== 0) addBiasGradient(layer, q + i, g + i * tileBytes);
        addInputGradient(layer, p, q + i, g + i * tileBytes);
      }
    }
}
