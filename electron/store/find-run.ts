/** Finds the run that a person or program means by an id or the beginning of one. */
import { accept, errorAt, refuse } from '../../engine/contract/issues.ts';
import type { Issue, Outcome } from '../../engine/contract/issues.ts';
import { nearestRunId, normalizedRunId, RUN_ID_LENGTH } from './run-id.ts';
import type { RunRecord, RunsTable } from './tables/runs.ts';

const PATH = 'runId';

export function findRun(runs: RunsTable, text: string): Outcome<RunRecord> {
  const exact = runs.byId(text);
  if (exact) return accept(exact);
  const wanted = normalizedRunId(text);
  const found = wanted === '' ? [] : runs.beginningWith(wanted);
  if (found.length === 1) return accept(found[0]);
  if (found.length > 1) return refuse(ambiguous(text, found));
  return refuse(unknownRun(runs, text));
}

/** Every id that is not found is an issue of its own. */
export function findRuns(runs: RunsTable, ids: readonly string[]): Outcome<RunRecord[]> {
  const found = ids.map((id) => findRun(runs, id));
  const issues = found.flatMap((one) => (one.ok ? [] : one.issues));
  return issues.length ? refuse(...issues) : accept(found.flatMap((one) => (one.ok ? [one.value] : [])));
}

export function unknownRun(runs: RunsTable, text: string): Issue {
  const nearest = nearestRunId(normalizedRunId(text), runs.ids());
  const advice = nearest === null ? 'there are no runs yet' : `the nearest is ${nearest}`;
  return errorAt(
    PATH,
    'store/unknown-run',
    `must be the id of a run or its beginning (got "${text}"); ${advice}`,
  );
}

function ambiguous(text: string, found: readonly RunRecord[]): Issue {
  const names = found.slice(0, 2).map((run) => run.id);
  const more = found.length > 2 ? ' and others' : '';
  return errorAt(
    PATH,
    'store/ambiguous-run',
    `must name one run (got "${text}", the beginning of ${names.join(', ')}${more}); give more of its ${RUN_ID_LENGTH} characters`,
  );
}
