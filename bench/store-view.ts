/** What the window does with 10,000 runs: filter, sort and group the table; the front of a brushed chart. */
import type { RunRow } from '../engine/contract/index.ts';
import { frontier } from '../renderer/src/charts/frontier.ts';
import { LIGHT } from '../renderer/src/design/tokens.ts';
import { metricOf } from '../renderer/src/views/compare/metrics.ts';
import { axisScale, pointsOf } from '../renderer/src/views/compare/points.ts';
import { resultsOf } from '../renderer/src/views/compare/results.ts';
import { metricPoints } from '../renderer/src/views/compare/seed-points.ts';
import { runColumns } from '../renderer/src/views/runs/columns.ts';
import { filterRuns } from '../renderer/src/views/runs/filter.ts';
import { groupCell, tableLines } from '../renderer/src/views/runs/groups.ts';
import { sortRuns } from '../renderer/src/views/runs/table.ts';

/** Lines that a tall window shows of the groups. */
const SEEN = 40;

/** Answers the lines, so that nothing is left out as unused. */
export function tableOf(rows: readonly RunRow[], turn: number): number {
  const columns = runColumns(rows, 0);
  const filtered = filterRuns(rows, { text: `run accuracy>0.${turn}`, states: ['done'] }, columns);
  const sorted = sortRuns(
    filtered,
    [
      { column: 'experiment', descending: turn % 2 === 0 },
      { column: 'edp.spikex', descending: false },
    ],
    columns,
  );
  const lines = tableLines(sorted, 'experiment', new Set());
  for (const line of lines.slice(0, SEEN))
    if (line.kind === 'group') for (const column of columns.slice(0, 14)) groupCell(column, line.rows);
  return lines.length;
}

const metric = (id: string) => metricOf(id, () => null);

/** `rows`: one cost each. Everything that is there before a frame is dragged. */
export function chartOf(rows: readonly RunRow[]) {
  const [x, y] = [metric('edp'), metric('accuracy')];
  const points = metricPoints(resultsOf(rows), x, y, false);
  const scales = {
    x: axisScale(
      points.map((point) => point.x),
      x,
    ),
    y: { factor: 100, unit: '%' },
  };
  return { points, drawn: pointsOf(points, [x, y], scales), unit: scales.x.unit };
}

/** From the frame to the finished drawing with its front: what every step of the pointer costs before painting. */
export function brushedFront({ points, drawn, unit }: ReturnType<typeof chartOf>, turn: number): number {
  const limit = 0.8 + turn / 1000;
  const brushed = new Set(points.filter((point) => point.y > limit).map(({ result }) => result.key));
  const input = {
    title: 'bench',
    points: drawn,
    costName: 'EDP',
    costUnit: unit,
    log: true,
    showFront: true,
    floorPercent: null,
    selectedKey: null,
    brushed,
  };
  return frontier(input, LIGHT).stops.length;
}
