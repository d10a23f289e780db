/** Spiking networks as data (resources/networks). Letters H, R, E, C, M as in SpikeX Table II. */

/**
 * One layer of neurons and what feeds it: the layer below through weights (conv, fc) or pooling. An fc layer has
 * H = R = E = 1, stride 1, pad 0 and C = number of inputs; a pooling layer has C = M and no weights.
 */
export interface LayerSpec {
  readonly name: string;
  readonly kind: 'conv' | 'fc' | 'pool';
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
  /** Pooling only. average: each spike counts 1 / E^2; sum: 1; or: the neuron fires where any input does. */
  readonly pool?: 'average' | 'sum' | 'or';
  /** Where this layer's neurons differ from the network's. */
  readonly neuron?: Partial<NeuronSpec>;
  /** Batch normalisation of the currents (conv, fc), folded into weights and a bias for inference. */
  readonly normalise?: 'batch';
  /** fc only: every neuron of the layer also feeds all of them, one step later. */
  readonly recurrent?: boolean;
  /** Name of an earlier layer with the same output map: its spikes are added to the currents with weight 1. */
  readonly add?: string;
  /** Bits that the weights were trained on; stored with at most `bits.weight` of the accelerator. Not part of network files. */
  readonly weightBits?: number;
}

/**
 * u[t] = leak * u[t-1] + I[t]; spike when u >= threshold; then u = 0, or u - threshold. I[t] is the weighted sum C[t] of
 * the arriving spikes (lif; if: leak 1), or filtered (cuba-lif): I[t] = k I[t-1] + (1 - k) C[t], k = synapseLeak.
 */
export interface NeuronSpec {
  readonly model: 'lif' | 'cuba-lif' | 'if';
  /** Membrane leak lambda: the part of the potential kept per time step, 0..1; 1 for `if`. */
  readonly leak: number;
  /** Firing threshold Vth in units of weight. */
  readonly threshold: number;
  readonly reset: 'zero' | 'subtract';
  /** cuba-lif: the part of the current kept per time step, 0..1. */
  readonly synapseLeak?: number;
  /** Trained along with the weights, one value per layer. */
  readonly learn?: readonly ('leak' | 'threshold')[];
}

export interface InputSpec {
  readonly width: number;
  readonly height: number;
  /** Polarity channels: 2 = OFF (0), ON (1); 1 = both merged. */
  readonly channels: number;
  /** Length of a time step in µs, where the source states it. */
  readonly stepUs?: number;
  /**
   * events (default): the spikes as binned. rate: each step draws a spike with the pixel's mean rate. direct: the first
   * layer reads the mean rate as an analog value, the same at every step.
   */
  readonly coding?: 'events' | 'rate' | 'direct';
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
