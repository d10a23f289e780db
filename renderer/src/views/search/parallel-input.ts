/** Candidates as lines over their choices and costs: the front and an even share of the others. */
import type { SearchReport } from '../../../../engine/contract/index.ts';
import type { ParallelInput } from '../../charts/parallel.ts';
import { searchTexts } from '../../texts/search.ts';
import { metricName, metricText } from './metric-look.ts';

/** More lines than this are a carpet. */
const MOST_LINES = 160;

export function parallelInput(report: SearchReport, title: string): ParallelInput {
  const feasible = report.candidates.filter((row) => row.feasible);
  const others = feasible.filter((row) => !row.onFront);
  const every = Math.max(1, Math.ceil(others.length / MOST_LINES));
  const front = feasible.filter((row) => row.onFront).slice(0, MOST_LINES);
  const shown = [...others.filter((_, i) => i % every === 0), ...front];
  const first = shown.map((row) =>
    Math.log(Math.max(row.metrics[report.objectives[0]] ?? 1, Number.MIN_VALUE)),
  );
  const [low, high] = [Math.min(...first), Math.max(...first)];
  return {
    title,
    runs: shown.map(({ position }) => ({ id: String(position), name: searchTexts.candidate(position + 1) })),
    axes: [
      ...Object.keys(shown[0]?.choice ?? {}).map((name) => ({
        name,
        values: shown.map(({ choice }) => choice[name]),
        log: false,
        flipped: false,
      })),
      ...report.objectives.map((name) => ({
        name: metricName(name),
        values: shown.map(({ metrics }) => metrics[name]),
        // An error rate may be 0.
        log: name !== 'errorRate',
        flipped: false,
        text: (value: number) => metricText(name, value),
      })),
    ],
    shade: first.map((value) => (high > low ? (high - value) / (high - low) : 1)),
    shadeName: searchTexts.lowIsDark(metricName(report.objectives[0])),
    chosen: new Set(front.map(({ position }) => String(position))),
  };
}
