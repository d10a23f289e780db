/** Runs benchmark suites and prints a table, or one JSON document with --json (progress on stderr). */
import type { BenchResult, BenchSuite } from './types.ts';

const SUITES: Record<string, () => Promise<{ suite: BenchSuite }>> = {
  events: () => import('./events.ts'),
  simulate: () => import('./simulate.ts'),
  train: () => import('./train.ts'),
  store: () => import('./store.ts'),
  nir: () => import('./nir.ts'),
  search: () => import('./search.ts'),
  // Drives the browser of the tests, which this project does not see.
  ui: () => import(new URL('../test/bench/ui-suite.ts', import.meta.url).href),
};

function chosenSuites(words: readonly string[]): string[] {
  const names = words.flatMap((word) => word.split(',')).filter(Boolean);
  const unknown = names.filter((name) => !(name in SUITES));
  if (unknown.length) {
    process.stderr.write(
      `suites: must be among ${Object.keys(SUITES).join(', ')} (got ${unknown.join(', ')}); separate them by commas\n`,
    );
    process.exit(2);
  }
  return names.length ? names : Object.keys(SUITES);
}

const digits = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);

function tableLine(result: BenchResult): string {
  const ours = `${digits(result.ours)} ${result.unit}`;
  const peer =
    result.baseline === null
      ? 'no peer here'
      : `${digits(result.baseline)} ${result.unit} (${result.baselineName})`;
  const ratio = result.ratio === null ? '' : `${digits(result.ratio)}x`;
  const line = `${result.name.padEnd(52)} ${ours.padStart(24)}  ${ratio.padStart(8)}  ${peer}, n=${result.runs}`;
  return result.note ? `${line}\n    ${result.note}` : line;
}

const args = process.argv.slice(2);
const json = args.includes('--json');
const results: BenchResult[] = [];
for (const name of chosenSuites(args.filter((arg) => !arg.startsWith('--')))) {
  process.stderr.write(`${name}…\n`);
  const { suite } = await SUITES[name]();
  const measured = await suite((line) => process.stderr.write(`  ${line}\n`));
  results.push(...measured);
  if (!json) for (const result of measured) process.stdout.write(`${tableLine(result)}\n`);
}
if (json) process.stdout.write(`${JSON.stringify({ node: process.version, results }, null, 1)}\n`);
process.exit(0);
