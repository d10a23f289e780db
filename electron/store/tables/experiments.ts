/** Projects hold experiments, experiments hold runs; an experiment's name is unique over all projects. */
import type Database from 'better-sqlite3';

export class ExperimentsTable {
  readonly #add;
  readonly #find;
  readonly #addProject;
  readonly #findProject;
  readonly #renameProject;
  readonly #move;
  readonly #runsIn;

  constructor(db: Database.Database) {
    this.#add = db.prepare<[string, number, number]>(
      'insert into experiments (name, created_at_ms, project) values (?, ?, ?) on conflict do nothing',
    );
    this.#addProject = db.prepare<[string, number]>(
      'insert into projects (name, created_at_ms) values (?, ?)',
    );
    this.#findProject = db.prepare<[string], number>('select project from projects where name = ?').pluck();
    this.#find = db.prepare<[string], number>('select experiment from experiments where name = ?').pluck();
    this.#renameProject = db.prepare<[string, number]>('update projects set name = ? where project = ?');
    this.#move = db.prepare<[number, string]>(
      'update runs set project = ? where run in (select value from json_each(?))',
    );
    this.#runsIn = db.prepare<[number], { run: number; id: string }>(
      `select r.run, r.id from runs r join experiments e on e.experiment = r.experiment
       where coalesce(r.project, e.project) = ? order by r.run`,
    );
  }

  /** Key of the experiment, which is created, with its project, when it does not exist yet. */
  keyOf(name: string, project: string, nowMs: number): number {
    const known = this.#find.get(name);
    if (known !== undefined) return known;
    return Number(this.#add.run(name, nowMs, this.projectOf(project, nowMs)).lastInsertRowid);
  }

  /** Key of the project, which is created when it does not exist yet. */
  projectOf(name: string, nowMs: number): number {
    return this.findProject(name) ?? Number(this.#addProject.run(name, nowMs).lastInsertRowid);
  }

  findProject(name: string): number | undefined {
    return this.#findProject.get(name);
  }

  renameProject(project: number, name: string): void {
    this.#renameProject.run(name, project);
  }

  /** The runs leave the project of their experiment; the experiment stays where it is. */
  move(runs: readonly number[], project: number): void {
    this.#move.run(project, JSON.stringify(runs));
  }

  runsIn(project: number): { run: number; id: string }[] {
    return this.#runsIn.all(project);
  }
}
