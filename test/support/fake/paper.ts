/** A small report of the Paper page: one figure measured, the others not. */
import {
  PAPER_FIGURES,
  type PaperFigure,
  type PaperFigureReport,
  type PaperReport,
} from '../../../engine/contract/index.ts';

export const fakeFigure = (figure: PaperFigure): PaperFigureReport => ({
  figure,
  title: `Title of ${figure}`,
  method: 'How it is measured.',
  rows: [
    {
      id: `fig${figure}.one`,
      quantity: 'a quantity',
      conditions: 'TWS 2',
      unit: '%',
      paper: 46.6,
      paperUnit: '%',
      measured: figure === '9' ? 48 : null,
      sd: null,
      draws: 1,
      deviation: figure === '9' ? 1.4 : null,
      deviationUnit: figure === '9' ? 'points' : null,
      direction: null,
      status: figure === '9' ? 'fitted' : 'not-run',
      reason: 'a reason',
      where: 'VI-A',
      note: '',
    },
  ],
  charts:
    figure === '9'
      ? [
          {
            id: 'energy',
            title: 'Energy',
            kind: 'lines',
            x: { name: 'TWS', unit: 'steps', log: false },
            y: { name: 'Energy', unit: '%', log: false },
            categories: null,
            series: [
              {
                id: 'a',
                name: 'measured',
                hue: 'green',
                dashed: false,
                points: [
                  { x: 2, y: 48, low: 47, high: 49 },
                  { x: 3, y: 52, low: 52, high: 52 },
                ],
              },
            ],
            published: [{ series: 'a', x: 2, y: 46.6 }],
            caption: 'two draws',
          },
        ]
      : [],
  runIds: [],
});

export const FAKE_PAPER: PaperReport = {
  size: 'quick',
  source: 'a paper',
  figures: PAPER_FIGURES.map(fakeFigure),
  tables: [
    { table: '2', title: 'Table II', columns: ['Network'], rows: [{ cells: ['N-MNIST'], agrees: true }] },
  ],
  parts: [{ id: 'drawn', title: 'Figures from random activity', figures: ['9'], done: 1, total: 4 }],
  trainings: [],
  environment: [{ name: 'Version', value: '0.1.0' }],
  running: false,
  issues: [],
};
