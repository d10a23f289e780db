/** A drawn figure before it is measured: every published value of it with nothing beside. */
import type { DrawnFigure } from '../contract/index.ts';
import type { PublishedPaper } from './published.ts';
import type { FigureMeasurement } from './study.ts';
import { NOT_RUN } from './trained.ts';

export function unmeasured(figure: DrawnFigure, { values }: PublishedPaper): FigureMeasurement {
  const own = values.filter((value) => /^fig(\d+)/.exec(value.figure)?.[1] === figure);
  return {
    measured: own.map(({ key, unit }) => ({
      ...NOT_RUN,
      reason: 'the draws behind it have not been made yet',
      id: key,
      published: key,
      conditions: '',
      unit,
    })),
    charts: [],
  };
}
