/**
 * The one protocol between host and window (and command line): calls with an answer, and news.
 * Both ends derive from these maps; the transports (Electron IPC, WebSocket) carry `Wire` messages.
 */
import type { BandAnswer, Explanation } from './analysis.ts';
import type { BetaSweepReport } from './beta-sweep.ts';
import type { Fig13Report } from './fig13.ts';
import type { ArchConfig, SystemName } from './arch.ts';
import type { ArchCheck, ArchKey, LibraryKind, NetworkCheck, Preview, PreviewSpec } from './editing.ts';
import type { DatasetSummary, EventStream, PolarityFrame, SampleView } from './events.ts';
import type { ChooseAsk, DoctorCheck, FolderListing, HostInfo, KeptUpload, PackageLicence } from './host.ts';
import type { ExchangeFile, ExchangeSpec, ScalesimNetwork, ScalesimSource } from './exchange.ts';
import type { Issue, Outcome } from './issues.ts';
import type { JobInfo } from './jobs.ts';
import type { SampleLook } from './look.ts';
import type { NetworkSpec } from './network.ts';
import type {
  PlaybackFrom,
  PlaybackOverview,
  PlaybackRaster,
  PlaybackSpec,
  PlaybackSteps,
  PlaybackStrip,
} from './playback.ts';
import type { NirFiles, NirImported, NirReport, NirRunOptions, NirRunReport, NirRunSpec } from './nir.ts';
import type {
  Curve,
  CurveInfo,
  DiffRow,
  ExportFormat,
  ImportReport,
  MetricPick,
  Reproduction,
  RunChange,
  RunDetail,
  RunDiff,
  RunRow,
} from './runs.ts';
import type { Level, SampledActivity, SimulateSpec, SystemReport } from './simulation.ts';
import type { ShrinkReport, ShrinkSpec } from './shrink.ts';
import type { SweepReport, Variation } from './sweep.ts';
import type { PaperAsk, PaperFigure, PaperFigureReport, PaperReport, PaperSettings } from './paper.ts';
import type { EnergyTable } from './tech.ts';
import type { ComparedSearch, SearchMethod, SearchReport, SearchSpec } from './search.ts';
import type { BinSpec } from './events.ts';
import type { TransformSpec } from './transforms.ts';
import type { QuantisationReport } from './quantisation.ts';
import type { EpochMetrics, TrainSpec } from './training.ts';

type Nothing = Record<string, never>;

export interface Calls {
  'host.info': { ask: Nothing; answer: HostInfo };
  'host.doctor': { ask: Nothing; answer: { checks: readonly DoctorCheck[] } };

  /** Folders below the allowed roots; path null lists the roots themselves. */
  'files.list': { ask: { path: string | null }; answer: FolderListing };
  /** Dropped files are streamed in chunks into a capped cache; `end` returns the folder's path. */
  'files.uploadBegin': { ask: { name: string; files: number; bytes: number }; answer: { uploadId: string } };
  'files.uploadChunk': {
    ask: { uploadId: string; relativePath: string; offset: number; bytes: Uint8Array };
    answer: Nothing;
  };
  'files.uploadEnd': { ask: { uploadId: string }; answer: { path: string } };
  /** What was dropped and is kept, newest first; what is older than `keptMs` goes when the host starts. */
  'files.uploads': {
    ask: Nothing;
    answer: { uploads: readonly KeptUpload[]; limitBytes: number; keptMs: number };
  };
  /** Deletes the copies; all are refused where one is in use. */
  'files.uploadRemove': { ask: { uploadIds: readonly string[] }; answer: { bytes: number } };

  /** The desktop's own dialog; path null: it was dismissed. Refused where the door has none. */
  'files.choose': { ask: ChooseAsk; answer: { path: string | null } };
  /** Files that the desktop asked the application to open, each handed out once. */
  'files.takeOpened': { ask: Nothing; answer: { paths: readonly string[] } };
  'host.licences': { ask: Nothing; answer: { packages: readonly PackageLicence[] } };

  /** Shipped ones and the user's own; `own` names the latter. */
  'networks.list': { ask: Nothing; answer: { networks: readonly NetworkSpec[]; own: readonly string[] } };
  'archs.list': { ask: Nothing; answer: { archs: readonly ArchConfig[]; own: readonly string[] } };
  'tech.list': { ask: Nothing; answer: { tables: readonly EnergyTable[] } };

  /** A network under the editor's hands, as JSON text; infer: fill in H, R and C from the layers below first. */
  'networks.check': { ask: { text: string; infer: boolean }; answer: NetworkCheck };
  'archs.check': { ask: { text: string }; answer: ArchCheck };
  'archs.keys': { ask: Nothing; answer: { keys: readonly ArchKey[] } };
  /** Keeps a checked description under its name among the user's own; replace: an own one of that name may go. */
  'library.save': { ask: { kind: LibraryKind; text: string; replace: boolean }; answer: { name: string } };
  'library.remove': { ask: { kind: LibraryKind; name: string }; answer: Nothing };
  /** One inference of two drafts; writes no run. */
  'simulate.preview': { ask: { spec: PreviewSpec }; answer: Preview };

  'data.open': { ask: { source: string }; answer: DatasetSummary };
  /** Ends the opening that is under way. */
  'data.cancel': { ask: Nothing; answer: { cancelled: boolean } };
  /** Random transforms draw as a run with seed 1 does. */
  'data.sample': {
    ask: { source: string; index: number; transforms: readonly TransformSpec[]; bins: BinSpec };
    answer: SampleView;
  };
  /** Events [slice * SLICE_EVENTS, (slice + 1) * SLICE_EVENTS) of the recording that was viewed last. */
  'data.slice': { ask: { view: number; slice: number }; answer: EventStream };
  /** All events of a stretch of it, counted; for stretches that are too long to fetch. Times from its first event. */
  'data.frame': { ask: { view: number; startUs: number; lengthUs: number }; answer: PolarityFrame };
  /** A whole recording as counts, for thumbnails. */
  'data.picture': { ask: { source: string; index: number }; answer: PolarityFrame };

  'train.start': { ask: { spec: TrainSpec }; answer: { jobId: string; runId: string } };
  /** Stops a training so that it can go on later, after its last complete epoch. */
  'train.pause': { ask: { runId: string }; answer: { paused: boolean } };
  /** Goes on with a paused, cancelled, failed or interrupted training, bit for bit as if it had never stopped. */
  'train.resume': { ask: { runId: string }; answer: { jobId: string; runId: string } };
  /** One held-out sample through the last checkpoint; neuron null = the layer's most active one. */
  'train.look': {
    ask: { runId: string; sample: number; layer: number; neuron: number | null };
    answer: SampleLook;
  };
  /** One training per seed and beta (0 = baseline), sharing their pre-training; finished ones are not repeated. */
  'train.sweep': {
    ask: { spec: TrainSpec; betas: readonly number[]; seeds: readonly number[] };
    answer: { jobId: string | null; runIds: readonly string[]; reused: number };
  };
  /** Finished trainings of one experiment gathered by beta; null where there are none. */
  'train.sweepReport': { ask: { runIds: readonly string[] }; answer: { report: BetaSweepReport | null } };
  /** SpikeX Fig 13: per seed a training without hardware loss, with it, and with the search that `spec` asks for. */
  'fig13.start': {
    ask: { spec: TrainSpec; seeds: readonly number[] };
    answer: { jobId: string | null; runIds: readonly string[]; reused: number };
  };
  /** Its finished trainings gathered; null where no seed is complete. */
  'fig13.report': { ask: { runIds: readonly string[] }; answer: { report: Fig13Report | null } };
  /** The ready-made sweep of number formats and codings; finished trainings are not repeated. */
  'quantisation.start': {
    ask: { quick: boolean };
    answer: { jobId: string | null; runIds: readonly string[]; reused: number };
  };
  /** Its finished trainings gathered; null where there are none. */
  'quantisation.report': { ask: { quick: boolean }; answer: { report: QuantisationReport | null } };
  /** The embedded demo: one training per beta (0, small, large), each simulated on SpikeX and PTB. */
  'demo.start': { ask: { quick: boolean }; answer: { jobId: string; experiment: string } };
  'simulate.run': {
    ask: { spec: SimulateSpec };
    /** sampled: for recorded activity of a run or dataset; `systems` then holds means. */
    answer: { runId: string; systems: readonly SystemReport[]; sampled: SampledActivity | null };
  };
  /** Simulates again with one idea taken away, and with every mix of the two settings. Writes no run. */
  'simulate.explain': {
    ask: { spec: SimulateSpec; before: SimulateSpec | null; bandPercent: number };
    answer: Explanation;
  };
  /** Energies by component under tables that are off by some percent; simulates nothing. */
  'simulate.band': {
    ask: {
      percent: number;
      systems: readonly { system: SystemName; byComponentPj: Readonly<Record<Level, number>> }[];
    };
    answer: BandAnswer;
  };

  /** Files of other tools, from what a simulation is given; `reports` and nothing else writes a run. */
  'exchange.write': { ask: { spec: ExchangeSpec }; answer: { files: readonly ExchangeFile[] } };
  'exchange.scalesim': { ask: ScalesimSource; answer: ScalesimNetwork };
  /** One layer's schedule on one system; every question about it carries its whole description. */
  'playback.open': { ask: { spec: PlaybackSpec }; answer: PlaybackOverview };
  /** Ends the opening that is under way. */
  'playback.cancel': { ask: Nothing; answer: { cancelled: boolean } };
  'playback.steps': { ask: { spec: PlaybackSpec; from: PlaybackFrom; count: number }; answer: PlaybackSteps };
  'playback.strip': {
    ask: { spec: PlaybackSpec; fromCycle: number; toCycle: number; bins: number };
    answer: PlaybackStrip;
  };
  /** Null where the layer has no such stage. */
  'playback.raster': {
    ask: { spec: PlaybackSpec; stage: number };
    answer: { raster: PlaybackRaster | null };
  };

  /** Checks the grid when it runs; `sweep.result` waits for its end. A grid that was stopped goes on where it was. */
  'sweep.start': {
    ask: { spec: SimulateSpec; vary: readonly Variation[]; workers: number };
    answer: { jobId: string };
  };
  'sweep.result': { ask: { jobId: string }; answer: SweepReport };

  /** Takes units out of a trained network; what is left is kept among the user's own networks. */
  'shrink.start': { ask: { spec: ShrinkSpec }; answer: { jobId: string } };
  'shrink.result': { ask: { jobId: string }; answer: ShrinkReport };

  /** What a network file of another tool holds, how it maps and what cannot be held. */
  'nir.report': { ask: { file: string; options: NirRunOptions; timesteps: number }; answer: NirReport };
  /** Keeps it among the user's own networks. */
  'nir.import': {
    ask: { file: string; options: NirRunOptions; timesteps: number; name: string };
    answer: NirImported;
  };
  'nir.run': { ask: { spec: NirRunSpec }; answer: NirRunReport };
  /** A finished training; dtS null: the run's own step. bits: of the integer weights. */
  'nir.export': { ask: { runId: string; dtS: number | null; bits: number }; answer: NirFiles };
  /** Every mistake of the space is found before the run exists. */
  'search.start': { ask: { spec: SearchSpec }; answer: { jobId: string; runId: string } };
  /** The same search by several methods, one run each; finished ones are not repeated. */
  'search.compare': {
    ask: { spec: SearchSpec; methods: readonly SearchMethod[] };
    answer: { jobIds: readonly string[]; runIds: readonly string[]; reused: number };
  };
  /** Finished searches that differ from this one in method and seed only, itself included. */
  'search.comparison': { ask: { runId: string }; answer: { searches: readonly ComparedSearch[] } };
  /** Goes on with a search that did not end; no finished evaluation is repeated. */
  'search.resume': { ask: { runId: string }; answer: { jobId: string; runId: string } };
  /** What a search has found so far. */
  'search.report': { ask: { runId: string }; answer: SearchReport };

  /** The papers' figures as far as they are measured, beside what is published. */
  'paper.report': { ask: PaperAsk; answer: PaperReport };
  /** Runs what is missing behind these figures; `paper.ended` tells the end. Finished parts are not repeated. */
  'paper.start': { ask: PaperAsk & { figures: readonly PaperFigure[] }; answer: { running: boolean } };
  /** The same, answered at the end. */
  'paper.finish': { ask: PaperAsk & { figures: readonly PaperFigure[] }; answer: null };
  'paper.stop': { ask: Nothing; answer: { stopped: boolean } };
  /** One figure at other settings. */
  'paper.look': {
    ask: PaperAsk & { figure: PaperFigure; settings: PaperSettings };
    answer: PaperFigureReport;
  };
  /** The report as a ZIP file: HTML, CSV of every chart, JSON. */
  'paper.export': { ask: PaperAsk; answer: { content: Uint8Array } };

  'jobs.list': { ask: Nothing; answer: { jobs: readonly JobInfo[] } };
  'jobs.cancel': { ask: { jobId: string }; answer: { cancelled: boolean } };
  /** The work of an ended job once more; trainings and searches go on from what they kept. */
  'jobs.restart': { ask: { jobId: string }; answer: { jobId: string } };

  /** `energy`: price every cost with this table (name or file) instead of its own; nothing is simulated again. */
  'runs.list': { ask: { energy: string | null; trash: boolean }; answer: { runs: readonly RunRow[] } };
  'runs.get': { ask: { runId: string; energy: string | null }; answer: RunDetail };
  'runs.change': { ask: { runIds: readonly string[]; change: RunChange }; answer: { changed: number } };
  'runs.renameProject': { ask: { project: string; to: string }; answer: { changed: number } };
  'runs.export': {
    ask: { runIds: readonly string[]; format: ExportFormat };
    answer: { content: Uint8Array };
  };
  /** One file with everything of these runs, checkpoints too, that another database takes in. */
  'runs.bundle': { ask: { runIds: readonly string[] }; answer: { content: Uint8Array } };
  'runs.import': {
    ask: { file: string; project: string | null };
    answer: ImportReport;
  };
  'runs.diff': { ask: { runIds: readonly string[]; energy: string | null }; answer: RunDiff };
  /** What these runs were given, as dotted fields; only those that differ. */
  'runs.parameters': {
    ask: { runIds: readonly string[] };
    answer: { fields: readonly DiffRow[] };
  };
  'runs.rerun': { ask: { runId: string }; answer: { runId: string; jobId: string } };
  'runs.reproduction': { ask: { runId: string }; answer: Reproduction };
  'runs.curves': { ask: Nothing; answer: { curves: readonly CurveInfo[] } };
  'runs.column': {
    ask: { pick: MetricPick };
    answer: { runIds: readonly string[]; values: readonly number[] };
  };
  'runs.curve': {
    ask: { runIds: readonly string[]; key: string; most: number };
    answer: { curves: readonly Curve[] };
  };
  /** A whole copy of the database in a new file. */
  'host.backup': { ask: { file: string }; answer: { file: string; bytes: number } };
  /** A text for bug reports: versions, checks, database facts; no names, notes or paths of yours. */
  'host.diagnostics': { ask: Nothing; answer: { text: string } };
}

export interface News {
  'job.changed': JobInfo;
  'run.epoch': { runId: string; metrics: EpochMetrics };
  'runs.changed': { runIds: readonly string[] };
  'host.notice': { issue: Issue };
  'paper.ended': Nothing;
  /** Files wait for `files.takeOpened`. */
  'files.opened': { count: number };
  /** Recordings of a dataset that is being opened: read so far, and in all. */
  'data.progress': { source: string; done: number; total: number };
}

export type CallName = keyof Calls;
export type Ask<K extends CallName> = Calls[K]['ask'];
export type Answer<K extends CallName> = Calls[K]['answer'];
export type NewsName = keyof News;

/** Implemented once by the host; every door serves the same table. */
export type Handlers = { readonly [K in CallName]: (ask: Ask<K>) => Promise<Outcome<Answer<K>>> };

/** What the window holds. */
export interface WorkbenchApi {
  call<K extends CallName>(name: K, ask: Ask<K>): Promise<Outcome<Answer<K>>>;
  /** Returns a function that ends the subscription. */
  on<K extends NewsName>(name: K, listener: (payload: News[K]) => void): () => void;
}

/** Messages on the wire. */
export type Wire =
  | { readonly type: 'call'; readonly id: number; readonly name: CallName; readonly ask: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly outcome: Outcome<unknown> }
  | { readonly type: 'news'; readonly name: NewsName; readonly payload: unknown };
