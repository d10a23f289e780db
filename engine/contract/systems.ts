/**
 * What every simulated system is: what its model covers and what it leaves out, where that comes from, and its row of
 * Table I of the SpikeX paper. The window, the command line and the documentation show these texts; the formulas stand
 * in docs/model.md (array systems) and docs/systems.md (the others).
 */
import type { SystemName } from './arch.ts';

/** Columns of Table I of SpikeX (arXiv:2505.12292). */
export interface SystemTraits {
  readonly applicability: string;
  readonly parallelism: string;
  readonly sparsity: string;
  readonly hardwareAwareTraining: string;
  readonly architectureSearch: string;
}

export interface SystemDescription {
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  readonly models: readonly string[];
  readonly leavesOut: readonly string[];
  readonly source: string;
  readonly traits: SystemTraits;
  /** True where Table I of the paper prints the row; the others are stated here. */
  readonly inPaper: boolean;
}

export const SYSTEM_DESCRIPTIONS: Readonly<Record<SystemName, SystemDescription>> = {
  spikex: {
    title: 'SpikeX',
    summary: 'Systolic array that dispatches neuro-temporal work units where and when there are spikes.',
    models: [
      'dispatch by temporal or spatial density, per channel',
      'activity tags at four granularities; weights of silent channels stay where they are',
      'one time window size per layer',
    ],
    leavesOut: ['control and instructions', 'DRAM page effects and bank conflicts', 'leakage in the energy'],
    source: 'SpikeX, arXiv:2505.12292',
    traits: {
      applicability: 'High',
      parallelism: 'Agile spatial and temporal',
      sparsity: 'Coarse to fine',
      hardwareAwareTraining: 'Yes',
      architectureSearch: 'Yes',
    },
    inPaper: true,
  },
  ptb: {
    title: 'PTB',
    summary: 'Parallel time batching: columns take consecutive time windows of one neuron.',
    models: [
      'batches of windows with any activity',
      'one window size for the net',
      'StSAP packing as an option',
    ],
    leavesOut: [
      'what a PE needs to choose between two packed weights',
      'control, DRAM page effects, leakage',
    ],
    source: 'Lee et al., HPCA 2022, rebuilt from its abstract and SpikeX sections II-B and V-C',
    traits: {
      applicability: 'High',
      parallelism: 'Temporal',
      sparsity: 'Yes',
      hardwareAwareTraining: 'No',
      architectureSearch: 'Limited',
    },
    inPaper: true,
  },
  serial: {
    title: 'Time-serial array',
    summary: 'The array works through one time point at a time, on one column.',
    models: ['skips positions and steps without spikes', 'no reuse of weights over time'],
    leavesOut: ['control, DRAM page effects, leakage'],
    source: 'Lee and Li, ICCD 2020, as the baseline of PTB',
    traits: {
      applicability: 'High',
      parallelism: 'Spatial',
      sparsity: 'Yes',
      hardwareAwareTraining: 'No',
      architectureSearch: 'No',
    },
    inPaper: false,
  },
  'serial-dense': {
    title: 'Time-serial, dense',
    summary: 'Every position at every step, whatever the input; only additions are gated by spikes.',
    models: ['all columns hold positions of one step', 'nothing is skipped'],
    leavesOut: ['control, DRAM page effects, leakage'],
    source: 'the time-serial array without any skipping',
    traits: {
      applicability: 'High',
      parallelism: 'Spatial',
      sparsity: 'No',
      hardwareAwareTraining: 'No',
      architectureSearch: 'No',
    },
    inPaper: false,
  },
  spinalflow: {
    title: 'SpinalFlow',
    summary: 'Spikes sorted by time, one per cycle, into a tile of 128 neurons that keep their potentials.',
    models: [
      'one burst of weights per spike of the receptive field',
      'sorted entries read, merged and written; no stored potentials',
      'layers whose filters exceed the filter buffer are refused',
    ],
    leavesOut: [
      'stalls of the merge and of the output queue',
      'its coding holds one spike per neuron: more are counted with a note, or refused (spinalflow.repeat)',
    ],
    source: 'Narayanan et al., ISCA 2020; sizes after public re-implementations of its dataflow',
    traits: {
      applicability: 'Low',
      parallelism: 'Spatial',
      sparsity: 'Yes',
      hardwareAwareTraining: 'No',
      architectureSearch: 'No',
    },
    inPaper: true,
  },
  manycore: {
    title: 'Many-core (Loihi class)',
    summary:
      'Neurons live in cores of a mesh; spikes travel to every core with a target; a barrier ends each step.',
    models: [
      'linear placement within neurons, synapse memory and axons of a core; networks that do not fit are refused',
      'messages, hops, synaptic operations, active and inactive updates, slowest core, barrier or tick',
      'energy with the common table; the published energies per event beside it',
    ],
    leavesOut: ['contention in the mesh, several chips, static power, learning'],
    source: 'Davies et al., IEEE Micro 38(1), 2018, Table 2 (pre-silicon figures); TrueNorth as a preset',
    traits: {
      applicability: 'High',
      parallelism: 'No',
      sparsity: 'Yes',
      hardwareAwareTraining: 'No',
      architectureSearch: 'No',
    },
    inPaper: true,
  },
  hybrid: {
    title: 'Hybrid dense and event core',
    summary: 'Pixel values on a dense core, spikes on event control units with neural cores per layer.',
    models: [
      'weight-stationary dense core for a direct-coded first layer',
      'scan, hand-over, taps and activation of the event cores, cycle by cycle of their state machines',
      'neural cores per layer that divide M, balanced or given; weight bits and operation costs',
    ],
    leavesOut: [
      'pooling inside the layer below, population coding',
      'FPGA resources and power: our clock and energy table',
    ],
    source: 'Aliyev, Lopez, Adegbija, DATE 2025, arXiv:2411.15409 and its public hardware sources',
    traits: {
      applicability: 'High',
      parallelism: 'Spatial',
      sparsity: 'Yes',
      hardwareAwareTraining: 'Quantisation',
      architectureSearch: 'By hand',
    },
    inPaper: false,
  },
  'dense-os': {
    title: 'Dense array, output-stationary',
    summary: 'A dense systolic array without any sparsity; PEs keep outputs.',
    models: [
      'cycles of SCALE-Sim in closed form',
      'all steps folded into one product, or step by step, or once',
    ],
    leavesOut: ['zero gating', 'reuse between overlapping windows', "SCALE-Sim's own memory traces"],
    source: 'SCALE-Sim v3, closed forms that agree with its runs exactly',
    traits: {
      applicability: 'High',
      parallelism: 'Spatial',
      sparsity: 'No',
      hardwareAwareTraining: 'No',
      architectureSearch: 'No',
    },
    inPaper: false,
  },
  'dense-ws': {
    title: 'Dense array, weight-stationary',
    summary: 'A dense systolic array without any sparsity; PEs keep weights.',
    models: [
      'cycles of SCALE-Sim in closed form',
      'all steps folded into one product, or step by step, or once',
    ],
    leavesOut: ['zero gating', 'reuse between overlapping windows', "SCALE-Sim's own memory traces"],
    source: 'SCALE-Sim v3, closed forms that agree with its runs exactly',
    traits: {
      applicability: 'High',
      parallelism: 'Spatial',
      sparsity: 'No',
      hardwareAwareTraining: 'No',
      architectureSearch: 'No',
    },
    inPaper: false,
  },
  'dense-is': {
    title: 'Dense array, input-stationary',
    summary: 'A dense systolic array without any sparsity; PEs keep inputs.',
    models: [
      'cycles in closed form by analogy with SCALE-Sim',
      'all steps folded into one product, or step by step, or once',
    ],
    leavesOut: ['zero gating', 'reuse between overlapping windows', 'a check against SCALE-Sim itself'],
    source: 'by analogy with the weight-stationary form of SCALE-Sim v3',
    traits: {
      applicability: 'High',
      parallelism: 'Spatial',
      sparsity: 'No',
      hardwareAwareTraining: 'No',
      architectureSearch: 'No',
    },
    inPaper: false,
  },
};
