/** The field's words, each defined once; shown as tooltips and in the documentation. */
export const TERMS = {
  NTWU: 'Neuro-temporal work unit: the work to produce the spikes of one postsynaptic neuron over one time window.',
  TW: 'Time window: TWS consecutive time points, the grain of work.',
  TWS: 'Time window size in time points.',
  TB: 'Time block: several time windows, the grain of storage and loading.',
  'SP-MB':
    'Spatio-temporal memory block: spikes of one input channel (fc: a block of inputs) with one activity tag.',
  GLB: 'Global buffer: on-chip memory between DRAM and the local buffers.',
  LBUF: 'Local buffer: small memory that feeds the PE array.',
  RF: 'Register file and neighbour-to-neighbour hops inside the PE array.',
  PE: 'Processing element: one accumulator, one comparator, a small scratchpad.',
  IFmap: 'Input feature map: the spikes that enter a layer.',
  OFmap: 'Output feature map: the spikes that leave a layer.',
  EDP: 'Energy-delay product: energy of one inference times its latency, in J·s. Smaller is better.',
  'Spike density': 'Spikes divided by neurons × time steps.',
  'TW density': 'Time windows that hold at least one spike, divided by all time windows.',
  'Active fraction':
    'Share of (neuron, time step) pairs whose membrane potential lies within the surrogate gradient’s support; it drives training time.',
  'Surrogate gradient': 'Smooth stand-in for the derivative of the spike function during training.',
  'Membrane potential': 'State of a neuron; it leaks, integrates weighted spikes and fires at the threshold.',
} as const;
export type Term = keyof typeof TERMS;
