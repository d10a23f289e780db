/**
 * Checks shared by the Prophesee word formats: how often each of the 16 word types occurs. A few unknown types (link
 * errors) and triggers are left out with a warning; more than one unknown word in a hundred, or no clock at all, means
 * that the file is damaged or in another format. Vendor words (others, continued) are in every recording and pass
 * without a word.
 */
import { errorAt, warningAt } from '../../contract/index.ts';
import type { Issue } from '../../contract/index.ts';
import { cutOffWarning, leftOutWarning, MOST_EVENTS, tooManyEvents } from './event-columns.ts';
import { EVT_TITLES, TIME_HIGH } from './evt-header.ts';
import type { EvtVersion } from './evt-header.ts';

const TRIGGER = 0xa;
const MOST_UNKNOWN = 0.01;

export interface EvtTally {
  readonly version: EvtVersion;
  /** Words by type. */
  readonly types: Uint32Array;
  readonly known: readonly number[];
  /** Events in all words. */
  readonly events: number;
  readonly wordBytes: number;
  readonly dataBytes: number;
}

/** Null: go on. */
export function tallyError({ version, types, known, events }: EvtTally, path: string): Issue | null {
  const words = types.reduce((sum, count) => sum + count, 0);
  const unknown = unknownWords(types, known);
  if (unknown > MOST_UNKNOWN * words) {
    return errorAt(
      path,
      'evt/unknown-words',
      `must hold ${EVT_TITLES[version]} words (got ${unknown} of ${words} of no known type); the file is damaged or in ` +
        'another format: copy it again',
    );
  }
  if (events > MOST_EVENTS) return tooManyEvents(path, events);
  if (events > 0 && types[TIME_HIGH] === 0) {
    return errorAt(
      path,
      'evt/no-time',
      `must hold TIME_HIGH words (got none beside ${events} events); the file is cut off at its start: copy it again`,
    );
  }
  return null;
}

/** `early`: events before the first word that sets the state they depend on. */
export function tallyWarnings(tally: EvtTally, early: number, path: string): Issue[] {
  const { types, known, wordBytes, dataBytes } = tally;
  const warnings: Issue[] = [];
  const rest = dataBytes % wordBytes;
  if (rest > 0) warnings.push(cutOffWarning(path, wordBytes, rest));
  if (early > 0) {
    warnings.push(
      warningAt(
        path,
        'evt/early-events',
        `must give time and row before the first event (got ${early} events before them); they are left out`,
      ),
    );
  }
  const unknown = unknownWords(types, known);
  if (unknown > 0) {
    const got = `${unknown} words of unknown type`;
    warnings.push(leftOutWarning(path, 'evt/unknown-words', 'should hold known words only', got));
  }
  if (types[TRIGGER] > 0) {
    const got = `${types[TRIGGER]} trigger words`;
    warnings.push(leftOutWarning(path, 'evt/triggers', 'should hold pixel events only', got));
  }
  return warnings;
}

const unknownWords = (types: Uint32Array, known: readonly number[]): number =>
  types.reduce((sum, count, type) => (known.includes(type) ? sum : sum + count), 0);
