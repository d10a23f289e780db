/** The report as files: one HTML file, the comparison, a CSV per chart, everything as JSON. */
import type { PaperReport } from '../../../engine/contract/index.ts';
import { chartCsv, comparisonCsv, htmlReport } from '../../../engine/paper/index.ts';

/** Name to text. */
export function paperFiles(report: PaperReport): ReadonlyMap<string, string> {
  return new Map([
    ['report.html', htmlReport(report)],
    ['comparison.csv', comparisonCsv(report.figures)],
    ['paper.json', `${JSON.stringify(report, null, 1)}\n`],
    ...report.figures.flatMap(({ figure, charts }) =>
      charts.map((chart): [string, string] => [`figure-${figure}-${chart.id}.csv`, chartCsv(chart)]),
    ),
  ]);
}
