/** Short names of results and of the systems' parts. */
import type {
  DispatchMode,
  SampleChoice,
  SimulateSpec,
  SpikeSource,
} from '../../../../engine/contract/index.ts';
import { setting } from '../../format/index.ts';
import type { SimulationResult } from './simulate-store.ts';

export const MODE_NAMES: Readonly<Record<DispatchMode, string>> = {
  'spikex-t': 'temporal',
  'spikex-s': 'spatial',
  ptb: 'batches',
  serial: 'serial',
  'serial-dense': 'dense',
  spinalflow: 'sorted spikes',
  manycore: 'cores',
  'hybrid-dense': 'dense core',
  'hybrid-event': 'event cores',
  'dense-os': 'output-stationary',
  'dense-ws': 'weight-stationary',
  'dense-is': 'input-stationary',
};

const lastName = (path: string): string => path.split(/[\\/]/).findLast(Boolean) ?? path;

const samplesText = (samples: SampleChoice = 1): string => (samples === 1 ? '' : ` (${samples} samples)`);

export function activityText(spikes: SpikeSource): string {
  switch (spikes.kind) {
    case 'random':
    case 'bursty':
      return `${spikes.kind} ${setting(spikes.rate)}`;
    case 'npy':
      return lastName(spikes.file);
    case 'run':
      return `run ${spikes.runId}${samplesText(spikes.samples)}`;
    case 'dataset':
      return `${lastName(spikes.source)}${samplesText(spikes.samples)}`;
  }
}

/** What was simulated, in the order in which it usually differs. */
export function specText(spec: SimulateSpec): string {
  const overrides = Object.entries(spec.archOverrides).map(([key, value]) => `${key}=${value}`);
  return [
    spec.network,
    activityText(spec.spikes),
    `TWS ${spec.tws.join(' ')}`,
    ...(spec.energy === 'paper' ? [] : [spec.energy]),
    ...overrides,
  ].join(' · ');
}

export const resultLabel = ({ number, spec }: SimulationResult): string => `${number}. ${specText(spec)}`;
