/** A picture of measured growth: one panel per line fit, points and the fitted line. */
import type { LineFit } from './linear.ts';

const WIDTH = 380;
const HEIGHT = 260;
/** Room for the last number below the right axis. */
const MARGIN = 16;
/** Left, top, right, bottom of a panel's axes. */
const FRAME = { left: 52, top: 40, right: 366, bottom: 212 };
const INK = '#6b7280';
const DATA = '#2563eb';

function panel(fit: LineFit, left: number, top: number, caption: string): string {
  const mostX = Math.max(...fit.points.map((point) => point.x));
  const mostMs = Math.max(...fit.points.map((point) => point.ms)) * 1.08;
  const x = (value: number): string =>
    (left + FRAME.left + (value / mostX) * (FRAME.right - FRAME.left)).toFixed(1);
  const y = (ms: number): string => (FRAME.bottom - (ms / mostMs) * (FRAME.bottom - FRAME.top)).toFixed(1);
  const text = (atX: string | number, atY: string | number, words: string, anchor: string): string =>
    `<text x="${atX}" y="${atY}" text-anchor="${anchor}">${words}</text>`;
  const ticks = [0, 0.5, 1].map((share) => share * mostX);
  const marks = [0, 0.5, 1].map((share) => share * Math.max(...fit.points.map((point) => point.ms)));
  return [
    `<g transform="translate(0 ${top})">`,
    text(left + FRAME.left, 16, `${caption}, R² = ${fit.rSquared.toFixed(4)}`, 'start'),
    `<text x="${left + FRAME.left}" y="31" font-size="9">${fit.what}</text>`,
    `<path d="M${left + FRAME.left} ${FRAME.top}V${FRAME.bottom}H${left + FRAME.right}" stroke="${INK}" fill="none"/>`,
    ...ticks.map((value) =>
      text(x(value), FRAME.bottom + 16, Math.round(value).toLocaleString('en-US'), 'middle'),
    ),
    ...marks.map((ms) => text(left + FRAME.left - 6, Number(y(ms)) + 4, ms.toFixed(1), 'end')),
    text(left + (FRAME.left + FRAME.right) / 2, FRAME.bottom + 34, fit.x, 'middle'),
    text(left + FRAME.left - 6, FRAME.top - 6, 'ms', 'end'),
    `<line x1="${x(0)}" y1="${y(fit.ms)}" x2="${x(mostX)}" y2="${y(fit.ms + fit.msPerX * mostX)}" stroke="${DATA}" stroke-opacity="0.4"/>`,
    ...fit.points.map((point) => `<circle cx="${x(point.x)}" cy="${y(point.ms)}" r="3.5" fill="${DATA}"/>`),
    '</g>',
  ].join('\n');
}

/** SVG text, two panels to a row. */
export function growthPicture(fits: readonly LineFit[], caption = 'Time'): string {
  const height = Math.ceil(fits.length / 2) * HEIGHT;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * WIDTH + MARGIN} ${height}" font-family="Inter, sans-serif" font-size="11" fill="${INK}">
${fits.map((fit, i) => panel(fit, (i % 2) * WIDTH, Math.floor(i / 2) * HEIGHT, caption)).join('\n')}
</svg>
`;
}
