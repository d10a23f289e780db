/** The command line: finds the command, checks its options, runs it, prints the end, sets the exit code. */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorAt, issueText, type Issue } from '../../engine/contract/index.ts';
import { COMMANDS } from './commands/index.ts';
import { EXIT, type Command, type CommandEnd } from './command.ts';
import { commandHelp, overviewHelp } from './help.ts';
import { nearestWord } from '../../engine/math/nearest-word.ts';
import { parseOptions } from './options.ts';
import { Terminal } from './terminal.ts';

const COMMON = {
  json: { kind: 'flag', help: 'print one JSON document on stdout and nothing else' },
  help: { kind: 'flag', help: 'show this help' },
} as const;

function printIssues(issues: readonly Issue[]): void {
  for (const issue of issues) process.stderr.write(`${issueText(issue)}\n`);
}

/** The longest command name that the words start with. */
function findCommand(words: readonly string[]): Command | undefined {
  return [2, 1]
    .map((count) => COMMANDS.find((command) => command.name === words.slice(0, count).join(' ')))
    .find((command) => command !== undefined);
}

function unknownCommand(words: readonly string[]): number {
  const typed = words.slice(0, 2).join(' ');
  const names = COMMANDS.map((command) => command.name);
  const group = names.filter((name) => name.startsWith(`${words[0]} `));
  const near = nearestWord(typed, names) ?? nearestWord(words[0], names);
  const hint = group.length
    ? `choose ${group.join(', ')}`
    : near
      ? `did you mean ${near}?`
      : 'spikex --help lists them';
  printIssues([errorAt('command', 'cli/unknown-command', `must be a known command (got ${typed}); ${hint}`)]);
  return EXIT.badInput;
}

function endOf(end: CommandEnd, terminal: Terminal): number {
  terminal.closeLine();
  if (end.kind === 'cancelled') return EXIT.cancelled;
  if (end.kind === 'refused') {
    printIssues(end.issues);
    return EXIT.badInput;
  }
  printIssues(end.warnings ?? []);
  const output = terminal.json ? (JSON.stringify(end.json, plainArrays, 1) ?? '') : end.text;
  if (output) process.stdout.write(`${output}\n`);
  return EXIT.done;
}

/** Typed arrays as plain JSON arrays. */
function plainArrays(_key: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) && !(value instanceof DataView) ? [...(value as Uint8Array)] : value;
}

/** Our own fault: no stack trace on the terminal, a diagnostics file instead. */
function fault(error: unknown, argv: readonly string[]): number {
  const file = join(tmpdir(), `spikex-diagnostics-${process.pid}.txt`);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  writeFileSync(
    file,
    `spikex ${argv.join(' ')}\nnode ${process.version} ${process.platform}\n\n${detail}\n`,
    {
      mode: 0o600,
    },
  );
  process.stderr.write(`Something went wrong inside SpikeX Workbench; details are in ${file}\n`);
  return EXIT.fault;
}

export async function main(argv: readonly string[]): Promise<number> {
  const words = argv.filter((word) => !word.startsWith('-'));
  if (!words.length) {
    const isHelp = argv.includes('--help') || !argv.length;
    if (isHelp) process.stdout.write(`${overviewHelp(COMMANDS)}\n`);
    else printIssues([errorAt(argv[0], 'cli/unknown-option', 'is no command; spikex --help lists them')]);
    return isHelp ? EXIT.done : EXIT.badInput;
  }
  const command = findCommand(argv);
  if (!command) return unknownCommand(words);
  const rest = argv.slice(command.name.split(' ').length);
  const options = { ...command.options, ...COMMON };
  if (rest.includes('--help')) {
    process.stdout.write(`${commandHelp(command, options)}\n`);
    return EXIT.done;
  }
  const parsed = parseOptions(rest, options, command.positionals);
  if (!parsed.ok) {
    printIssues(parsed.issues);
    return EXIT.badInput;
  }
  const terminal = new Terminal(parsed.value.has('json'));
  terminal.watchSignals();
  try {
    return endOf(await command.run(parsed.value, terminal), terminal);
  } catch (error) {
    return fault(error, argv);
  }
}
