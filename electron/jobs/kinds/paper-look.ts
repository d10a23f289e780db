/** A figure at other settings, measured with few draws or samples while the user waits. */
import { paper, type PaperWork } from './paper.ts';
import type { QuickContext } from '../context.ts';

export const paperLook = (work: PaperWork, { paths, shouldStop, progress }: QuickContext) =>
  paper(work, { paths, shouldStop, progress: ({ done, total }) => progress(done, total) });
