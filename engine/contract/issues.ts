/**
 * User mistakes as data. A check returns every issue it finds; nothing is thrown for bad input.
 * Wording of `message`: what must hold (got X); what to do. The place stands in `path`, not in the message.
 */
export interface Issue {
  /** Stable machine-readable code, `area/what-is-wrong`, for example `arch/rows-positive`. */
  readonly code: string;
  /** Where: file path, option name or dotted field, for example `arch.array.rows` or `layers[3].M`. */
  readonly path: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/** Result of anything that can be refused. Warnings may accompany a success. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export function accept<T>(value: T, warnings: readonly Issue[] = []): Outcome<T> {
  return { ok: true, value, warnings };
}

export function refuse<T = never>(...issues: readonly Issue[]): Outcome<T> {
  return { ok: false, issues };
}

export function errorAt(path: string, code: string, message: string): Issue {
  return { code, path, message, severity: 'error' };
}

export function warningAt(path: string, code: string, message: string): Issue {
  return { code, path, message, severity: 'warning' };
}

/** One line per issue, `path: message`, as the command line and logs print it. */
export function issueText(issue: Issue): string {
  return issue.path ? `${issue.path}: ${issue.message}` : issue.message;
}
