/** What a command is. Commands are data plus one function; the entry finds, checks and runs them. */
import type { Issue } from '../../engine/contract/index.ts';
import type { Arguments, OptionTable } from './options.ts';
import type { Terminal } from './terminal.ts';

export interface Command {
  /** One or two words, as typed: `runs list`. */
  readonly name: string;
  readonly summary: string;
  /** After the name: `PATH... [--json]`. */
  readonly usage: string;
  /** A line that works as it stands. */
  readonly example: string;
  readonly options: OptionTable;
  readonly positionals: { readonly least: number; readonly most: number; readonly names: string };
  run(args: Arguments, terminal: Terminal): Promise<CommandEnd>;
}

/** How a command ends. `text` is for people; `json` is the document of --json (undefined: none). */
export type CommandEnd =
  | {
      readonly kind: 'done';
      readonly json: unknown;
      readonly text: string;
      readonly warnings?: readonly Issue[];
    }
  | { readonly kind: 'refused'; readonly issues: readonly Issue[] }
  | { readonly kind: 'cancelled' };

export const EXIT = { done: 0, fault: 1, badInput: 2, cancelled: 130 } as const;

export const done = (json: unknown, text: string, warnings: readonly Issue[] = []): CommandEnd => ({
  kind: 'done',
  json,
  text,
  warnings,
});
export const refused = (issues: readonly Issue[]): CommandEnd => ({ kind: 'refused', issues });
export const cancelled: CommandEnd = { kind: 'cancelled' };

export const NO_POSITIONALS = { least: 0, most: 0, names: '' } as const;
