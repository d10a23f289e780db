/**
 * The experiment database as the host uses it: what was run, with what, how it went, what it cost.
 * Every change is one transaction; a refused or interrupted one leaves nothing behind. Failures of disk, lock or
 * file are issues. What counts as saved is said in open-file.ts. One writer at a time per file, any number of readers.
 */
import type Database from 'better-sqlite3';
import { accept, errorAt, refuse } from '../../engine/contract/issues.ts';
import type { Issue, Outcome } from '../../engine/contract/issues.ts';
import type { ExportFormat, Provenance, RunDetail, RunRow, RunState } from '../../engine/contract/runs.ts';
import type { EpochMetrics } from '../../engine/contract/training.ts';
import { backUp } from './backup.ts';
import type { Backup } from './backup.ts';
import { exportText } from './export.ts';
import { attempt } from './failure.ts';
import { findRun, unknownRun } from './find-run.ts';
import { integrityIssues } from './integrity.ts';
import { deadRuns, markInterrupted } from './interrupted.ts';
import { metricPoints } from './metric-points.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { MetricPoint, NewRun, RunEnd } from './new-run.ts';
import { openFile } from './open-file.ts';
import type { OpenFile } from './connection.ts';
import { mayBeAlive, ownIdentity } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { addCosts } from './run-costs.ts';
import { allRunRows, runDetail } from './read-runs.ts';
import { runIdSource } from './run-id.ts';
import type { StoreOptions } from './store-options.ts';
import { prepareTables } from './tables/index.ts';
import type { Tables } from './tables/index.ts';
import type { RunRecord } from './tables/runs.ts';

const LOCK_TIMEOUT_MS = 5000;
const ID_ATTEMPTS = 8;

export class ExperimentStore {
  readonly file: string;
  readonly readOnly: boolean;
  /** Runs that a process now gone had left behind, marked when this store was opened. */
  readonly interruptedAtOpen: readonly string[];
  readonly #db: Database.Database;
  readonly #tables: Tables;
  readonly #now: () => number;
  readonly #newId: () => string;
  readonly #owner: ProcessIdentity;
  readonly #mayBeAlive: (owner: ProcessIdentity) => boolean;

  /** `file` may be ':memory:'. Warnings: opened for reading only, or brought to a newer schema. */
  static open(file: string, options: StoreOptions = {}): Outcome<ExperimentStore> {
    const migrations = options.migrations ?? MIGRATIONS;
    const opened = openFile({ file, migrations, timeoutMs: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS });
    if (!opened.ok) return opened;
    const { db, file: path } = opened.value;
    try {
      const store = attempt(path, () => {
        const tables = prepareTables(opened.value);
        return tables.ok ? accept(new ExperimentStore(opened.value, tables.value, options)) : tables;
      });
      if (!store.ok) db.close();
      return store.ok ? accept(store.value, opened.warnings) : store;
    } catch (error) {
      db.close();
      throw error;
    }
  }

  private constructor(opened: OpenFile, tables: Tables, options: StoreOptions) {
    this.file = opened.file;
    this.readOnly = opened.readOnly;
    this.#db = opened.db;
    this.#tables = tables;
    this.#now = options.now ?? Date.now;
    this.#newId = options.newId ?? runIdSource(this.#now, Math.random);
    this.#owner = options.owner ?? ownIdentity();
    this.#mayBeAlive = options.mayBeAlive ?? ((owner) => mayBeAlive(owner, this.#owner));
    const marked = this.readOnly ? null : this.markInterruptedRuns();
    this.interruptedAtOpen = marked?.ok ? marked.value : [];
  }

  /** A new run in state `queued`; answers its id. */
  createRun(run: NewRun): Outcome<string> {
    return this.#write(() => {
      const now = this.#now();
      const { experiments, energyTables, runs, documents } = this.#tables;
      const energyHash = run.energyTable && energyTables.add(run.energyTable, now);
      const experiment = experiments.keyOf(run.experiment, now);
      for (let tries = 0; tries < ID_ATTEMPTS; tries++) {
        const id = this.#newId();
        const key = runs.add(id, experiment, run, energyHash, this.#owner, now);
        if (key === null) continue;
        const energyTableHash = energyHash ?? run.provenance.energyTableHash;
        documents.add(key, run.spec, { ...run.provenance, energyTableHash });
        return accept(id);
      }
      throw new Error(`${ID_ATTEMPTS} new run ids in a row were taken`);
    });
  }

  markRunning(id: string): Outcome<null> {
    return this.#change(id, ['queued'], ({ run }) => {
      this.#tables.runs.start(run, this.#owner, this.#now());
      return null;
    });
  }

  /** Hashes that become known only while the run works, such as that of its data. */
  addProvenance(id: string, part: Partial<Provenance>): Outcome<null> {
    return this.#change(id, ['queued', 'running'], ({ run }) => {
      const known = this.#tables.documents.of(run);
      if (known) this.#tables.documents.setProvenance(run, { ...known.provenance, ...part });
      return null;
    });
  }

  /** The report, its points on every curve, and the run's figures: all or nothing. */
  addEpoch(id: string, metrics: EpochMetrics): Outcome<null> {
    return this.#change(id, ['running'], ({ run }) => {
      const { epochs, metrics: curves, runs } = this.#tables;
      if (epochs.has(run, metrics.epoch)) {
        const got = `must be an epoch that is not recorded yet (got ${metrics.epoch}); record each epoch once`;
        return errorAt('epoch', 'store/epoch-recorded', got);
      }
      const now = this.#now();
      epochs.add(run, metrics, now);
      curves.add(run, metrics.epoch, metricPoints(metrics));
      runs.addEpoch(run, metrics, now);
      return null;
    });
  }

  finishRun(id: string, end: RunEnd): Outcome<null> {
    return this.#change(id, ['queued', 'running'], (record) => {
      const { run, energy_hash: hash } = record;
      const { documents, checkpoints, energyTables, runs } = this.#tables;
      const table = hash === null ? null : energyTables.find(hash);
      addCosts(this.#tables, run, end.costs, hash !== null && table ? { hash, name: table.name } : null);
      if (end.evaluation) documents.setEvaluation(run, end.evaluation, end.costs);
      if (end.checkpoint) checkpoints.add(run, record.epochs_done || null, end.checkpoint, this.#now());
      runs.end(run, end, this.#now());
      return null;
    });
  }

  /** Done at every opening; answers the ids that were marked. Locks the file only when there is one to mark. */
  markInterruptedRuns(): Outcome<readonly string[]> {
    const { runs } = this.#tables;
    const found = this.#read(() => accept(deadRuns(runs, this.#mayBeAlive)));
    if (!found.ok || found.value.length === 0) return found.ok ? accept([]) : found;
    return this.#write(() => accept(markInterrupted(runs, this.#mayBeAlive)));
  }

  /** Newest first. */
  listRuns(): Outcome<readonly RunRow[]> {
    return this.#read(() => accept(allRunRows(this.#tables)));
  }

  /** `id`: a whole id, or its beginning where only one run begins so. */
  getRun(id: string): Outcome<RunDetail> {
    return this.#read(() => {
      const found = findRun(this.#tables.runs, id);
      return found.ok ? accept(runDetail(this.#tables, found.value)) : found;
    });
  }

  /** Points of one curve by step; the keys are those of metric-points.ts. */
  metricsOf(id: string, key: string): Outcome<readonly MetricPoint[]> {
    return this.#read(() => {
      const found = findRun(this.#tables.runs, id);
      if (!found.ok) return found;
      const { metrics } = this.#tables;
      const points = metrics.of(found.value.run, key);
      const known = points.length ? [] : metrics.keys(found.value.run);
      if (known.length === 0) return accept(points);
      return refuse(
        errorAt(
          'key',
          'store/unknown-metric',
          `must be a curve of this run (got "${key}"); it has ${known.join(', ')}`,
        ),
      );
    });
  }

  countRuns(): Outcome<number> {
    return this.#read(() => accept(this.#tables.runs.count()));
  }

  /** Runs in the order of `ids`. CSV: one line per run. JSON: everything but the weights. */
  exportRuns(ids: readonly string[], format: ExportFormat): Outcome<string> {
    return this.#read(() => exportText(this.#tables, ids, format));
  }

  /** No issue = healthy. Reads the whole file. */
  integrityCheck(): Outcome<readonly Issue[]> {
    return this.#read(() => accept(integrityIssues(this.#db, this.file)));
  }

  /** Copies the database to a file that must not exist yet, while runs go on. */
  async backup(file: string): Promise<Outcome<Backup>> {
    return this.#db.open ? backUp(this.#db, file) : this.#closed();
  }

  /** Closing twice is fine. */
  close(): void {
    this.#db.close();
  }

  #change(id: string, from: readonly RunState[], work: (run: RunRecord) => Issue | null): Outcome<null> {
    return this.#write(() => {
      const run = this.#tables.runs.byId(id);
      if (!run) return refuse(unknownRun(this.#tables.runs, id));
      if (!from.includes(run.state)) {
        const message = `must be ${from.join(' or ')} to be changed so (got ${run.state}); start a new run`;
        return refuse(errorAt(`run ${id}`, 'store/run-state', message));
      }
      const issue = work(run);
      return issue ? refuse(issue) : accept(null);
    });
  }

  #write<T>(work: () => Outcome<T>): Outcome<T> {
    if (!this.#db.open) return this.#closed();
    if (this.readOnly) {
      return refuse(
        errorAt(
          this.file,
          'store/read-only',
          'must be writable (got a database open for reading only); see the warning given when it was opened',
        ),
      );
    }
    // Immediate: waits for another writer before it reads, so that what it read still holds when it writes.
    return attempt(this.file, () => this.#db.transaction(work).immediate());
  }

  /** One transaction, so that all queries of one answer see the same state. */
  #read<T>(work: () => Outcome<T>): Outcome<T> {
    return this.#db.open ? attempt(this.file, () => this.#db.transaction(work).deferred()) : this.#closed();
  }

  #closed<T>(): Outcome<T> {
    return refuse(errorAt(this.file, 'store/closed', 'must be open (got a closed database); open it again'));
  }
}
