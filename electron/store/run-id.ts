/**
 * Run ids: 12 characters of Crockford's base 32, 9 of milliseconds since 2025 and 3 drawn at random.
 * They sort by time; two of the same millisecond in one process still sort in the order they were made.
 */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const EPOCH_MS = Date.UTC(2025, 0, 1);
const TAIL = 32 ** 3;
export const RUN_ID_LENGTH = 12;

function base32(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32))
    text = ALPHABET[rest % 32] + text;
  return text;
}

/** `uniform` draws from [0, 1). */
export function runIdSource(now: () => number, uniform: () => number): () => string {
  let lastMs = -1;
  let tail = 0;
  return () => {
    const ms = Math.max(lastMs, now() - EPOCH_MS, 0);
    tail = ms === lastMs ? tail + 1 : Math.floor(uniform() * TAIL);
    lastMs = tail < TAIL ? ms : ms + 1;
    tail %= TAIL;
    return base32(lastMs, 9) + base32(tail, 3);
  };
}

/** As people type it: upper case and the letters that the alphabet leaves out are read as meant. */
export function normalizedRunId(text: string): string {
  return text.trim().toLowerCase().replaceAll('o', '0').replaceAll(/[il]/g, '1');
}

/** The id with the fewest differing characters (Levenshtein distance); the later one of equals. */
export function nearestRunId(text: string, ids: readonly string[]): string | null {
  let best: string | null = null;
  let fewest = Infinity;
  for (const id of ids) {
    const distance = editDistance(text, id);
    if (distance < fewest || (distance === fewest && best !== null && id > best)) {
      fewest = distance;
      best = id;
    }
  }
  return best;
}

export function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const swapped = above[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
      line.push(Math.min(swapped, above[column] + 1, line[column - 1] + 1));
    }
    above = line;
  }
  return above[b.length];
}
