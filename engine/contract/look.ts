/** One held-out sample as a trained network sees it: spikes of every layer, and the potential of one neuron. */

export interface LayerRaster {
  readonly name: string;
  readonly neurons: number;
  /** Window size at which the layer above reads these spikes, steps. */
  readonly tws: number;
  /** Output spikes, pairs of (neuron, step); every n-th where there are more than the window can show. */
  readonly neuronOf: Uint32Array;
  readonly stepOf: Uint16Array;
  /** All spikes, by step. */
  readonly perStep: Uint32Array;
  /** Spikes in all, and windows with a spike. */
  readonly spikes: number;
  readonly filledWindows: number;
}

export interface MembraneTrace {
  readonly layer: number;
  readonly neuron: number;
  /** Per step, before the reset. */
  readonly potential: readonly number[];
  readonly threshold: number;
  readonly spikeSteps: readonly number[];
}

export interface SampleLook {
  /** Held-out samples of the run. */
  readonly samples: number;
  readonly sample: number;
  readonly label: number;
  readonly predicted: number;
  readonly timesteps: number;
  readonly layers: readonly LayerRaster[];
  readonly trace: MembraneTrace;
}
