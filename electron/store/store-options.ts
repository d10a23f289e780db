/** What a store can be given from outside. */
import type { Migration } from './migrations/index.ts';
import type { ProcessIdentity } from './process-identity.ts';

/** All have defaults for production; tests give their own clock, ids, processes and migrations. */
export interface StoreOptions {
  readonly now?: () => number;
  readonly newId?: () => string;
  readonly owner?: ProcessIdentity;
  readonly mayBeAlive?: (owner: ProcessIdentity) => boolean;
  readonly migrations?: readonly Migration[];
  /** How long a write waits for another process. */
  readonly lockTimeoutMs?: number;
}
