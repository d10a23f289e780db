/** The end of a search as the database keeps it. */
import type { SearchSpec, SystemCost } from '../../../engine/contract/index.ts';
import { nearestMiss, type Evaluated } from '../../../engine/search/index.ts';
import type { JobContext } from '../context.ts';

interface EndedSearch {
  readonly runId: string;
  readonly spec: SearchSpec;
  readonly all: readonly Evaluated[];
  /** Of the best candidate, layer by layer, for the runs table; empty = there is none. */
  readonly costs: readonly SystemCost[];
  /** Its network, where candidates are trained. */
  readonly checkpoint: { readonly file: string; readonly sha256: string } | null;
}

export function endSearch({ runId, spec, all, costs, checkpoint }: EndedSearch, context: JobContext): void {
  context.report({
    type: 'run-ended',
    runId,
    end: {
      state: 'done',
      message: costs.length ? null : nearestMiss(spec, all),
      evaluation: null,
      costs,
      checkpoint,
      spikeDensity: null,
      twDensity: null,
    },
  });
}
