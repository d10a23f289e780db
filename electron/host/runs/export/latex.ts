/** A table for a paper (booktabs): one line per seed group and system, mean and spread over seeds. */
import type { RunRow } from '../../../../engine/contract/index.ts';
import { bySeedGroup, spreadOf, type Spread } from './seed-summary.ts';

const SPECIAL: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

/** Names are text: what LaTeX would take for a command is printed instead. */
export function latexText(text: string): string {
  return text
    .replaceAll(/[\\~^{}$&#%_]/g, (sign) => SPECIAL[sign] ?? `\\${sign}`)
    .replaceAll(/[\r\n]+/g, ' ');
}

export function runsLatex(rows: readonly RunRow[]): string {
  const lines = bySeedGroup(rows).flatMap(({ name, rows: members }) => {
    const systems = [...new Set(members.flatMap(({ costs }) => costs.map(({ system }) => system)))];
    return (systems.length ? systems : ['']).map((system) => {
      const costs = members.flatMap((row) => row.costs.filter((cost) => cost.system === system));
      const cells = [
        latexText(name),
        latexText(members[0].dataset),
        latexText(system) || '--',
        `$${members.length}$`,
        number(spreadOf(members.map(({ accuracy }) => (accuracy === null ? null : 100 * accuracy)))),
        number(spreadOf(costs.map(({ energyPj }) => energyPj * 1e-6))),
        number(spreadOf(costs.map(({ latencyUs }) => latencyUs))),
        number(spreadOf(costs.map(({ edpJs }) => edpJs * 1e12))),
      ];
      return `${cells.join(' & ')} \\\\`;
    });
  });
  const tables = [...new Set(rows.flatMap(({ costs }) => costs.map(({ energyTable }) => energyTable)))];
  return [
    '% Needs \\usepackage{booktabs}. Mean and standard deviation (n - 1) over seeds.',
    `% Energy table: ${tables.map((name) => name.replaceAll(/[\r\n]+/g, ' ')).join(', ') || 'none'}`,
    '\\begin{tabular}{lllrrrrr}',
    '\\toprule',
    'Run & Dataset & System & $n$ & Accuracy (\\%) & Energy ($\\mu$J) & Latency ($\\mu$s) & EDP (pJ$\\cdot$s) \\\\',
    '\\midrule',
    ...lines,
    '\\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');
}

/** Spread to two digits, mean to the same place. */
function number(spread: Spread | null): string {
  if (!spread) return '--';
  const { mean, sd } = spread;
  const decimals = decimalsFor(sd !== null && sd > 0 ? sd : Math.abs(mean), sd !== null && sd > 0 ? 2 : 3);
  const text = mean.toFixed(decimals);
  return sd === null ? `$${text}$` : `$${text} \\pm ${sd.toFixed(decimals)}$`;
}

function decimalsFor(value: number, digits: number): number {
  return value > 0 ? Math.min(12, Math.max(0, digits - 1 - Math.floor(Math.log10(value)))) : 0;
}
