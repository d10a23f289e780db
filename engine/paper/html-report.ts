/**
 * The whole reproduction as one HTML file without anything from outside: summary, a section per figure with its pictures as
 * SVG, the comparison with verdict and reason, tables, trainings, environment. White, printable.
 */
import type {
  ComparisonRow,
  ComparisonStatus,
  PaperChart,
  PaperFigureReport,
  PaperReport,
  PaperTable,
} from '../contract/index.ts';
import { COMPARISON_STATUSES } from '../contract/index.ts';
import { deviationText, measuredText, paperText } from './report.ts';
import { chartSvg } from './svg/chart-svg.ts';
import { escaped } from './svg/frame.ts';

export const STATUS_WORDS: Readonly<Record<ComparisonStatus, string>> = {
  predicted:
    'no number of the figure was used to choose an energy; the rules were chosen with figures 9 to 12 in view',
  fitted: 'numbers of the figure were used, or in view, when rules or energies were chosen',
  trend: 'the direction can be compared, not the size: other data, or the paper prints a direction only',
  'not-reachable': 'the model cannot come there; the reason says why',
  'not-run': 'not measured; the reason says what is missing',
};

const STYLE = `
body{margin:0;background:#fff;color:#11161d;font:14px/1.5 Inter,Helvetica,Arial,sans-serif}
main{max-width:960px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:26px;line-height:1.25;margin:0 0 8px}h2{font-size:19px;margin:48px 0 6px;padding-top:16px;border-top:1px solid #dee3e9}
h3{font-size:14px;margin:20px 0 4px}p{margin:6px 0;max-width:76ch}.dim{color:#5d6877}
a{color:#2450c4}nav ul{columns:2;padding-left:18px;margin:8px 0}
.charts{display:flex;flex-wrap:wrap;gap:16px 24px;margin:14px 0}figure{margin:0;width:440px;max-width:100%}
figure svg{max-width:100%;height:auto}figcaption{color:#5d6877;font-size:12px;line-height:1.4}
table{border-collapse:collapse;width:100%;font-size:12px;margin:10px 0;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:5px 8px;border-bottom:1px solid #e8ecf0}
th{background:#f5f7f9;color:#414b59;font-weight:500}td.n,th.n,td.v{white-space:nowrap}td.n,th.n{text-align:right}
.tag{display:inline-block;padding:0 6px;border-radius:4px;font-size:12px;white-space:nowrap}
.predicted{background:#e2f3ec;color:#00593e}.fitted{background:#e8eefd;color:#2450c4}.trend{background:#eef1f4;color:#414b59}
.not-reachable{background:#fce9df;color:#9a3300}.not-run{background:#fbf0d9;color:#6f4500}
ol.reasons{font-size:12px;color:#414b59;margin:6px 0;padding-left:22px}
@media print{h2{break-after:avoid}figure,tr{break-inside:avoid}}
`;

export function htmlReport(report: PaperReport): string {
  const rows = report.figures.flatMap((figure) => figure.rows);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>SpikeX: published and measured</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>SpikeX: published and measured</h1>
<p class="dim">${escaped(report.source)} Measured with SpikeX Workbench, size ${report.size}.</p>
${summary(rows)}
<nav aria-label="Contents"><ul>${[
    ...report.tables.map(({ table, title }) => `<li><a href="#table-${table}">${escaped(title)}</a></li>`),
    ...report.figures.map((one) => `<li><a href="#figure-${one.figure}">${escaped(headOf(one))}</a></li>`),
    '<li><a href="#trainings">Trainings</a></li><li><a href="#environment">Environment</a></li>',
  ].join('')}</ul></nav>
${report.tables.map(tableSection).join('\n')}
${report.figures.map(figureSection).join('\n')}
${trainings(report)}
${environment(report)}
</main>
</body>
</html>
`;
}

function summary(rows: readonly ComparisonRow[]): string {
  const lines = COMPARISON_STATUSES.flatMap((status) => {
    const count = rows.filter((row) => row.status === status).length;
    return count === 0
      ? []
      : [
          `<tr><td>${tag(status)}</td><td class="n">${count}</td><td>${escaped(STATUS_WORDS[status])}</td></tr>`,
        ];
  });
  return `<p>Published values stand beside measured ones and never enter a measurement. Each comparison has a verdict:</p>
<table><thead><tr><th>Verdict</th><th class="n">Comparisons</th><th>Meaning</th></tr></thead><tbody>${lines.join('')}</tbody></table>`;
}

const tag = (status: ComparisonStatus): string =>
  `<span class="tag ${status}">${status.replace('-', ' ')}</span>`;

export const headOf = ({ figure, title }: Pick<PaperFigureReport, 'figure' | 'title'>): string =>
  /^\d/.test(figure) ? `Fig. ${figure}: ${title}` : title;

function figureSection(one: PaperFigureReport): string {
  const reasons = [...new Set(one.rows.map(({ reason }) => reason))];
  const notes = [...new Set(one.rows.flatMap(({ note }) => (note ? [note] : [])))];
  return `<section id="figure-${one.figure}">
<h2>${escaped(headOf(one))}</h2>
<p>${escaped(one.method)}</p>
<div class="charts">${one.charts.map(figureOf).join('\n')}</div>
<table><thead><tr><th>Quantity</th><th>Conditions</th><th class="n">Published</th><th class="n">Measured</th><th class="n">Deviation</th><th>Verdict</th></tr></thead>
<tbody>${one.rows.map((row) => comparison(row, reasons)).join('\n')}</tbody></table>
<ol class="reasons">${reasons.map((reason) => `<li>${escaped(reason)}</li>`).join('')}</ol>
${notes.length ? `<p class="dim">On the published numbers: ${escaped(notes.join('; '))}.</p>` : ''}
${one.runIds.length ? `<p class="dim">Runs: ${one.runIds.map(escaped).join(', ')}</p>` : ''}
</section>`;
}

const figureOf = (chart: PaperChart): string =>
  `<figure>${chartSvg(chart)}<figcaption>${escaped(chart.caption)}.</figcaption></figure>`;

function comparison(row: ComparisonRow, reasons: readonly string[]): string {
  const cell = (text: string): string => `<td class="n">${escaped(text)}</td>`;
  return `<tr><td>${escaped(row.quantity)} <span class="dim">(${escaped(row.where)})</span></td><td>${escaped(row.conditions)}</td>${cell(paperText(row))}${typeof row.measured === 'string' ? `<td>${escaped(row.measured)}</td>` : cell(measuredText(row))}${cell(deviationText(row))}<td class="v">${tag(row.status)}${row.status === 'trend' && row.direction ? ` ${row.direction} direction` : ''} (${reasons.indexOf(row.reason) + 1})</td></tr>`;
}

function tableSection({ table, title, columns, rows }: PaperTable): string {
  const agrees = (value: boolean | null): string => (value === null ? '' : value ? 'agrees' : 'differs');
  return `<section id="table-${table}">
<h2>${escaped(title)}</h2>
<table><thead><tr>${columns.map((name) => `<th>${escaped(name)}</th>`).join('')}<th></th></tr></thead>
<tbody>${rows.map(({ cells, agrees: same }) => `<tr>${cells.map((text) => `<td>${escaped(text)}</td>`).join('')}<td>${agrees(same)}</td></tr>`).join('\n')}</tbody></table>
</section>`;
}

function trainings({ trainings: all }: PaperReport): string {
  const rows = all.map(
    ({ runId, name, dataset, accuracy, heldOut }) =>
      `<tr><td>${escaped(name)}</td><td>${escaped(dataset)}</td><td class="n">${(100 * accuracy).toFixed(1)} %</td><td class="n">${heldOut}</td><td>${escaped(runId)}</td></tr>`,
  );
  return `<section id="trainings">
<h2>Trainings</h2>
<p>Accuracy of the final weights on held-out samples; every run is in the experiment database and can be opened and repeated.</p>
<table><thead><tr><th>Run</th><th>Data</th><th class="n">Accuracy</th><th class="n">Held out</th><th>Identifier</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>
</section>`;
}

function environment({ environment: all }: PaperReport): string {
  const rows = all.map(({ name, value }) => `<tr><td>${escaped(name)}</td><td>${escaped(value)}</td></tr>`);
  return `<section id="environment">
<h2>Environment</h2>
<p>All input is seeded: the same version with the same data gives the same numbers. The CSV file of each chart and comparison.csv hold every value with complete digits.</p>
<table><tbody>${rows.join('\n')}</tbody></table>
</section>`;
}
