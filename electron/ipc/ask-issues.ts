/** What a schema found, as issues: where, what must hold, what was given. */
import type { z } from 'zod';
import { errorAt, type Issue } from '../../engine/contract/index.ts';

const MAX_SHOWN = 60;
const MAX_ISSUES = 20;

export function issuesOf(callName: string, error: z.ZodError, ask: unknown): readonly Issue[] {
  return error.issues.slice(0, MAX_ISSUES).map((issue) => {
    const isList = issue.code === 'unrecognized_keys';
    const saysGot = issue.code === 'custom' && issue.params?.['saysGot'] === true;
    const given = isList || saysGot ? '' : ` (got ${shown(valueAt(ask, issue.path))})`;
    return errorAt(dotted(issue.path) || callName, 'ask/invalid', `${issue.message}${given}`);
  });
}

/** `spec.cost.tws[2]` */
function dotted(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text ? `${text}.${String(key)}` : String(key);
  }, '');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = Reflect.get(here, key);
  }
  return here;
}

/** Never longer than a line, whatever was sent. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isNaN(value) ? 'no number' : String(value);
  if (typeof value === 'string') {
    const cut = value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value;
    return value ? JSON.stringify(cut) : 'an empty text';
  }
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  return typeof value === 'object' ? 'an object' : String(value).slice(0, MAX_SHOWN);
}
