/** What a desktop gives the host; doors without one leave it out. */
import { errorAt, refuse, type ChooseAsk, type Outcome } from '../../engine/contract/index.ts';

export interface Desktop {
  /** The native dialog; null: dismissed. */
  choose(ask: ChooseAsk): Promise<string | null>;
}

export const noDialogs = (): Outcome<never> =>
  refuse(
    errorAt(
      'files.choose',
      'files/no-dialogs',
      'works in the desktop application only; type or browse the path',
    ),
  );
