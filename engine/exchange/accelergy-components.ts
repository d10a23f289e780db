/**
 * Which component of an Accelergy table is which level of the memory hierarchy. A component named in the `spikex` block
 * wins. Otherwise the last part of the name decides, without ranges such as [0..7], letters and digits alone, in
 * lower case: it must equal a known name of the level, and exactly one component may. Left out: guesses by class or size.
 */
import { errorAt, LEVELS } from '../contract/index.ts';
import type { Issue, Level } from '../contract/index.ts';
import { FieldReader, isRecord, shown } from '../math/field-reader.ts';
import { nearestWord } from '../math/nearest-word.ts';
import { WIDTH_RULE, type Component } from './accelergy-tables.ts';

export const KNOWN_NAMES: Readonly<Record<Level, readonly string[]>> = {
  ALU: ['alu', 'adder', 'accumulator', 'intadder', 'mac', 'intmac'],
  RF: ['rf', 'regfile', 'registerfile', 'regs', 'registers'],
  LBUF: ['lbuf', 'localbuffer'],
  GLB: ['glb', 'globalbuffer', 'sharedglb'],
  DRAM: ['dram', 'mainmemory', 'offchipmemory'],
};

/** From the `spikex` block of the file: which component, and the bits one of its actions moves. */
export type Chosen = Partial<
  Record<
    Level,
    {
      readonly component: string | null;
      readonly width: number | null;
      /** ALU: whether its action holds the reading and writing of the partial sum already. */
      readonly psum: 'added' | 'included';
    }
  >
>;

/** file: a reader of the whole file. */
export function chosenFrom(file: FieldReader, issues: Issue[]): Chosen {
  const block = file.raw('spikex');
  const chosen: Chosen = {};
  if (block === undefined || block === null) return chosen;
  if (!isRecord(block)) {
    file.fault(
      'spikex',
      'spikex',
      `must be a mapping from ${LEVELS.join(', ')} (got ${shown(block)}); see the guide`,
    );
    return chosen;
  }
  const levels = new FieldReader(block, 'accelergy', file.at('spikex'), issues);
  for (const level of LEVELS) {
    const value = levels.raw(level);
    if (value === undefined || value === null) continue;
    if (!isRecord(value)) {
      levels.fault(
        level,
        'spikex',
        `must be { component: …, width: … } (got ${shown(value)}); write one or both`,
      );
      continue;
    }
    const read = new FieldReader(value, 'accelergy', levels.at(level), issues);
    const component = read.text('component', '', true) || null;
    // One accumulation is one action, whatever its width.
    const width = level === 'ALU' ? null : read.number('width', WIDTH_RULE, 0, true) || null;
    const psum = level === 'ALU' ? read.choice('psum', ['added', 'included'], 'added') : 'added';
    read.refuseUnknown();
    chosen[level] = { component, width, psum };
  }
  levels.refuseUnknown();
  return chosen;
}

export function componentOf(
  level: Level,
  components: readonly Component[],
  chosen: Chosen,
  file: string,
  issues: Issue[],
): Component | null {
  const wanted = chosen[level]?.component ?? null;
  const found = components.filter(({ name }) =>
    wanted === null ? KNOWN_NAMES[level].includes(lastPart(name)) : name === wanted || bare(name) === wanted,
  );
  if (found.length === 1) return found[0];
  const names = components.map(({ name }) => name);
  if (wanted !== null) {
    const near = nearestWord(wanted, names);
    const advice = near ? `did you mean ${near}?` : `choose one of ${names.join(', ') || 'none'}`;
    const count = found.length ? `${found.length} components named so` : wanted;
    const message = `must name one component of the ERT (got ${count}); ${advice}`;
    issues.push(errorAt(`${file}.spikex.${level}.component`, 'accelergy/component', message));
    return null;
  }
  const got = found.length
    ? found.map(({ name }) => name).join(' and ')
    : `none among ${names.join(', ') || 'nothing'}`;
  const message = `must have exactly one component for ${level} (got ${got}); its last name part must be ${KNOWN_NAMES[level].join(' or ')}, or add spikex: { ${level}: { component: NAME } }`;
  const code = found.length ? 'accelergy/ambiguous' : 'accelergy/missing';
  issues.push(errorAt(`${file}.ERT.tables`, code, message));
  return null;
}

const bare = (name: string): string => name.replace(/\[[^\]]*\]/g, '');
const lastPart = (name: string): string =>
  (bare(name).split('.').at(-1) ?? '').replace(/[^a-zA-Z0-9]/g, '').toLowerCase();
