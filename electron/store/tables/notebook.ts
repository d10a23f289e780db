/** What people add to runs: tags, notes, archive, trash. */
import type Database from 'better-sqlite3';
import type { RunChange } from '../../../engine/contract/runs.ts';

const among = 'run in (select value from json_each(?))';

export class NotebookTable {
  readonly #tags;
  readonly #tagsOf;
  readonly #tag;
  readonly #untag;
  readonly #note;
  readonly #archive;
  readonly #trash;
  readonly #purge;
  readonly #touch;

  constructor(db: Database.Database) {
    this.#tags = db.prepare<[], { run: number; tag: string }>('select run, tag from tags order by run, tag');
    this.#tagsOf = db.prepare<[string], { run: number; tag: string }>(
      `select run, tag from tags where ${among} order by run, tag`,
    );
    this.#tag = db.prepare<[string, string]>(
      'insert into tags (run, tag) select value, ? from json_each(?) where true on conflict do nothing',
    );
    this.#untag = db.prepare<[string, string]>(`delete from tags where tag = ? and ${among}`);
    this.#note = db.prepare<[string, string]>(`update runs set note = ? where ${among}`);
    this.#archive = db.prepare<[number | null, string]>(`update runs set archived_at_ms = ? where ${among}`);
    this.#trash = db.prepare<[number | null, string]>(`update runs set deleted_at_ms = ? where ${among}`);
    // Only from the trash: what is deleted for good was deleted twice.
    this.#purge = db.prepare<[string]>(`delete from runs where deleted_at_ms is not null and ${among}`);
    this.#touch = db.prepare<[number, string]>(`update runs set changed_at_ms = ? where ${among}`);
  }

  tags(runs: readonly number[] | null): Map<number, string[]> {
    const rows = runs ? this.#tagsOf.all(JSON.stringify(runs)) : this.#tags.all();
    const byRun = new Map<number, string[]>();
    for (const { run, tag } of rows) {
      const list = byRun.get(run);
      if (list) list.push(tag);
      else byRun.set(run, [tag]);
    }
    return byRun;
  }

  change(runs: readonly number[], change: Exclude<RunChange, { kind: 'project' }>, nowMs: number): void {
    const list = JSON.stringify(runs);
    switch (change.kind) {
      case 'note':
        this.#note.run(change.note, list);
        break;
      case 'tag':
        this.#tag.run(change.tag, list);
        break;
      case 'untag':
        this.#untag.run(change.tag, list);
        break;
      case 'archive':
      case 'unarchive':
        this.#archive.run(change.kind === 'archive' ? nowMs : null, list);
        break;
      case 'delete':
      case 'restore':
        this.#trash.run(change.kind === 'delete' ? nowMs : null, list);
        break;
      case 'purge':
        this.#purge.run(list);
        return;
    }
    this.touch(runs, nowMs);
  }

  /** Other windows read these runs again. */
  touch(runs: readonly number[], nowMs: number): void {
    this.#touch.run(nowMs, JSON.stringify(runs));
  }
}
