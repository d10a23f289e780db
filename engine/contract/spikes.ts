/**
 * Binary spikes of one sample in compressed form (CSR by position).
 * The spikes of position (y, x) are events[ptr[y*width + x] .. ptr[y*width + x + 1]), each
 * `t << 16 | channel`, in increasing order of t, then channel. At most 65,535 steps and channels.
 */
export interface SpikeTensor {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly timesteps: number;
  readonly ptr: Uint32Array;
  readonly events: Uint32Array;
}
