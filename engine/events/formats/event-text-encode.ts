/** Writer of events as CSV: a line "t_us,x,y,p", then whole numbers, which event-text.ts reads without a guess. */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type { EventStream, Outcome } from '../../contract/index.ts';

const HEAD = 't_us,x,y,p\n';
/** Sign and 16 digits, three separators, line end, twice five digits and one. */
const LONGEST_ROW = 17 + 3 + 1 + 5 + 5 + 1;

export function encodeEventText({ x, y, p, tUs }: EventStream, path: string): Outcome<Uint8Array> {
  const odd = tUs.findIndex((t) => !Number.isSafeInteger(t));
  if (odd >= 0) {
    return refuse(
      errorAt(
        path,
        'events/not-encodable',
        `must hold whole times in µs for CSV (got ${tUs[odd]} in event ${odd}); round them`,
      ),
    );
  }
  const bytes = new Uint8Array(HEAD.length + x.length * LONGEST_ROW);
  let at = writeText(bytes, 0, HEAD);
  for (let i = 0; i < x.length; i++) at = writeText(bytes, at, `${tUs[i]},${x[i]},${y[i]},${p[i]}\n`);
  return accept(bytes.slice(0, at));
}

function writeText(bytes: Uint8Array, start: number, text: string): number {
  for (let i = 0; i < text.length; i++) bytes[start + i] = text.charCodeAt(i);
  return start + text.length;
}
