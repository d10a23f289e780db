import { join, resolve } from 'node:path';
import {
  accept,
  PAPER_FIGURES,
  type Outcome,
  type PaperAsk,
  type PaperFigureReport,
  type PaperReport,
  type PaperTable,
} from '../../../engine/contract/index.ts';
import { deviationText, headOf, measuredText, paperText } from '../../../engine/paper/index.ts';
import { paperFiles } from '../../host/paper/paper-files.ts';
import { writeFileAtomic } from '../../store/atomic-file.ts';
import { done, NO_POSITIONALS, refused, type Command } from '../command.ts';
import { percent, table } from '../format.ts';
import type { Arguments } from '../options.ts';
import { DATABASE_OPTION, follow, withWorkbench } from '../session.ts';
import { dataSource } from '../spike-source.ts';

const TABLES = ['1', '2'];

export const paper: Command = {
  name: 'paper',
  summary:
    'measure every figure of the SpikeX paper and of the hybrid study, and put the published values beside',
  usage:
    '[--quick or --full] [--figure 5,7,9,…] [--table 1,2] [--nmnist PATH] [--gesture PATH] [--out FOLDER]',
  example: 'paper --figure 9,12 --quick',
  options: {
    figure: {
      kind: 'text',
      value: 'N,N',
      choices: PAPER_FIGURES,
      help: `figures to measure (default all: ${PAPER_FIGURES.join(',')})`,
    },
    table: {
      kind: 'text',
      value: 'N,N',
      choices: TABLES,
      help: `tables to print, beside or instead of figures (${TABLES.join(',')})`,
    },
    quick: { kind: 'flag', help: 'embedded data and small trainings: minutes (the default)' },
    full: { kind: 'flag', help: 'long trainings with three seeds: hours' },
    nmnist: { kind: 'text', value: 'PATH', help: 'N-MNIST folder (default: the embedded synthetic set)' },
    gesture: {
      kind: 'text',
      value: 'PATH',
      help: 'DVS Gesture folder (default: the embedded synthetic set)',
    },
    out: { kind: 'text', value: 'FOLDER', help: 'write the report as HTML, CSV and JSON, too' },
    ...DATABASE_OPTION,
  },
  positionals: NO_POSITIONALS,
  async run(args, terminal) {
    const ask = askFrom(args);
    const wanted = args.list('table') ?? (args.has('figure') ? [] : TABLES);
    const asked = args.list('figure') ?? (args.has('table') ? [] : PAPER_FIGURES);
    const figures = PAPER_FIGURES.filter((figure) => asked.includes(figure));
    return withWorkbench(args, terminal, async (workbench) => {
      const { handlers } = workbench.host;
      if (figures.length > 0) {
        terminal.onCancel(() => void handlers['paper.stop']({}));
        const ended = await follow(workbench, terminal, handlers['paper.finish']({ ...ask, figures }));
        if (!ended.ok) return refused(ended.issues);
      }
      const whole = await handlers['paper.report'](ask);
      if (!whole.ok) return refused(whole.issues);
      const report: PaperReport = {
        ...whole.value,
        figures: whole.value.figures.filter(({ figure }) => figures.includes(figure)),
        tables: whole.value.tables.filter((one) => wanted.includes(one.table)),
      };
      const out = args.text('out');
      const written = out === undefined ? accept([]) : writeReport(resolve(out), report);
      if (!written.ok) return refused(written.issues);
      const text = [
        ...report.tables.map(tableText),
        ...report.figures.map(figureText),
        ...(figures.length ? trainingsText(report) : []),
        ...written.value.map((file) => `Written: ${file}`),
      ];
      return done({ ...report, files: written.value }, text.join('\n\n'));
    });
  },
};

const askFrom = (args: Arguments): PaperAsk => ({
  size: args.has('full') ? 'full' : 'quick',
  datasets: { nmnist: sourceOf(args.text('nmnist')), gesture: sourceOf(args.text('gesture')) },
});

const sourceOf = (given: string | undefined): string | null =>
  given === undefined ? null : dataSource(given);

function figureText(figure: PaperFigureReport): string {
  const { method, rows } = figure;
  const reasons = [...new Set(rows.map((row) => row.reason))];
  const lines = table(rows, [
    { head: 'Quantity', of: (row) => row.id },
    { head: 'Conditions', of: (row) => row.conditions },
    { head: 'Paper', right: true, of: paperText },
    { head: 'Measured', right: true, of: measuredText },
    { head: 'Deviation', right: true, of: deviationText },
    { head: 'Status', of: (row) => `${row.status} (${reasons.indexOf(row.reason) + 1})` },
  ]);
  const notes = reasons.map((reason, i) => `(${i + 1}) ${reason}`).join('\n');
  return `${headOf(figure)}\n${method}\n${lines}\n${notes}`;
}

function tableText({ title, columns, rows }: PaperTable): string {
  const own = columns.map((head, i) => ({ head, of: (row: (typeof rows)[number]) => row.cells[i] }));
  const agrees = {
    head: 'Agrees',
    of: (row: (typeof rows)[number]) => (row.agrees === null ? '' : row.agrees ? 'yes' : 'no'),
  };
  const isCompared = rows.some((row) => row.agrees !== null);
  return `${title}\n${table(rows, isCompared ? [...own, agrees] : own)}`;
}

function trainingsText({ trainings }: PaperReport): string[] {
  if (trainings.length === 0) return [];
  const lines = table(trainings, [
    { head: 'Training', of: ({ name }) => name },
    { head: 'Data', of: ({ dataset }) => dataset },
    { head: 'Held-out accuracy', right: true, of: ({ accuracy }) => percent(accuracy) },
    { head: 'Run', of: ({ runId }) => runId },
  ]);
  return [lines];
}

/** report.html, comparison.csv, paper.json, and a CSV per chart. */
function writeReport(folder: string, report: PaperReport): Outcome<readonly string[]> {
  const files: string[] = [];
  for (const [name, text] of paperFiles(report)) {
    const written = writeFileAtomic(join(folder, name), new TextEncoder().encode(text));
    if (!written.ok) return written;
    files.push(written.value.file);
  }
  return accept(files);
}
