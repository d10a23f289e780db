/** Runs: one narrow row each, with the figures that the table of runs shows kept up to date by every epoch. */
import type Database from 'better-sqlite3';
import type { RunRow, RunState } from '../../../engine/contract/runs.ts';
import type { EpochMetrics } from '../../../engine/contract/training.ts';
import type { NewRun, RunEnd } from '../new-run.ts';
import type { ProcessIdentity } from '../process-identity.ts';
import { seedGroupOf } from '../seed-group.ts';
import { decode, encode } from '../text.ts';
import type { CostTotals } from './simulations.ts';

/** A row as SQLite answers it; `RunRow` plus key, times and owner. */
export interface RunRecord {
  readonly run: number;
  readonly id: string;
  readonly name: string;
  readonly kind: RunRow['kind'];
  readonly experiment: string;
  readonly state: RunState;
  readonly message: string | null;
  readonly created_at_ms: number;
  readonly started_at_ms: number | null;
  readonly ended_at_ms: number | null;
  readonly seed: number | null;
  readonly network: string;
  readonly dataset: string;
  readonly beta: number | null;
  readonly epochs: number | null;
  readonly epochs_done: number;
  readonly accuracy: number | null;
  readonly best_accuracy: number | null;
  readonly best_epoch: number | null;
  readonly loss: number | null;
  readonly spike_density: number | null;
  readonly tw_density: number | null;
  readonly energy_hash: string | null;
  readonly project: string;
  readonly note: string;
  readonly archived_at_ms: number | null;
  readonly deleted_at_ms: number | null;
  readonly seed_group: string | null;
  readonly rerun_of: string | null;
}

export interface LiveRun {
  readonly run: number;
  readonly id: string;
  readonly owner: ProcessIdentity | null;
  readonly epochs: number | null;
  readonly epochsDone: number;
}

interface Insert {
  readonly id: string;
  readonly experiment: number;
  readonly name: string;
  readonly kind: string;
  readonly now: number;
  readonly seed: number | null;
  readonly network: string;
  readonly dataset: string;
  readonly beta: number | null;
  readonly epochs: number | null;
  readonly energyHash: string | null;
  readonly owner: string;
  readonly seedGroup: string;
  readonly rerunOf: string | null;
}

interface End {
  readonly run: number;
  readonly state: string;
  readonly message: string | null;
  readonly now: number;
  readonly accuracy: number | null;
  readonly loss: number | null;
  readonly spikeDensity: number | null;
  readonly twDensity: number | null;
}

const SELECT = `
  select r.run, r.id, r.name, r.kind, e.name as experiment, r.state, r.message, r.created_at_ms, r.started_at_ms,
    r.ended_at_ms, r.seed, r.network, r.dataset, r.beta, r.epochs, r.epochs_done, r.accuracy, r.best_accuracy,
    r.best_epoch, r.loss, r.spike_density, r.tw_density, r.energy_hash, p.name as project, r.note, r.archived_at_ms,
    r.deleted_at_ms, r.seed_group, r.rerun_of
  from runs r join experiments e on e.experiment = r.experiment 
    join projects p on p.project = coalesce(r.project, e.project)`;

export class RunsTable {
  readonly #add;
  readonly #start;
  readonly #requeue;
  readonly #epoch;
  readonly #end;
  readonly #interrupt;
  readonly #all;
  readonly #trash;
  readonly #ungrouped;
  readonly #group;
  readonly #since;
  readonly #one;
  readonly #byPrefix;
  readonly #ids;
  readonly #live;
  readonly #count;

  constructor(db: Database.Database) {
    this.#add = db.prepare<Insert>(
      `insert into runs (id, experiment, name, kind, state, created_at_ms, updated_at_ms, seed, network, dataset, beta, epochs, energy_hash, owner, seed_group, rerun_of)
       values (@id, @experiment, @name, @kind, 'queued', @now, @now, @seed, @network, @dataset, @beta, @epochs, @energyHash, @owner, @seedGroup, @rerunOf)
       on conflict (id) do nothing`,
    );
    this.#start = db.prepare<[number, number, string, number]>(
      `update runs set state = 'running', started_at_ms = ?, updated_at_ms = ?, owner = ? where run = ?`,
    );
    this.#requeue = db.prepare<[number, string, number, number]>(
      `update runs set state = 'queued', message = null, ended_at_ms = null, epochs_done = ?, owner = ?, updated_at_ms = ? where run = ?`,
    );
    this.#epoch = db.prepare<{ run: number; epoch: number; accuracy: number; now: number }>(
      `update runs set epochs_done = max(epochs_done, @epoch), updated_at_ms = @now, accuracy = @accuracy,
         best_epoch = case when best_accuracy is null or @accuracy > best_accuracy then @epoch else best_epoch end,
         best_accuracy = case when best_accuracy is null or @accuracy > best_accuracy then @accuracy else best_accuracy end
       where run = @run`,
    );
    this.#end = db.prepare<End>(
      `update runs set state = @state, message = @message, ended_at_ms = @now, updated_at_ms = @now,
         accuracy = coalesce(@accuracy, accuracy), loss = @loss, spike_density = @spikeDensity, tw_density = @twDensity
       where run = @run`,
    );
    this.#interrupt = db.prepare<[string, number]>(
      `update runs set state = 'interrupted', message = ?, ended_at_ms = updated_at_ms where run = ?`,
    );
    this.#all = db.prepare<[], RunRecord>(`${SELECT} where r.deleted_at_ms is null order by r.run desc`);
    this.#trash = db.prepare<[], RunRecord>(
      `${SELECT} where r.deleted_at_ms is not null order by r.run desc`,
    );
    this.#ungrouped = db.prepare<[], { run: number; kind: string; spec: string }>(
      `select r.run, r.kind, d.spec from runs r join run_documents d on d.run = r.run where r.seed_group is null`,
    );
    this.#group = db.prepare<[string, number]>('update runs set seed_group = ? where run = ?');
    this.#since = db
      .prepare<[number], string>(
        'select id from runs where max(updated_at_ms, changed_at_ms) >= ? limit 1000',
      )
      .pluck();
    this.#one = db.prepare<[string], RunRecord>(`${SELECT} where r.id = ?`);
    this.#byPrefix = db.prepare<{ first: string; behind: string }, RunRecord>(
      `${SELECT} where r.id >= @first and r.id < @behind order by r.id limit 3`,
    );
    this.#ids = db.prepare<[], string>('select id from runs order by id').pluck();
    this.#live = db.prepare<[], Omit<LiveRun, 'owner'> & { owner: string | null }>(
      `select run, id, owner, epochs, epochs_done as epochsDone from runs where state in ('queued', 'running')
       order by run`,
    );
    this.#count = db.prepare<[], number>('select count(*) from runs where deleted_at_ms is null').pluck();
  }

  /** Its key, or null when the id is taken. */
  add(
    id: string,
    experiment: number,
    run: NewRun,
    energyHash: string | null,
    owner: ProcessIdentity,
    now: number,
  ) {
    const { name, kind, seed, network, dataset, beta, epochs } = run;
    const links = { seedGroup: seedGroupOf(kind, run.spec), rerunOf: run.rerunOf ?? null };
    const columns = {
      id,
      experiment,
      name,
      kind,
      now,
      seed,
      network,
      dataset,
      beta,
      epochs,
      energyHash,
      ...links,
    };
    const { changes, lastInsertRowid } = this.#add.run({ ...columns, owner: encode(owner) });
    return changes === 1 ? Number(lastInsertRowid) : null;
  }

  start(run: number, owner: ProcessIdentity, now: number): void {
    this.#start.run(now, now, encode(owner), run);
  }

  requeue(run: number, epochsDone: number, owner: ProcessIdentity, now: number): void {
    this.#requeue.run(epochsDone, encode(owner), now, run);
  }

  addEpoch(run: number, metrics: EpochMetrics, now: number): void {
    this.#epoch.run({ run, epoch: metrics.epoch, accuracy: metrics.testAccuracy, now });
  }

  /** The last epoch's accuracy stands where nothing was evaluated. */
  end(run: number, end: RunEnd, now: number): void {
    const { state, message, spikeDensity, twDensity } = end;
    const { accuracy = null, loss = null } = end.evaluation ?? {};
    this.#end.run({ run, state, message, now, accuracy, loss, spikeDensity, twDensity });
  }

  interrupt(run: number, message: string): void {
    this.#interrupt.run(message, run);
  }

  /** Newest first. */
  all(inTrash = false): RunRecord[] {
    return (inTrash ? this.#trash : this.#all).all();
  }

  /** Runs of older files are put into their seed groups. */
  fillSeedGroups(): void {
    for (const { run, kind, spec } of this.#ungrouped.all())
      this.#group.run(seedGroupOf(kind, decode<unknown>(spec)), run);
  }

  get hasUngrouped(): boolean {
    return this.#ungrouped.get() !== undefined;
  }

  /** Ids of runs that were changed at this time or later. */
  changedSince(ms: number): string[] {
    return this.#since.all(ms);
  }

  byId(id: string): RunRecord | null {
    return this.#one.get(id) ?? null;
  }

  /** At most three of those that begin so. */
  beginningWith(prefix: string): RunRecord[] {
    return this.#byPrefix.all({ first: prefix, behind: `${prefix}~` });
  }

  ids(): string[] {
    return this.#ids.all();
  }

  live(): LiveRun[] {
    return this.#live.all().map((row) => ({
      ...row,
      owner: row.owner === null ? null : decode<ProcessIdentity>(row.owner),
    }));
  }

  count(): number {
    return this.#count.get() ?? 0;
  }
}

export function runRow(record: RunRecord, costs: readonly CostTotals[], tags: readonly string[]): RunRow {
  const { started_at_ms: started, ended_at_ms: ended } = record;
  return {
    id: record.id,
    name: record.name,
    kind: record.kind,
    experiment: record.experiment,
    state: record.state,
    message: record.message,
    createdAtMs: record.created_at_ms,
    durationMs: started === null || ended === null ? null : ended - started,
    seed: record.seed,
    network: record.network,
    dataset: record.dataset,
    beta: record.beta,
    epochs: record.epochs,
    epochsDone: record.epochs === null ? null : record.epochs_done,
    accuracy: record.accuracy,
    bestAccuracy: record.best_accuracy,
    bestEpoch: record.best_epoch,
    loss: record.loss,
    spikeDensity: record.spike_density,
    twDensity: record.tw_density,
    costs,
    project: record.project,
    tags,
    note: record.note,
    archived: record.archived_at_ms !== null,
    seedGroup: record.seed_group ?? record.id,
    rerunOf: record.rerun_of,
  };
}
