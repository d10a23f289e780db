/** A sweep file: the options of the command as JSON, `{"network": "nmnist", "vary": {"tws": [2, 4, [4, 2, 2, 8]]}}`. */
import { readFile } from 'node:fs/promises';
import { errorAt, refuse, type Outcome } from '../../engine/contract/index.ts';
import { fileIssue } from '../data/file-issues.ts';
import { parseOptions, type Arguments, type OptionTable } from './options.ts';

const SCHEMA = 'spikex-sweep/1';

export async function readSweepFile(file: string, options: OptionTable): Promise<Outcome<Arguments>> {
  const text = await readText(file);
  if (!text.ok) return text;
  const words = wordsFrom(text.value, file);
  if (!words.ok) return words;
  const parsed = parseOptions(words.value, options, { least: 0, most: 0, names: '' });
  if (parsed.ok) return parsed;
  return refuse(
    ...parsed.issues.map((issue) => ({ ...issue, path: `${file}: ${issue.path.replace(/^-+/, '')}` })),
  );
}

async function readText(file: string): Promise<Outcome<string>> {
  try {
    return { ok: true, value: await readFile(file, 'utf8'), warnings: [] };
  } catch (error) {
    return refuse(fileIssue(error, file));
  }
}

/** The file as it would be typed. */
function wordsFrom(text: string, file: string): Outcome<string[]> {
  const shape = `must be a JSON object of this command's options; for example {"schema": "${SCHEMA}", "vary": {"tws": [2, 4]}}`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse(errorAt(file, 'sweep/json', shape));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(errorAt(file, 'sweep/json', shape));
  const { schema, ...options } = value as Record<string, unknown>;
  if (schema !== SCHEMA)
    return refuse(
      errorAt(`${file}.schema`, 'sweep/schema', `must be ${SCHEMA} (got ${String(schema)}); correct it`),
    );
  const words = Object.entries(options).flatMap(([name, content]) => {
    if (typeof content !== 'object' || content === null || Array.isArray(content))
      return [`--${name}=${typed(content)}`];
    return Object.entries(content).map(([key, inner]) => `--${name}=${key}=${typed(inner)}`);
  });
  return { ok: true, value: words, warnings: [] };
}

/** A list with commas; a list within a list (one TWS per layer) with slashes. */
const typed = (content: unknown): string =>
  Array.isArray(content)
    ? content.map((item) => (Array.isArray(item) ? item.join('/') : String(item))).join(',')
    : String(content);
