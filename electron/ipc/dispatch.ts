/** One message in, one answer out. Whatever arrives, the answer is an Outcome; nothing is thrown or left unanswered. */
import {
  errorAt,
  refuse,
  type CallName,
  type Handlers,
  type Outcome,
  type Wire,
} from '../../engine/contract/index.ts';
import { nearestWord } from '../../engine/math/nearest-word.ts';
import { faultIssue, faultOf, type FaultLog } from './fault.ts';
import { CALL_NAMES, checkAsk } from './schemas.ts';

/** The id of an answer to a message that had none. Clients count from 1. */
export const UNNUMBERED = 0;
const MAX_GIVEN_SHOWN = 60;

export async function dispatch(handlers: Handlers, message: unknown, log: FaultLog): Promise<Wire> {
  const call = readCall(message);
  if (!call.ok) return { type: 'answer', id: numberOf(message), outcome: call };
  const { id, name, ask } = call.value;
  return { type: 'answer', id, outcome: await runCall(handlers, name, ask, log) };
}

/** Checks the question against its schema and runs the handler. */
export async function runCall<K extends CallName>(
  handlers: Handlers,
  name: K,
  ask: unknown,
  log: FaultLog,
): Promise<Outcome<unknown>> {
  const checked = checkAsk(name, ask);
  if (!checked.ok) return checked;
  try {
    return await handlers[name](checked.value);
  } catch (error) {
    const fault = faultOf(name, error);
    log(fault);
    return refuse(faultIssue(fault));
  }
}

interface ReadCall {
  readonly id: number;
  readonly name: CallName;
  readonly ask: unknown;
}

function readCall(message: unknown): Outcome<ReadCall> {
  if (!isRecord(message) || message.type !== 'call' || !isId(message.id)) {
    return refuse(
      errorAt('message', 'host/bad-message', 'must be a call with a type, a number, a name and a question'),
    );
  }
  if (typeof message.name !== 'string' || !isCallName(message.name)) {
    const given =
      typeof message.name === 'string' ? message.name.slice(0, MAX_GIVEN_SHOWN) : typeof message.name;
    const near = nearestWord(given, CALL_NAMES);
    const advice = near
      ? `did you mean ${near}?`
      : 'window and host may be of different versions; restart both';
    return refuse(
      errorAt(
        'message.name',
        'host/unknown-call',
        `must be a call that this host knows (got ${given}); ${advice}`,
      ),
    );
  }
  return { ok: true, value: { id: message.id, name: message.name, ask: message.ask }, warnings: [] };
}

function numberOf(message: unknown): number {
  return isRecord(message) && isId(message.id) ? message.id : UNNUMBERED;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isCallName(name: string): name is CallName {
  return CALL_NAMES.some((known) => known === name);
}
