/**
 * At which level of the energy table an on-chip memory is priced: by its size. A memory of up to the local buffer's
 * capacity costs what the local buffer costs, a larger one what the global buffer costs. Systems with other memories
 * than the array's are so priced with the same table. Left out: memories far above the global buffer cost more than it.
 */
import type { ArchConfig, CounterKey, Counters, Usage } from '../../contract/index.ts';

export const memoryClass = (bytes: number, config: ArchConfig): 'LBUF' | 'GLB' =>
  bytes <= config.lbuf.bytes ? 'LBUF' : 'GLB';

/** Adds up counters; keys that were never added are missing. */
export class Tally {
  readonly counts: Counters = {};

  add(key: CounterKey, amount: number): void {
    if (amount > 0) this.counts[key] = (this.counts[key] ?? 0) + amount;
  }

  /** Bytes read or written in an on-chip memory of that size. */
  access(memoryBytes: number, usage: Exclude<Usage, 'alu'>, bytes: number, config: ArchConfig): void {
    this.add(`${memoryClass(memoryBytes, config)}.${usage}`, bytes);
  }
}
