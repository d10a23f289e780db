/** Energy tables by content: one row per set of values, however many runs were priced with it. */
import type Database from 'better-sqlite3';
import type { EnergyTable } from '../../../engine/contract/tech.ts';
import { contentHash, decode, encode } from '../text.ts';

export class EnergyTables {
  readonly #add;
  readonly #find;

  constructor(db: Database.Database) {
    this.#add = db.prepare<[string, string, string, number]>(
      'insert into energy_tables (hash, name, body, added_at_ms) values (?, ?, ?, ?) on conflict do nothing',
    );
    this.#find = db.prepare<[string], string>('select body from energy_tables where hash = ?').pluck();
  }

  /** Its content hash. */
  add(table: EnergyTable, nowMs: number): string {
    const hash = contentHash(table);
    this.#add.run(hash, table.name, encode(table), nowMs);
    return hash;
  }

  /** The stored text, whose hash is its name. */
  bodyOf(hash: string): string {
    return this.#find.get(hash) ?? '';
  }

  addBody(hash: string, name: string, body: string, nowMs: number): void {
    this.#add.run(hash, name, body, nowMs);
  }

  find(hash: string): EnergyTable | null {
    const body = this.#find.get(hash);
    return body === undefined ? null : decode<EnergyTable>(body);
  }
}
