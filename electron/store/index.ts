/** The experiment database: what the rest of the host uses of it. */
export { ExperimentStore } from './experiment-store.ts';
export type { StoreOptions } from './store-options.ts';
export type { Backup } from './backup.ts';
export type { EndState, MetricPoint, NewRun, PointBatch, RunEnd, SearchCandidate } from './new-run.ts';
export type { Pricing } from './read-runs.ts';
export type { CarriedRun } from './run-transfer.ts';
export { csvText } from './csv.ts';
export type { Cell } from './csv.ts';
export { writeFileAtomic } from './atomic-file.ts';
export type { WrittenFile } from './atomic-file.ts';
export { machineProvenance } from './provenance.ts';
export type { MachineProvenance } from './provenance.ts';
export { contentHash, decode, encode } from './text.ts';
export { seedGroupOf } from './seed-group.ts';
export { networkDriveWarning } from './network-drive.ts';
