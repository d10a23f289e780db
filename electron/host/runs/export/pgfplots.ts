/** Accuracy against EDP for pgfplots: one plot per system, a point per seed group with bars of its spread. */
import type { RunRow } from '../../../../engine/contract/index.ts';
import { latexText } from './latex.ts';
import { bySeedGroup, spreadOf } from './seed-summary.ts';

/** Okabe-Ito hues and marks that differ without colour, too. */
const STYLES = [
  ['009E73', '*'],
  ['E69F00', 'triangle*'],
  ['0072B2', 'square*'],
  ['CC79A7', 'diamond*'],
  ['D55E00', 'pentagon*'],
  ['56B4E9', 'x'],
  ['000000', '+'],
] as const;

export function runsPgfplots(rows: readonly RunRow[]): string {
  const systems = [...new Set(rows.flatMap(({ costs }) => costs.map(({ system }) => system)))];
  const tables = [...new Set(rows.flatMap(({ costs }) => costs.map(({ energyTable }) => energyTable)))];
  const plots = systems.flatMap((system, i) => {
    const [hue, mark] = STYLES[i % STYLES.length];
    return [
      `\\definecolor{spikex${i}}{HTML}{${hue}}`,
      `\\addplot+[only marks, color=spikex${i}, mark=${mark}, mark options={fill=spikex${i}}, error bars/.cd, x dir=both, x explicit, y dir=both, y explicit]`,
      '  table[x=edp, y=acc, x error=edpsd, y error=accsd] {',
      '  edp acc edpsd accsd n',
      ...pointsOf(rows, system).map((line) => `  ${line}`),
      '  };',
      `\\addlegendentry{${latexText(system)}}`,
    ];
  });
  return [
    '% Needs \\usepackage{pgfplots}. Mean and standard deviation (n - 1) over seeds.',
    `% Energy table: ${tables.map((name) => name.replaceAll(/[\r\n]+/g, ' ')).join(', ') || 'none'}`,
    '\\begin{tikzpicture}',
    '\\begin{axis}[xmode=log, xlabel={EDP (J$\\cdot$s)}, ylabel={Accuracy (\\%)}, legend pos=south east, width=88mm]',
    ...plots,
    '\\end{axis}',
    '\\end{tikzpicture}',
    '',
  ].join('\n');
}

function pointsOf(rows: readonly RunRow[], system: string): string[] {
  return bySeedGroup(rows).flatMap(({ rows: members }) => {
    const acc = spreadOf(members.map(({ accuracy }) => (accuracy === null ? null : 100 * accuracy)));
    const edp = spreadOf(
      members.flatMap(({ costs }) =>
        costs.filter((cost) => cost.system === system).map(({ edpJs }) => edpJs),
      ),
    );
    if (!acc || !edp) return [];
    return [[edp.mean, acc.mean, edp.sd ?? 0, acc.sd ?? 0, edp.n].join(' ')];
  });
}
