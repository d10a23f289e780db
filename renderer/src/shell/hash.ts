/** Places in the window as the part of the address after `#`: `#/compare/run-7`. */
export interface Place<Page extends string = string> {
  readonly page: Page;
  /** What the page shows, such as a run; null = its own choice. */
  readonly subject: string | null;
}

export function hashOf({ page, subject }: Place): string {
  return subject === null ? `#/${page}` : `#/${page}/${encodeURIComponent(subject)}`;
}

/** Null where the hash names no known page. */
export function placeOf<Page extends string>(hash: string, pages: readonly Page[]): Place<Page> | null {
  const [, name = '', ...rest] = hash.replace(/^#/, '').split('/');
  const page = pages.find((known) => known === name);
  if (page === undefined) return null;
  const subject = rest.join('/');
  return { page, subject: subject === '' ? null : decoded(subject) };
}

/** A hand-typed `%` is not a reason to fail. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
