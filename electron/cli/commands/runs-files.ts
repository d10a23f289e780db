/** Runs into and out of files, and the care of the database. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { EXPORT_FORMATS, type ExportFormat } from '../../../engine/contract/index.ts';
import { fileIssue } from '../../data/file-issues.ts';
import { done, NO_POSITIONALS, refused, type Command } from '../command.ts';
import { DATABASE_OPTION, withWorkbench } from '../session.ts';

const ANY_IDS = { least: 0, most: 10_000, names: 'ids of runs (none: all)' } as const;

export const runsExport: Command = {
  name: 'runs export',
  summary: 'runs as CSV, JSON, NumPy archive, LaTeX table or pgfplots figure, on stdout or into a file',
  usage: '[ID...] --format csv|json|npz|latex|pgfplots [--out FILE]',
  example: 'runs export --format csv',
  options: {
    format: { kind: 'text', value: 'FORMAT', choices: EXPORT_FORMATS, help: 'format (default csv)' },
    out: { kind: 'text', value: 'FILE', help: 'write into this new file instead of stdout' },
    ...DATABASE_OPTION,
  },
  positionals: ANY_IDS,
  run: (args, terminal) =>
    withWorkbench(args, terminal, async ({ store, host }) => {
      const runs = store.listRuns();
      if (!runs.ok) return refused(runs.issues);
      const runIds = args.positionals.length ? args.positionals : runs.value.map((run) => run.id);
      const format = (args.text('format') ?? 'csv') as ExportFormat;
      const file = await host.handlers['runs.export']({ runIds, format });
      if (!file.ok) return refused(file.issues);
      const out = args.text('out');
      if (out !== undefined) {
        const written = writeNew(out, file.value.content);
        return written ?? done({ format, file: out, runs: runIds.length }, `${runIds.length} runs in ${out}`);
      }
      if (format === 'npz') {
        const base64 = Buffer.from(file.value.content).toString('base64');
        return done({ format, base64 }, 'A NumPy archive is no text; name a file with --out');
      }
      const text = Buffer.from(file.value.content).toString('utf8');
      return done({ format, text }, text.trimEnd());
    }),
};

export const runsBundle: Command = {
  name: 'runs bundle',
  summary: 'runs with checkpoints in one portable file, which runs import takes in elsewhere',
  usage: 'OUT [ID...]',
  example: 'runs bundle runs.zip',
  options: DATABASE_OPTION,
  positionals: { least: 1, most: 10_000, names: 'the new file, then ids of runs (none: all)' },
  run: (args, terminal) =>
    withWorkbench(args, terminal, async ({ store, host }) => {
      const [out, ...ids] = args.positionals;
      const runs = store.listRuns();
      if (!runs.ok) return refused(runs.issues);
      const runIds = ids.length ? ids : runs.value.map((run) => run.id);
      const bundle = await host.handlers['runs.bundle']({ runIds });
      if (!bundle.ok) return refused(bundle.issues);
      const { content } = bundle.value;
      const written = writeNew(out, content);
      const json = { file: out, runs: runIds.length, bytes: content.length };
      return (
        written ?? done(json, `${runIds.length} runs in ${out}, ${content.length} bytes`, bundle.warnings)
      );
    }),
};

export const runsImport: Command = {
  name: 'runs import',
  summary: 'take in runs: bundle, TensorBoard, MLflow, Optuna, W&B or SCALE-Sim export, CSV',
  usage: 'FILE [--project NAME]',
  example: 'runs import runs.zip',
  options: {
    project: { kind: 'text', value: 'NAME', help: 'project for runs of other tools (default Imported)' },
    ...DATABASE_OPTION,
  },
  positionals: { least: 1, most: 1, names: 'one file, or a folder of TensorBoard logs' },
  run: (args, terminal) =>
    withWorkbench(args, terminal, async ({ host }) => {
      const file = resolve(args.positionals[0]);
      const imported = await host.handlers['runs.import']({ file, project: args.text('project') ?? null });
      if (!imported.ok) return refused(imported.issues);
      const { tool, runIds, skipped, points } = imported.value;
      const known = skipped ? `, ${skipped} were there already` : '';
      return done(
        imported.value,
        `${runIds.length} runs from ${tool}, ${points} points${known}`,
        imported.warnings,
      );
    }),
};

export const runsCheck: Command = {
  name: 'runs check',
  summary: 'check the whole database: pages, references, figures',
  usage: '[--json] [--db FILE]',
  example: 'runs check',
  options: DATABASE_OPTION,
  positionals: NO_POSITIONALS,
  run: (args, terminal) =>
    withWorkbench(args, terminal, async ({ store }) => {
      const found = store.integrityCheck();
      const facts = store.facts();
      if (!found.ok) return refused(found.issues);
      if (found.value.length) return refused(found.value);
      const json = { file: store.file, ok: true, issues: [], facts: facts.ok ? facts.value : {} };
      const lines = Object.entries(json.facts).map(([name, value]) => `${name}: ${value}`);
      return done(json, [`${store.file}: ok`, ...lines].join('\n'));
    }),
};

export const runsBackup: Command = {
  name: 'runs backup',
  summary: 'a whole copy of the database in a new file, also while runs go on',
  usage: 'FILE',
  example: 'runs backup copy.sqlite',
  options: DATABASE_OPTION,
  positionals: { least: 1, most: 1, names: 'the new file' },
  run: (args, terminal) =>
    withWorkbench(args, terminal, async ({ store }) => {
      const copy = await store.backup(args.positionals[0]);
      if (!copy.ok) return refused(copy.issues);
      return done(copy.value, `${copy.value.file}, ${copy.value.bytes} bytes`);
    }),
};

export const diagnostics: Command = {
  name: 'diagnostics',
  summary: 'a text for bug reports: versions, checks, database facts; no names, notes or paths',
  usage: '[--out FILE]',
  example: 'diagnostics',
  options: {
    out: { kind: 'text', value: 'FILE', help: 'write into this new file instead of stdout' },
    ...DATABASE_OPTION,
  },
  positionals: NO_POSITIONALS,
  run: (args, terminal) =>
    withWorkbench(args, terminal, async ({ host }) => {
      const found = await host.handlers['host.diagnostics']({});
      if (!found.ok) return refused(found.issues);
      const out = args.text('out');
      const written = out === undefined ? null : writeNew(out, Buffer.from(found.value.text));
      return written ?? done({ ...found.value, file: out ?? null }, out ?? found.value.text.trimEnd());
    }),
};

/** Never writes over a file of the user's. */
function writeNew(file: string, content: Uint8Array): ReturnType<typeof refused> | null {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return null;
  } catch (error) {
    return refused([fileIssue(error, file)]);
  }
}
