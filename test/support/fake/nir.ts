/** Networks of other tools on the fake host: the real report of a small graph, invented results. */
import { accept, errorAt, refuse, type Handlers } from '../../../engine/contract/index.ts';
import { reportGraph, type ReportedGraph } from '../../../engine/exchange/nir/report.ts';
import type { NirRunOptions, Outcome } from '../../../engine/contract/index.ts';
import { brailleGraph } from '../nir/braille.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const ready = (file: string, options: NirRunOptions, timesteps: number): Outcome<ReportedGraph> =>
  file.endsWith('broken.nir')
    ? refuse(errorAt(file, 'nir/edge-node', 'must name a node of its graph (got "lif", which is no node)'))
    : reportGraph(
        { file, format: 'nir', version: '0.2.0', graph: brailleGraph(), warnings: [] },
        options,
        timesteps,
      );

export const NIR = {
  'nir.report': async ({ file, options, timesteps }) => {
    const outcome = ready(file, options, timesteps);
    return outcome.ok ? accept(outcome.value.report, outcome.warnings) : outcome;
  },
  'nir.import': async ({ file, options, timesteps, name }) => {
    const outcome = ready(file, options, timesteps);
    if (!outcome.ok) return outcome;
    return accept({
      report: outcome.value.report,
      network: `/library/${name}.json`,
      checkpoint: null,
      notTrainable: [],
    });
  },
  'nir.export': async ({ runId, dtS }) =>
    accept({ network: bytesOf(runId), weights: bytesOf('{}'), dtS: dtS ?? 0.01, nodes: [] }),
  'nir.run': async ({ spec }) => {
    const outcome = ready(spec.file, spec.options, spec.steps ?? 1);
    if (!outcome.ok) return outcome;
    return accept({
      report: outcome.value.report,
      samples: 10,
      timesteps: 300,
      accuracy: 0.9,
      correct: 9,
      total: 10,
      confusion: [],
      predictions: [],
      activity: [{ node: 'lif2', neurons: 7, spikes: 21, density: 0.01 }],
      samplesPerSecond: 100,
      systems: [],
      costs: [],
      silentFiring: [],
    });
  },
} satisfies Partial<Handlers>;
