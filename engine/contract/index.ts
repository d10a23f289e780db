/** The typed face of the engine: the only part of it that the window may import. */
export * from './analysis.ts';
export * from './arch.ts';
export * from './defaults.ts';
export * from './events.ts';
export * from './host.ts';
export * from './issues.ts';
export * from './jobs.ts';
export * from './network.ts';
export * from './protocol.ts';
export * from './runs.ts';
export * from './simulation.ts';
export * from './spikes.ts';
export * from './tech.ts';
export * from './terms.ts';
export * from './training.ts';
export * from './transforms.ts';
export * from './units.ts';
