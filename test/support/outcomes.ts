/** Reading outcomes in tests. */
import { issueText } from '../../engine/contract/index.ts';
import type { Outcome } from '../../engine/contract/index.ts';

export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(outcome.issues.map(issueText).join('\n'));
}

/** Lines of the issues of a refusal, or of the warnings of a success. */
export function messagesOf<T>(outcome: Outcome<T>): string[] {
  return (outcome.ok ? outcome.warnings : outcome.issues).map(issueText);
}
