/** One figure at other settings: few draws, or the recorded activity costed anew; kept, so that going back is instant. */
import {
  accept,
  type Outcome,
  type PaperAsk,
  type PaperFigure,
  type PaperFigureReport,
  type PaperSettings,
} from '../../../engine/contract/index.ts';
import type { FileAccess } from '../file-access.ts';
import type { Workbench } from '../workbench.ts';
import { PaperCache } from './paper-cache.ts';
import { activityKey, drawnKey, paperState, type PaperState } from './paper-plan.ts';
import { figureReport, publishedPapers } from './paper-report.ts';

/** Recording the activity of a gesture network takes its time. */
const LOOK_LIMIT_MS = 300_000;
const COSTED: readonly PaperFigure[] = ['5', '13', 'edp'];

export async function lookAt(
  workbench: Workbench,
  files: FileAccess,
  ask: PaperAsk,
  { figure, settings }: { readonly figure: PaperFigure; readonly settings: PaperSettings },
): Promise<Outcome<PaperFigureReport>> {
  const table = await workbench.catalog.tables.find(settings.energy, 'energy');
  if (!table.ok) return table;
  const state = await paperState(workbench, ask, settings);
  const measured = await measure(workbench, files, state, figure);
  if (!measured.ok) return measured;
  const now = measured.value ? await paperState(workbench, ask, settings) : state;
  return accept(figureReport(figure, now, await publishedPapers(workbench)));
}

/** True where something was measured that was not kept before. */
async function measure(
  workbench: Workbench,
  { limits }: FileAccess,
  { settings, drawn, networks }: PaperState,
  figure: PaperFigure,
): Promise<Outcome<boolean>> {
  const draws = drawn.filter((one) => one.figure === figure && one.measured === null);
  const activities = COSTED.includes(figure)
    ? networks.flatMap(({ works, measured }) => works.filter((_, i) => measured[i] === null))
    : [];
  if (draws.length + activities.length === 0) return accept(false);
  const answer = await workbench.quick.ask(
    'paper.look',
    { draws, activities, settings, limits },
    LOOK_LIMIT_MS,
  );
  if (!answer.ok) return answer;
  const cache = new PaperCache(workbench);
  const kept = [
    ...draws.map((one, i) => cache.write(drawnKey(one.figure, one.draws, settings), answer.value.drawn[i])),
    ...activities.map((one, i) => cache.write(activityKey(one, settings), answer.value.activities[i])),
  ];
  return (kept.find(({ ok }) => !ok) as Outcome<never> | undefined) ?? accept(true);
}
