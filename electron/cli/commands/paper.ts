import { join, resolve } from 'node:path';
import {
  comparisonCsv,
  comparisonMarkdown,
  deviationText,
  measuredText,
  PAPER_FIGURES,
  paperText,
  seriesCsv,
  type ComparedFigure,
  type PaperFigure,
} from '../../../engine/paper/index.ts';
import { accept, type Outcome } from '../../../engine/contract/index.ts';
import type { PaperAnswer } from '../../jobs/kinds/paper.ts';
import { writeFileAtomic } from '../../store/atomic-file.ts';
import { done, NO_POSITIONALS, refused, type Command } from '../command.ts';
import { table } from '../format.ts';
import { PAPER_TABLES, paperTable } from '../paper-tables.ts';
import { DATABASE_OPTION, follow, withWorkbench } from '../session.ts';

export const paper: Command = {
  name: 'paper',
  summary: 'measure the figures of the SpikeX paper and put the published values beside',
  usage: '[--figure 9,10,11,12] [--table 1,2] [--quick] [--out FOLDER] [--json]',
  example: 'paper --figure 9,12 --quick',
  options: {
    figure: {
      kind: 'text',
      value: 'N,N',
      choices: PAPER_FIGURES,
      help: `figures to measure (default ${PAPER_FIGURES.join(',')})`,
    },
    table: {
      kind: 'text',
      value: 'N,N',
      choices: PAPER_TABLES,
      help: `tables to print, beside or instead of figures (${PAPER_TABLES.join(',')})`,
    },
    quick: { kind: 'flag', help: 'a fifth of the draws' },
    out: { kind: 'text', value: 'FOLDER', help: 'write the report as Markdown and CSV, too' },
    ...DATABASE_OPTION,
  },
  positionals: NO_POSITIONALS,
  async run(args, terminal) {
    const wanted = args.list('table') ?? [];
    const tables = await Promise.all(PAPER_TABLES.filter((one) => wanted.includes(one)).map(paperTable));
    const tableTexts = tables.map(({ title, text }) => `${title}\n${text}`);
    if (tables.length > 0 && !args.has('figure'))
      return done({ figures: [], tables, files: [] }, tableTexts.join('\n\n'));
    const asked = args.list('figure') ?? PAPER_FIGURES;
    const figures: readonly PaperFigure[] = PAPER_FIGURES.filter((figure) => asked.includes(figure));
    return withWorkbench(args, terminal, async ({ queue, ...workbench }) => {
      const job = queue.start('paper', { figures, quick: args.has('quick') }, { title: 'Paper' });
      const answer = await follow({ queue, ...workbench }, terminal, queue.answerOf('paper', job.id));
      if (!answer.ok) return refused(answer.issues);
      const out = args.text('out');
      const written = out === undefined ? accept([]) : writeReport(resolve(out), answer.value);
      if (!written.ok) return refused(written.issues);
      const text = [
        ...tableTexts,
        ...answer.value.figures.map(figureText),
        ...written.value.map((file) => `Written: ${file}`),
      ];
      return done({ ...answer.value, tables, files: written.value }, text.join('\n\n'));
    });
  },
};

function figureText({ figure, title, method, rows }: ComparedFigure): string {
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
  return `Fig. ${figure}: ${title}\n${method}\n${lines}\n${notes}`;
}

/** report.md, comparison.csv, and the curves of each figure that has some. */
function writeReport(folder: string, { figures, paper: published }: PaperAnswer): Outcome<readonly string[]> {
  const texts = new Map([
    ['report.md', comparisonMarkdown(figures, published)],
    ['comparison.csv', comparisonCsv(figures)],
    ...figures
      .filter((figure) => figure.series.length > 0)
      .map((figure): [string, string] => [`figure-${figure.figure}.csv`, seriesCsv(figure)]),
  ]);
  const files: string[] = [];
  for (const [name, text] of texts) {
    const written = writeFileAtomic(join(folder, name), new TextEncoder().encode(text));
    if (!written.ok) return written;
    files.push(written.value.file);
  }
  return accept(files);
}
