/** Calls about networks with fewer units. The window keeps them among the user's own. */
import { join } from 'node:path';
import { accept, type Handlers } from '../../engine/contract/index.ts';
import type { FileAccess } from './file-access.ts';
import { libraryFolder } from './paths.ts';
import type { Workbench } from './workbench.ts';

type ShrinkCall = 'shrink.start' | 'shrink.result';

export function shrinkHandlers(
  { queue }: Pick<Workbench, 'queue'>,
  files: FileAccess,
): Pick<Handlers, ShrinkCall> {
  return {
    'shrink.start': async ({ spec }) => {
      const allowed = await files.checkShrinkSpec(spec);
      if (!allowed.ok) return allowed;
      const ask = { spec, folder: join(libraryFolder(), 'networks'), limits: files.limits };
      return accept({ jobId: queue.start('shrink', ask, { title: 'Remove units' }).id });
    },
    'shrink.result': ({ jobId }) => queue.answerOf('shrink', jobId),
  };
}
