/** Full check of a database: SQLite's own, references between rows, and our running figures against the epochs. */
import type Database from 'better-sqlite3';
import { errorAt } from '../../engine/contract/issues.ts';
import type { Issue } from '../../engine/contract/issues.ts';

const MOST = 20;
const RESTORE = 'restore a backup';

/** Runs whose summary disagrees with their epochs; `accuracy` is left to the evaluation. */
const WRONG_SUMMARY = `
  select r.id from runs r left join (select run, count(*) as n, max(epoch) as last from epochs group by run) e
  on e.run = r.run where r.epochs_done <> coalesce(e.last, 0) limit ${MOST}`;

export function integrityIssues(db: Database.Database, file: string): Issue[] {
  const verdicts = db.prepare<[], string>(`pragma integrity_check(${MOST})`).pluck().all();
  const damage = verdicts.filter((verdict) => verdict !== 'ok');
  // The other two would only repeat, or stumble over, the same damage.
  if (damage.length) return damage.map((text) => damaged(file, text));
  const dangling = db.prepare<[], { table: string; rowid: number }>('pragma foreign_key_check').all();
  const wrong = db.prepare<[], string>(WRONG_SUMMARY).pluck().all();
  return [
    ...dangling
      .slice(0, MOST)
      .map(({ table, rowid }) => damaged(file, `row ${rowid} of ${table} refers to nothing`)),
    ...wrong.map((id) => damaged(file, `run ${id} counts other epochs than it has`)),
  ];
}

/** Numbers that tell what kind of database this is. */
export function databaseFacts(db: Database.Database): Record<string, string | number> {
  const simple = (name: string): string => String(db.pragma(name, { simple: true }));
  const tables = db
    .prepare<[], string>(`select name from sqlite_schema where type = 'table' order by name`)
    .pluck()
    .all();
  const count = (table: string) =>
    [`rows of ${table}`, Number(db.prepare(`select count(*) from "${table}"`).pluck().get())] as const;
  return {
    'schema version': simple('user_version'),
    'journal mode': simple('journal_mode'),
    pages: simple('page_count'),
    'free pages': simple('freelist_count'),
    ...Object.fromEntries(tables.map(count)),
  };
}

function damaged(file: string, text: string): Issue {
  return errorAt(file, 'store/corrupt', `must be an undamaged database (got "${text}"); ${RESTORE}`);
}
