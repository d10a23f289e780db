/** What the desktop application understands on its command line. Everything else is Chromium's. */
import { parseArgs } from 'node:util';

export interface AppArguments {
  /** Folders that the window may read besides the home folder. */
  readonly roots: readonly string[];
  readonly database: string | null;
}

export function appArguments(argv: readonly string[]): AppArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: { root: { type: 'string', multiple: true }, db: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
  return {
    roots: (values.root ?? []).filter(isText),
    database: isText(values.db) ? values.db : null,
  };
}
