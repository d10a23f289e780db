// Published values by figure.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainedFigure } from '../../../engine/contract/index.ts';
import { parsePublished, type PublishedPaper } from '../../../engine/paper/index.ts';
import { valueOf } from '../../support/outcomes.ts';
import { PUBLISHED } from './setup.ts';

const file = join(import.meta.dirname, '../../../resources/studies/published-hybrid.json');
export const HYBRID = valueOf(parsePublished(readFileSync(file, 'utf8'), 'published-hybrid.json'));

const BITS = ['hybrid.sparsity', 'hybrid.energy.int4'];

const keysOf = (paper: PublishedPaper, wanted: (figure: string, key: string) => boolean): string[] =>
  paper.values.filter(({ figure, key }) => wanted(figure, key)).map(({ key }) => key);

export const TRAINED_FIGURES_OF: readonly {
  readonly figure: TrainedFigure;
  readonly paper: PublishedPaper;
  readonly keys: readonly string[];
}[] = [
  { figure: '5', paper: PUBLISHED, keys: keysOf(PUBLISHED, (figure) => figure === 'fig5') },
  { figure: '7', paper: PUBLISHED, keys: keysOf(PUBLISHED, (figure) => figure === 'fig7') },
  { figure: '13', paper: PUBLISHED, keys: keysOf(PUBLISHED, (figure) => figure === 'fig13') },
  {
    figure: 'edp',
    paper: PUBLISHED,
    keys: keysOf(PUBLISHED, (figure) => figure === 'edp' || figure === 'text'),
  },
  { figure: 'bits', paper: HYBRID, keys: keysOf(HYBRID, (_, key) => BITS.includes(key)) },
  { figure: 'coding', paper: HYBRID, keys: keysOf(HYBRID, (_, key) => !BITS.includes(key)) },
];
