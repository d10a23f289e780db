/**
 * The experiment database as the host uses it: what was run, with what, how it went, what it cost.
 * Every change is one transaction; a refused or interrupted one leaves nothing behind. Failures of disk, lock or
 * file are issues. What counts as saved is said in open-file.ts. One writer at a time per file, any number of readers.
 */
import { accept, errorAt, refuse } from '../../engine/contract/issues.ts';
import type { Issue, Outcome } from '../../engine/contract/issues.ts';
import type { Provenance, RunChange, RunDetail, RunRow, RunState } from '../../engine/contract/runs.ts';
import type { EpochMetrics } from '../../engine/contract/training.ts';
import { backUp } from './backup.ts';
import type { Backup } from './backup.ts';
import { exportText } from './export.ts';
import type { TextFormat } from './export.ts';
import { CurveReader } from './curve-reader.ts';
import { attempt } from './failure.ts';
import { findRun, findRuns, unknownRun } from './find-run.ts';
import { databaseFacts, integrityIssues } from './integrity.ts';
import { deadRuns, markInterrupted } from './interrupted.ts';
import { metricPoints } from './metric-points.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { MetricPoint, NewRun, PointBatch, RunEnd, SearchCandidate } from './new-run.ts';
import { openFile } from './open-file.ts';
import type { OpenFile } from './connection.ts';
import { mayBeAlive, ownIdentity } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { addCosts } from './run-costs.ts';
import { allRunRows, runDetail } from './read-runs.ts';
import type { Pricing } from './read-runs.ts';
import { RunTransfer } from './run-transfer.ts';
import { runIdSource } from './run-id.ts';
import { Session } from './session.ts';
import type { StoreOptions } from './store-options.ts';
import { prepareTables } from './tables/index.ts';
import type { Tables } from './tables/index.ts';
import type { RunRecord } from './tables/runs.ts';

const LOCK_TIMEOUT_MS = 5000;
const FIRST_PROJECT = 'Default';
const ID_ATTEMPTS = 8;

export class ExperimentStore {
  readonly file: string;
  readonly readOnly: boolean;
  /** Runs that a process now gone had left behind, marked when this store was opened. */
  readonly interruptedAtOpen: readonly string[];
  readonly curves: CurveReader;
  /** Runs as a whole into and out of other databases. */
  readonly transfer: RunTransfer;
  readonly #session: Session;
  readonly #tables: Tables;
  readonly #now: () => number;
  #seenVersion = 0;
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
    this.#now = options.now ?? Date.now;
    this.#session = new Session(opened, tables, this.#now);
    this.#tables = tables;
    this.#newId = options.newId ?? runIdSource(this.#now, Math.random);
    this.#owner = options.owner ?? ownIdentity();
    this.#mayBeAlive = options.mayBeAlive ?? ((owner) => mayBeAlive(owner, this.#owner));
    this.curves = new CurveReader(this.#session);
    this.transfer = new RunTransfer(this.#session, this.#newId);
    if (!this.readOnly && tables.runs.hasUngrouped) {
      this.#write(() => {
        tables.runs.fillSeedGroups();
        return accept(null);
      });
    }
    const marked = this.readOnly ? null : this.markInterruptedRuns();
    this.interruptedAtOpen = marked?.ok ? marked.value : [];
  }

  /** A new run in state `queued`; answers its id. */
  createRun(run: NewRun): Outcome<string> {
    return this.#write(() => {
      const now = this.#now();
      const { experiments, energyTables, runs, documents } = this.#tables;
      const energyHash = run.energyTable && energyTables.add(run.energyTable, now);
      const experiment = experiments.keyOf(run.experiment, run.project ?? FIRST_PROJECT, now);
      for (let tries = 0; tries < ID_ATTEMPTS; tries++) {
        const id = this.#newId();
        const key = runs.add(id, experiment, run, energyHash, this.#owner, now);
        if (key === null) continue;
        if (run.project !== undefined) experiments.move([key], experiments.projectOf(run.project, now));
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

  /** Back into the queue after the epoch of its checkpoint; later epochs will be reported again. */
  resumeRun(id: string, epochsDone: number): Outcome<null> {
    return this.#change(id, ['interrupted', 'cancelled', 'failed'], ({ run }) => {
      const { epochs, curves, runs } = this.#tables;
      epochs.forgetAfter(run, epochsDone);
      curves.forgetEpochsAfter(run, epochsDone);
      runs.requeue(run, epochsDone, this.#owner, this.#now());
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
      const { epochs, curves, runs } = this.#tables;
      if (epochs.has(run, metrics.epoch)) {
        const got = `must be an epoch that is not recorded yet (got ${metrics.epoch}); record each epoch once`;
        return errorAt('epoch', 'store/epoch-recorded', got);
      }
      const now = this.#now();
      epochs.add(run, metrics, now);
      curves.addEpoch(run, metrics.epoch, metricPoints(metrics), now);
      runs.addEpoch(run, metrics, now);
      return null;
    });
  }

  finishRun(id: string, end: RunEnd): Outcome<null> {
    return this.#change(id, ['queued', 'running'], (record) => {
      const { run, energy_hash: hash } = record;
      const { documents, artifacts, energyTables, runs } = this.#tables;
      const table = hash === null ? null : energyTables.find(hash);
      addCosts(this.#tables, run, end.costs, hash !== null && table ? { hash, name: table.name } : null);
      if (end.evaluation) documents.setEvaluation(run, end.evaluation, end.costs);
      if (end.checkpoint) {
        const kept = { kind: 'checkpoint', epoch: record.epochs_done || null, bytes: null };
        artifacts.add(run, { ...end.checkpoint, ...kept, created_at_ms: this.#now() });
      }
      runs.end(run, end, this.#now());
      return null;
    });
  }

  /** Points of curves beside the epochs' own; all or nothing. A step that is there already is refused. */
  addPoints(id: string, batches: readonly PointBatch[]): Outcome<number> {
    let added = 0;
    const done = this.#change(id, ['running'], ({ run }) => {
      const { curves } = this.#tables;
      for (const { key, axis, points } of batches) {
        const curve = curves.curveOf(run, key, axis);
        for (const { step, value, atMs } of points) {
          if (!Number.isFinite(step)) return badStep(key, step);
          curves.addPoint(curve, step, value, atMs ?? null);
        }
        added += points.length;
      }
      return null;
    });
    return done.ok ? accept(added) : done;
  }

  /** Candidates of a search, in the order in which they were tried. */
  addCandidates(id: string, candidates: readonly SearchCandidate[]): Outcome<null> {
    return this.#change(id, ['running'], ({ run }) => {
      this.#tables.candidates.add(run, candidates, this.#now());
      return null;
    });
  }

  candidatesOf(id: string): Outcome<readonly SearchCandidate[]> {
    return this.#read(() => {
      const found = findRun(this.#tables.runs, id);
      return found.ok ? accept(this.#tables.candidates.of(found.value.run)) : found;
    });
  }

  /** Tags, notes, archive and trash; all runs or none. Answers their whole ids. A run that is going on stays out of the trash. */
  changeRuns(ids: readonly string[], change: RunChange): Outcome<readonly string[]> {
    return this.#write(() => {
      const found = findRuns(this.#tables.runs, ids);
      if (!found.ok) return found;
      const alive = found.value.filter(({ state }) => state === 'queued' || state === 'running');
      if (change.kind === 'delete' && alive.length) {
        const rule = `must have ended to be deleted (got ${alive[0].state}); cancel its job first`;
        return refuse(errorAt(`run ${alive[0].id}`, 'store/run-state', rule));
      }
      const kept = found.value.filter(({ deleted_at_ms }) => deleted_at_ms === null);
      if (change.kind === 'purge' && kept.length) {
        const rule = 'must lie in the trash to be deleted for good; delete it first';
        return refuse(errorAt(`run ${kept[0].id}`, 'store/not-in-trash', rule));
      }
      const runs = found.value.map(({ run }) => run);
      const { experiments, notebook } = this.#tables;
      if (change.kind === 'project') {
        experiments.move(runs, experiments.projectOf(change.project, this.#now()));
        notebook.touch(runs, this.#now());
      } else notebook.change(runs, change, this.#now());
      return accept(found.value.map(({ id }) => id));
    });
  }

  /** Answers the ids of its runs. Two projects never become one by this: their runs are moved. */
  renameProject(from: string, to: string): Outcome<readonly string[]> {
    return this.#write(() => {
      const { experiments, notebook } = this.#tables;
      const project = experiments.findProject(from);
      if (project === undefined) {
        const rule = `must be the name of a project (got "${from}"); runs list --json shows the project of every run`;
        return refuse(errorAt('project', 'store/unknown-project', rule));
      }
      if (from !== to && experiments.findProject(to) !== undefined) {
        const rule = `must not be the name of another project (got "${to}"); move the runs there instead`;
        return refuse(errorAt('to', 'store/project-exists', rule));
      }
      experiments.renameProject(project, to);
      const runs = experiments.runsIn(project);
      notebook.touch(
        runs.map(({ run }) => run),
        this.#now(),
      );
      return accept(runs.map(({ id }) => id));
    });
  }

  /**
   * Whether another process or connection has changed the file since the last call, and which runs it touched.
   * Null = nothing new. Cheap: SQLite keeps a counter in shared memory.
   */
  changedElsewhere(sinceMs: number): readonly string[] | null {
    if (!this.#session.db.open) return null;
    const version = Number(this.#session.db.pragma('data_version', { simple: true }));
    const known = this.#seenVersion;
    this.#seenVersion = version;
    if (known === 0 || known === version) return null;
    const ids = this.#read(() => accept(this.#tables.runs.changedSince(sinceMs)));
    return ids.ok ? ids.value : [];
  }

  /** Done at every opening; answers the ids that were marked. Locks the file only when there is one to mark. */
  markInterruptedRuns(): Outcome<readonly string[]> {
    const { runs } = this.#tables;
    const found = this.#read(() => accept(deadRuns(runs, this.#mayBeAlive)));
    if (!found.ok || found.value.length === 0) return found.ok ? accept([]) : found;
    return this.#write(() => accept(markInterrupted(runs, this.#mayBeAlive)));
  }

  /** Newest first. `price`: another energy for every cost than the stored one. */
  listRuns(options: { price?: Pricing | null; trash?: boolean } = {}): Outcome<readonly RunRow[]> {
    return this.#read(() => accept(allRunRows(this.#tables, options)));
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
      const { curves } = this.#tables;
      const points = curves.of(found.value.run, key);
      const known = points.length ? [] : curves.keys(found.value.run);
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

  /** Every curve of a run with all its points. */
  curvesOf(
    id: string,
  ): Outcome<readonly { readonly key: string; readonly points: readonly MetricPoint[] }[]> {
    return this.#read(() => {
      const found = findRun(this.#tables.runs, id);
      if (!found.ok) return found;
      const { curves } = this.#tables;
      const { run } = found.value;
      return accept(curves.keys(run).map((key) => ({ key, points: curves.of(run, key) })));
    });
  }

  /** What the runs were given, in the order of the ids. */
  specsOf(ids: readonly string[]): Outcome<readonly unknown[]> {
    return this.#read(() => {
      const found = findRuns(this.#tables.runs, ids);
      if (!found.ok) return found;
      return accept(found.value.map(({ run }) => this.#tables.documents.of(run)?.spec ?? null));
    });
  }

  countRuns(): Outcome<number> {
    return this.#read(() => accept(this.#tables.runs.count()));
  }

  /** Schema, sizes and row counts, for a bug report: no names, no contents. */
  facts(): Outcome<Readonly<Record<string, string | number>>> {
    return this.#read(() => accept(databaseFacts(this.#session.db)));
  }

  /** Runs in the order of `ids`. CSV: one line per run. JSON: everything but the weights. */
  exportRuns(ids: readonly string[], format: TextFormat): Outcome<string> {
    return this.#read(() => exportText(this.#tables, ids, format));
  }

  /** No issue = healthy. Reads the whole file. */
  integrityCheck(): Outcome<readonly Issue[]> {
    return this.#read(() => accept(integrityIssues(this.#session.db, this.file)));
  }

  /** Copies the database to a file that must not exist yet, while runs go on. */
  async backup(file: string): Promise<Outcome<Backup>> {
    return this.#session.db.open ? backUp(this.#session.db, file) : this.#session.closed();
  }

  /** Closing twice is fine. */
  close(): void {
    this.#session.close();
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
    return this.#session.write(work);
  }

  #read<T>(work: () => Outcome<T>): Outcome<T> {
    return this.#session.read(work);
  }
}

function badStep(key: string, step: number): Issue {
  return errorAt(`points.${key}`, 'store/step', `must have finite steps (got ${step}); leave the point out`);
}
