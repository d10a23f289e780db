/** Projects hold experiments, experiments hold runs; an experiment's name is unique over all projects. */
import type Database from 'better-sqlite3';

export class ExperimentsTable {
  readonly #add;
  readonly #find;
  readonly #addProject;
  readonly #findProject;

  constructor(db: Database.Database) {
    this.#add = db.prepare<[string, number, number]>(
      'insert into experiments (name, created_at_ms, project) values (?, ?, ?) on conflict do nothing',
    );
    this.#addProject = db.prepare<[string, number]>(
      'insert into projects (name, created_at_ms) values (?, ?)',
    );
    this.#findProject = db.prepare<[string], number>('select project from projects where name = ?').pluck();
    this.#find = db.prepare<[string], number>('select experiment from experiments where name = ?').pluck();
  }

  /** Key of the experiment, which is created, with its project, when it does not exist yet. */
  keyOf(name: string, project: string, nowMs: number): number {
    const known = this.#find.get(name);
    if (known !== undefined) return known;
    const into =
      this.#findProject.get(project) ?? Number(this.#addProject.run(project, nowMs).lastInsertRowid);
    return Number(this.#add.run(name, nowMs, into).lastInsertRowid);
  }
}
