/**
 * Results of a sweep on disk, one line per point, so that a sweep that was killed goes on where it stopped and a
 * larger grid computes only what is new. Points are found by a hash of everything that decides their result; the
 * file's name is a hash of what they share. A line that a kill cut short is passed over and computed again.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { accept, refuse, type Outcome, type SweepCost } from '../../../engine/contract/index.ts';
import { issueOf } from '../../store/failure.ts';

interface Line {
  readonly key: string;
  readonly systems: readonly SweepCost[];
}

export class SweepFile {
  readonly file: string;
  private readonly known = new Map<string, readonly SweepCost[]>();

  private constructor(file: string) {
    this.file = file;
  }

  /** header: what the points share, for people who open the file. */
  static open(file: string, header: object): Outcome<SweepFile> {
    const opened = new SweepFile(file);
    return guarded(file, () => {
      mkdirSync(dirname(file), { recursive: true });
      if (existsSync(file)) opened.read();
      else appendFileSync(file, `${JSON.stringify(header)}\n`, { mode: 0o600 });
      return opened;
    });
  }

  find(key: string): readonly SweepCost[] | undefined {
    return this.known.get(key);
  }

  add(lines: readonly Line[]): Outcome<null> {
    for (const { key, systems } of lines) this.known.set(key, systems);
    return guarded(this.file, () => {
      appendFileSync(this.file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      return null;
    });
  }

  private read(): void {
    const text = readFileSync(this.file, 'utf8');
    for (const part of text.split('\n')) {
      const line = lineFrom(part);
      if (line) this.known.set(line.key, line.systems);
    }
    if (text !== '' && !text.endsWith('\n')) appendFileSync(this.file, '\n');
  }
}

/** Null for the header and for anything that is not a whole line of ours. */
function lineFrom(text: string): Line | null {
  try {
    const value: Partial<Line> | null = JSON.parse(text);
    return typeof value?.key === 'string' && Array.isArray(value.systems) ? (value as Line) : null;
  } catch {
    return null;
  }
}

function guarded<T>(file: string, work: () => T): Outcome<T> {
  try {
    return accept(work());
  } catch (error) {
    const issue = issueOf(error, file);
    if (issue) return refuse(issue);
    throw error;
  }
}
