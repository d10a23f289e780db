/** A constraint that nothing in the space can hold, with the best value there is and where. */
import { errorAt, type ArchOverrides, type Issue, type SearchConstraint } from '../contract/index.ts';

const DIGITS = 4;

/** choice: where the least value is reached; empty = everywhere; null = `least` is a floor that none need reach. */
export function boundIssue(
  index: number,
  { metric, most }: SearchConstraint,
  least: number,
  choice: ArchOverrides | null,
): Issue {
  const where = Object.entries(choice ?? {}).map(([key, value]) => `${key}=${String(value)}`);
  const best = !choice
    ? 'a floor that nothing in this space goes below'
    : where.length
      ? `the least in this space, at ${where.join(', ')}`
      : 'what every candidate has';
  return errorAt(
    `constraints[${index}]`,
    'search/bound',
    `must be at least ${raised(least)}: ${best} (got ${metric}<=${most}); raise it, or widen the space`,
  );
}

/** To a few digits, never below: what a user copies must hold. */
function raised(value: number): number {
  const rounded = Number(value.toPrecision(DIGITS));
  if (rounded >= value) return rounded;
  const unit = 10 ** (Math.floor(Math.log10(value)) - DIGITS + 1);
  return Number((rounded + unit).toPrecision(DIGITS));
}
