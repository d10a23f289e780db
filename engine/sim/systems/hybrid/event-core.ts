/**
 * Cycles of an event-driven layer of the hybrid core, from the state machines of its published sources
 * (githubofaliyev/SNN-DSE, branch DATE25, hybrid_sim/conv_ec.sv and fc_ec.sv). Per step and input channel the event
 * control unit takes in the map in chunks (2 cycles each), writes one address per spike (2 cycles each) and hands the
 * list over; the neural cores then walk E*E taps per spike, one a cycle, while the next channel is being scanned.
 * After the last channel every output position is activated, one a cycle.
 *   scan(c)   = 1 + 2 chunks + 2 n(c), then 1 to hand over where there are spikes, then 1 to the next channel
 *   work(c)   = n(c) * E * E, starts when the list is there and the cores are free
 *   step      = end of the work on the last channel + R * R
 *   conv layer = M / unroll times that (each group of output channels scans again)
 *   pooling    = once for the layer: every channel has its own map, so it is activated after each of them **[choice: the
 *                sources halve maps by OR where they are written]**
 *   fc layer   = scan of all steps, once, + M / unroll * sum over steps of (max(1, n) + 2)
 */
import type { LayerSpec, SpikeTensor } from '../../../contract/index.ts';

/** Cycles of one group of output channels, and what is spent once for the layer. */
export interface EventTime {
  readonly perGroup: number;
  readonly once: number;
  /** Lists of spike addresses handed over, per group. */
  readonly lists: number;
}

export function eventTime(layer: LayerSpec, spikes: SpikeTensor, chunks: number): EventTime {
  return layer.kind === 'fc'
    ? fcTime(spikes, chunks)
    : channelTime(layer, spikes, chunks, layer.kind === 'pool');
}

/** Spikes of every step and channel. */
function byStepAndChannel({ timesteps, channels, events }: SpikeTensor): Int32Array {
  const counts = new Int32Array(timesteps * channels);
  for (const event of events) counts[(event >>> 16) * channels + (event & 0xffff)]++;
  return counts;
}

/** ownMaps: every channel has a map of its own (pooling), activated after it; else one map after the last channel. */
function channelTime(layer: LayerSpec, spikes: SpikeTensor, chunks: number, ownMaps: boolean): EventTime {
  const taps = layer.E * layer.E;
  const positions = layer.R * layer.R;
  const counts = byStepAndChannel(spikes);
  let scanned = 0;
  let worked = 0;
  let lists = 0;
  for (let t = 0, i = 0; t < spikes.timesteps; t++, scanned++) {
    for (let c = 0; c < spikes.channels; c++, i++) {
      const n = counts[i];
      scanned += 1 + 2 * chunks + 2 * n;
      if (n > 0) {
        scanned = Math.max(scanned + 1, worked);
        worked = scanned + n * taps;
        lists++;
      }
      scanned++;
      if (ownMaps || c === spikes.channels - 1) worked = Math.max(worked, scanned) + positions;
    }
  }
  return ownMaps ? { perGroup: 0, once: worked, lists } : { perGroup: worked, once: 0, lists };
}

function fcTime({ timesteps, events }: SpikeTensor, chunks: number): EventTime {
  const counts = new Int32Array(timesteps);
  for (const event of events) counts[event >>> 16]++;
  let scan = 0;
  let group = 0;
  for (const n of counts) {
    scan += 1 + 2 * chunks + 2 * n;
    group += Math.max(1, n) + 2;
  }
  return { perGroup: group, once: scan, lists: timesteps };
}
