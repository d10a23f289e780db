/** The experiment database: what the rest of the host uses of it. */
export { ExperimentStore } from './experiment-store.ts';
export type { StoreOptions } from './store-options.ts';
export type { Backup } from './backup.ts';
export type { EndState, MetricPoint, NewRun, RunEnd } from './new-run.ts';
export { writeFileAtomic } from './atomic-file.ts';
export type { WrittenFile } from './atomic-file.ts';
export { machineProvenance } from './provenance.ts';
export type { MachineProvenance } from './provenance.ts';
export { contentHash } from './text.ts';
