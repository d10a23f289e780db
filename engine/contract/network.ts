/** Spiking networks as data (resources/networks). Letters H, R, E, C, M as in SpikeX Table II. */

/** One layer with weights. An fc layer has H = R = E = 1, stride 1, pad 0 and C = number of inputs. */
export interface LayerSpec {
  readonly name: string;
  readonly kind: 'conv' | 'fc';
  /** Input map side in pixels. */
  readonly H: number;
  /** Output map side in pixels. */
  readonly R: number;
  /** Kernel side in pixels. */
  readonly E: number;
  /** Input channels (fc: inputs). */
  readonly C: number;
  /** Output channels (fc: neurons). */
  readonly M: number;
  readonly stride: number;
  readonly pad: number;
}

/** Leaky integrate-and-fire: u[t] = leak * u[t-1] + current; spike when u >= threshold; then reset to zero. */
export interface NeuronSpec {
  readonly model: 'lif';
  /** Membrane leak lambda per time step, 0..1. */
  readonly leak: number;
  /** Firing threshold Vth in units of weight. */
  readonly threshold: number;
  readonly reset: 'zero';
}

export interface InputSpec {
  readonly width: number;
  readonly height: number;
  /** Polarity channels: 2 = OFF (0), ON (1); 1 = both merged. */
  readonly channels: number;
  /** Length of a time step in µs, where the source states it. */
  readonly stepUs?: number;
}

export interface NetworkSpec {
  readonly schema: 'spikex-network/1';
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Where the sizes come from (paper, table). */
  readonly source: string;
  /** Time steps T per inference. */
  readonly timesteps: number;
  readonly input: InputSpec;
  readonly neuron: NeuronSpec;
  /** Class names in label order; the last layer has one neuron per class. */
  readonly classes: readonly string[];
  readonly layers: readonly LayerSpec[];
}
