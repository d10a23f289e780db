/** Short names of results and of the systems' parts. */
import type { SampleChoice, SimulateSpec, SpikeSource } from '../../../../engine/contract/index.ts';
import { setting } from '../../format/index.ts';
import type { SimulationResult } from './simulate-store.ts';
import { simulateTexts } from '../../texts/simulate.ts';

const lastName = (path: string): string => path.split(/[\\/]/).findLast(Boolean) ?? path;

const samplesText = (samples: SampleChoice = 1): string =>
  samples === 1 ? '' : simulateTexts.activityNames.samples(String(samples));

export function activityText(spikes: SpikeSource): string {
  switch (spikes.kind) {
    case 'random':
    case 'bursty':
      return simulateTexts.activityNames[spikes.kind](setting(spikes.rate));
    case 'npy':
      return lastName(spikes.file);
    case 'run':
      return `${simulateTexts.activityNames.run(spikes.runId)}${samplesText(spikes.samples)}`;
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
