/** Help texts, made from the commands themselves. */
import type { Command } from './command.ts';
import type { OptionTable } from './options.ts';

const RUN = 'npm run -s spikex --';

export function overviewHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return [
    'SpikeX Workbench: co-design of sparse spiking networks and the SpikeX accelerator.',
    '',
    `Usage: ${RUN} COMMAND [options]`,
    '',
    'Commands:',
    ...lines,
    '',
    `${RUN} COMMAND --help shows the options and an example.`,
    'Exit codes: 0 done, 2 bad input, 1 our fault, 130 cancelled.',
  ].join('\n');
}

export function commandHelp(command: Command, options: OptionTable): string {
  const rows = Object.entries(options).map(([name, option]) => {
    const value = option.kind === 'flag' ? '' : ` ${option.value ?? (option.kind === 'text' ? 'TEXT' : 'N')}`;
    const choices = option.choices ? ` (${option.choices.join(', ')})` : '';
    return [`--${name}${value}`, `${option.help}${choices}`] as const;
  });
  const width = Math.max(...rows.map(([flag]) => flag.length));
  return [
    `${command.name}: ${command.summary}`,
    '',
    `Usage: ${RUN} ${command.name} ${command.usage}`,
    '',
    ...rows.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`),
    '',
    `Example: ${RUN} ${command.example}`,
  ].join('\n');
}
