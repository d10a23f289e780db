/** Options as data: reading argv against a table, with every mistake as an Issue. */
import { parseArgs } from 'node:util';
import { nearestWord } from '../../engine/math/nearest-word.ts';
import { accept, errorAt, refuse, type Issue, type Outcome } from '../../engine/contract/index.ts';

export interface OptionSpec {
  readonly kind: 'flag' | 'text' | 'number' | 'integer';
  readonly help: string;
  /** Shown in the help: `--epochs N`. */
  readonly value?: string;
  readonly many?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
}
export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** Checked arguments of one command. */
export class Arguments {
  private readonly values: ReadonlyMap<string, readonly string[]>;
  readonly positionals: readonly string[];

  constructor(values: ReadonlyMap<string, readonly string[]>, positionals: readonly string[]) {
    this.values = values;
    this.positionals = positionals;
  }

  /** These where they are given, the others elsewhere. */
  over(others: Arguments): Arguments {
    return new Arguments(new Map([...others.values, ...this.values]), this.positionals);
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  text(name: string): string | undefined {
    return this.values.get(name)?.at(-1);
  }

  many(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }

  number(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : Number(text);
  }

  /** Comma-separated list, for `--system a,b` and `--tws 4,2`. */
  list(name: string): readonly string[] | undefined {
    return this.text(name)
      ?.split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  }
}

export function parseOptions(
  argv: readonly string[],
  table: OptionTable,
  positionals: { readonly least: number; readonly most: number; readonly names: string },
): Outcome<Arguments> {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, spec]) => [
      name,
      { type: spec.kind === 'flag' ? ('boolean' as const) : ('string' as const), multiple: true },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values = new Map<string, string[]>();
  const places: string[] = [];
  const issues: Issue[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') places.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
    const issue = spec ? optionIssue(token.rawName, spec, token.value) : unknownOption(token.rawName, table);
    if (issue) issues.push(issue);
    else values.set(token.name, [...(spec?.many ? (values.get(token.name) ?? []) : []), token.value ?? '']);
  }
  if (!issues.length && (places.length < positionals.least || places.length > positionals.most)) {
    issues.push(
      errorAt(
        'arguments',
        'cli/arguments',
        `must be ${positionals.names || 'none'} (got ${places.join(' ') || 'none'})`,
      ),
    );
  }
  return issues.length ? refuse(...issues) : accept(new Arguments(values, places));
}

function optionIssue(flag: string, spec: OptionSpec, value: string | undefined): Issue | null {
  if (spec.kind === 'flag') {
    return value === undefined ? null : errorAt(flag, 'cli/flag-value', `takes no value (got ${value})`);
  }
  if (value === undefined || value === '') {
    return errorAt(flag, 'cli/value-missing', `needs a value: ${flag} ${spec.value ?? 'VALUE'}`);
  }
  if (spec.choices && !value.split(',').every((item) => spec.choices?.includes(item))) {
    return errorAt(flag, 'cli/choice', `must be among ${spec.choices.join(', ')} (got ${value})`);
  }
  if (spec.kind === 'text') return null;
  const number = Number(value);
  const wanted = spec.kind === 'integer' ? 'a whole number' : 'a number';
  const range = rangeText(spec);
  const bad =
    !Number.isFinite(number) ||
    value.trim() === '' ||
    (spec.kind === 'integer' && !Number.isInteger(number)) ||
    number < (spec.min ?? -Infinity) ||
    number > (spec.max ?? Infinity);
  return bad ? errorAt(flag, 'cli/number', `must be ${wanted}${range} (got ${value})`) : null;
}

function rangeText(spec: OptionSpec): string {
  if (spec.min !== undefined && spec.max !== undefined) return ` from ${spec.min} to ${spec.max}`;
  if (spec.min !== undefined) return ` of at least ${spec.min}`;
  return spec.max === undefined ? '' : ` of at most ${spec.max}`;
}

function unknownOption(flag: string, table: OptionTable): Issue {
  const name = flag.replace(/^-+/, '');
  const near = nearestWord(name, Object.keys(table));
  const hint = near ? `; did you mean --${near}?` : '; --help lists the options';
  return errorAt(flag, 'cli/unknown-option', `is no option of this command${hint}`);
}
