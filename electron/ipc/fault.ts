/** Our own faults: the detail goes to the log under an id, the outside sees a neutral issue with that id. */
import { randomBytes } from 'node:crypto';
import { errorAt, type Issue } from '../../engine/contract/index.ts';

export interface Fault {
  readonly id: string;
  /** What was being done, for example the name of the call. */
  readonly place: string;
  readonly detail: string;
}
export type FaultLog = (fault: Fault) => void;

export function faultOf(place: string, error: unknown): Fault {
  const detail = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
  return { id: randomBytes(4).toString('hex'), place, detail };
}

export function faultIssue(fault: Fault): Issue {
  return errorAt(
    fault.place,
    'host/internal',
    `failed inside the host; nothing you gave was wrong. The log names the cause under ${fault.id}`,
  );
}

/** One line per fault on stderr, then the detail. */
export const logFaultToStderr: FaultLog = (fault) => {
  process.stderr.write(`fault ${fault.id} in ${fault.place}\n${fault.detail}\n`);
};
