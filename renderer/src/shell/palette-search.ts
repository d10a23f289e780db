/** What the palette shows for a query: every word of it must occur; matches at the start of a word come first. */
export interface Piece {
  readonly text: string;
  readonly match: boolean;
}

export interface Searchable {
  readonly title: string;
  /** Further words to be found by, such as the page or the experiment. */
  readonly also?: string;
}

const wordsOf = (query: string): string[] => query.toLowerCase().split(/\s+/).filter(Boolean);

/** Lower is better; null = no match. */
export function rank(item: Searchable, query: string): number | null {
  const title = item.title.toLowerCase();
  const all = `${title} ${(item.also ?? '').toLowerCase()}`;
  let sum = 0;
  for (const word of wordsOf(query)) {
    const at = all.indexOf(word);
    if (at < 0) return null;
    if (title.startsWith(word)) sum += 0;
    else if (atWordStart(title, word)) sum += 1;
    else sum += at < title.length ? 2 : 3;
  }
  return sum;
}

function atWordStart(title: string, word: string): boolean {
  for (let at = title.indexOf(word); at >= 0; at = title.indexOf(word, at + 1)) {
    if (at === 0 || /[^\p{L}\p{N}]/u.test(title[at - 1])) return true;
  }
  return false;
}

/** Best first; the given order breaks ties. */
export function search<T extends Searchable>(items: readonly T[], query: string, limit: number): T[] {
  return items
    .map((item, order) => ({ item, order, score: rank(item, query) }))
    .filter((hit): hit is { item: T; order: number; score: number } => hit.score !== null)
    .sort((a, b) => a.score - b.score || a.order - b.order)
    .slice(0, limit)
    .map(({ item }) => item);
}

/** The title cut where words of the query match, so that these can be set in bold. */
export function pieces(title: string, query: string): Piece[] {
  const lower = title.toLowerCase();
  const marked = Array.from({ length: title.length }, () => false);
  for (const word of wordsOf(query)) {
    const at = lower.indexOf(word);
    if (at >= 0) marked.fill(true, at, at + word.length);
  }
  const result: Piece[] = [];
  for (let from = 0; from < title.length;) {
    let to = from + 1;
    while (to < title.length && marked[to] === marked[from]) to++;
    result.push({ text: title.slice(from, to), match: marked[from] });
    from = to;
  }
  return result;
}
