/**
 * Accelergy's energy reference table (ERT, YAML: tables[].name, actions[].name, .arguments, .energy in pJ; Wu, Emer,
 * Sze, ICCAD 2019) as an energy table. Which component is which level is decided by the last part of its name, or by
 * a `spikex` block in the same file. A byte costs (read + write) / 2 over the bytes one action moves; of actions with one
 * name and several arguments the dearest counts. One gated accumulation is the ALU's action plus reading and writing a
 * 16-bit partial sum in the RF, which no counter counts apart. docs/energy-tables.md states the rules.
 * Left out: leak and idle actions (said as a warning), and areas of an ART: they hold for one size without leakage,
 * while areas here are scaled by capacity.
 */
import { accept, errorAt, LEVELS, refuse, warningAt } from '../contract/index.ts';
import type { EnergyTable, Issue, Level, Outcome } from '../contract/index.ts';
import { FieldReader, isRecord, shown } from '../math/field-reader.ts';
import { chosenFrom, componentOf, KNOWN_NAMES, type Chosen } from './accelergy-components.ts';
import { componentsFrom, type Action, type Component } from './accelergy-tables.ts';
import { parseYaml } from './yaml.ts';

const READS = /^read/i;
const WRITES = /^(write|update)/i;
/** A 16-bit partial sum read and written: bytes of the RF beside each accumulation. */
const PSUM_BYTES = 4;
const ACCUMULATES = ['accumulate', 'add', 'compute', 'mac', 'mac_random'];

interface Price {
  readonly pj: number;
  readonly component: Component;
  /** How it was computed, for the source of the table. */
  readonly sum: string;
}

/** text: the YAML file; file: its name, shown in front of every issue. */
export function parseAccelergy(text: string, file: string): Outcome<EnergyTable> {
  const parsed = parseYaml(text, file);
  if (!parsed.ok) return parsed;
  if (!isRecord(parsed.value)) {
    const message = `must be a mapping with the key ERT (got ${shown(parsed.value)}); give the ERT.yaml of Accelergy`;
    return refuse(errorAt(file, 'accelergy/record', message));
  }
  const issues: Issue[] = [];
  const warnings: Issue[] = [];
  const read = new FieldReader(parsed.value, 'accelergy', file, issues);
  const components = componentsFrom(read, issues);
  const chosen = chosenFrom(read, issues);
  if (read.raw('ART') !== undefined)
    warnings.push(
      warningAt(`${file}.ART`, 'accelergy/area', 'is not read: areas need capacities and leakage'),
    );
  read.refuseUnknown();
  if (issues.length) return refuse(...issues);

  const prices = new Map<Level, Price>();
  for (const level of LEVELS) {
    const component = componentOf(level, components, chosen, file, issues);
    const price = component && priceOf(level, component, chosen, file, issues, warnings);
    if (price) prices.set(level, price);
  }
  if (issues.length) return refuse(...issues);
  warnings.push(...unusedIn(components, prices, file));
  return accept(tableOf(prices, chosen.ALU?.psum === 'included' ? 0 : PSUM_BYTES, file), warnings);
}

function priceOf(
  level: Level,
  component: Component,
  chosen: Chosen,
  file: string,
  issues: Issue[],
  warnings: Issue[],
): Price | null {
  if (level === 'ALU') return accumulation(component, file, issues);
  const width = chosen[level]?.width ?? null;
  const sides = [READS, WRITES].map((pattern) => dearest(component, pattern, width));
  const [read, write] = sides;
  if (!read || !write) {
    const message = `must have a read and a write or update action (got ${namesOf(component)}); ${shouldName(level)}`;
    issues.push(errorAt(`${file}.${component.path}.actions`, 'accelergy/actions', message));
    return null;
  }
  if (!read.bits || !write.bits) {
    const message = `must say how many bits one action of ${component.name} moves (got nothing); charged as 8 bits: add spikex.${level}.width, or arguments.data_width to its actions`;
    warnings.push(warningAt(`${file}.${component.path}`, 'accelergy/width', message));
  }
  const terms = [read, write].map(({ energy, bits }) => ({ energy, bits: bits ?? 8 }));
  const sum = `(${terms.map(({ energy, bits }) => `${energy} / ${bits / 8}`).join(' + ')}) / 2 pJ per byte`;
  const pj = terms.reduce((total, { energy, bits }) => total + (energy * 8) / bits, 0) / 2;
  return { pj, component, sum };
}

/** The first known action name that the component has; the dearest of those with that name. */
function accumulation(component: Component, file: string, issues: Issue[]): Price | null {
  for (const name of ACCUMULATES) {
    const found = dearest(component, new RegExp(`^${name}$`, 'i'), 8);
    if (found) return { pj: found.energy, component, sum: `${found.energy} pJ per ${name}` };
  }
  const message = `must have one of the actions ${ACCUMULATES.join(', ')} (got ${namesOf(component)}); ${shouldName('ALU')}`;
  issues.push(errorAt(`${file}.${component.path}.actions`, 'accelergy/actions', message));
  return null;
}

/** Per byte where widths are known, for actions of one name may differ in width. width: in place of the arguments'. */
function dearest(component: Component, pattern: RegExp, width: number | null): Action | null {
  const actions = component.actions
    .filter(({ name }) => pattern.test(name))
    .map((action) => ({ ...action, bits: width ?? action.bits }));
  const perByte = ({ energy, bits }: Action): number => energy / (bits ?? 8);
  return actions.reduce<Action | null>(
    (top, next) => (top && perByte(top) >= perByte(next) ? top : next),
    null,
  );
}

/** What the file prices and nothing here charges. */
function unusedIn(
  components: readonly Component[],
  prices: ReadonlyMap<Level, Price>,
  file: string,
): Issue[] {
  const used = new Set([...prices.values()].map(({ component }) => component));
  const unused = components.filter((component) => !used.has(component)).map(({ name }) => name);
  const standing = [...used].filter(({ actions }) => actions.some(({ name }) => /^(leak|idle)/i.test(name)));
  const warnings: Issue[] = [];
  if (unused.length)
    warnings.push(
      warningAt(
        `${file}.ERT`,
        'accelergy/unused',
        `has components that are not charged: ${unused.join(', ')}`,
      ),
    );
  if (standing.length) {
    const names = standing.map(({ name }) => name).join(', ');
    const message = `has leak or idle actions that are not charged: ${names}`;
    warnings.push(warningAt(`${file}.ERT`, 'accelergy/leakage', message));
  }
  return warnings;
}

function tableOf(prices: ReadonlyMap<Level, Price>, psumBytes: number, file: string): EnergyTable {
  const pj = (level: Level): number => prices.get(level)?.pj ?? 0;
  const sums = [...prices].map(([level, { component, sum }]) => `${level} = ${component.name}: ${sum}`);
  return {
    schema: 'spikex-energy/1',
    name: file.replace(/\.ya?ml$/i, ''),
    title: `Accelergy, ${file}`,
    source: `${sums.join('; ')}; one accumulation = ALU + ${psumBytes} bytes of RF for its 16-bit partial sum`,
    licence: 'that of the imported file',
    fitted: false,
    notes:
      'Imported from an Accelergy ERT. Reads and writes share the mean of both; leak and idle actions are left out.',
    aluPj: pj('ALU') + psumBytes * pj('RF'),
    rfPjPerByte: pj('RF'),
    lbufPjPerByte: pj('LBUF'),
    glbPjPerByte: pj('GLB'),
    dramPjPerByte: pj('DRAM'),
    silicon: null,
  };
}

const namesOf = (component: Component): string =>
  component.actions.map(({ name }) => name).join(', ') || 'none';
const shouldName = (level: Level): string =>
  `name another component as spikex.${level}.component (known by name: ${KNOWN_NAMES[level].join(', ')})`;
