/** Whether a repeated run gave the same bits as the first one: every figure but times, and the trained weights. */
import type { Reproduction, RunDetail } from '../../../engine/contract/index.ts';
import { differences } from './diff.ts';
import { flatten } from './flatten.ts';

/** Enough to see what went another way; the first one that differs is the one to look at. */
const MOST_ROWS = 50;

export function reproductionOf(first: RunDetail, again: RunDetail): Reproduction {
  const [was, is] = [first, again].map((run) => flatten(resultsOf(run)));
  const [given, now] = [first, again].map((run) => flatten(inputsOf(run)));
  const fields = [...new Set([...was.keys(), ...is.keys()])];
  const ended = again.row.state !== 'queued' && again.row.state !== 'running';
  const results = ended ? differences(fields, [was, is]) : [];
  return {
    runId: again.row.id,
    of: first.row.id,
    state: again.row.state,
    same: ended ? results.length === 0 : null,
    inputs: differences([...new Set([...given.keys(), ...now.keys()])], [given, now]),
    results: results.slice(0, MOST_ROWS),
    compared: fields.length,
  };
}

function resultsOf({ row, epochs, evaluation, costs, checkpoint }: RunDetail): unknown {
  return {
    state: row.state,
    epoch: Object.fromEntries(
      epochs.map(({ samplesPerSecond: _s, epochSeconds: _e, secondsLeft: _l, ...figures }) => [
        figures.epoch,
        figures,
      ]),
    ),
    evaluation,
    costs,
    weights: checkpoint?.sha256 ?? null,
  };
}

function inputsOf({ spec, provenance }: RunDetail): unknown {
  const { workers: _workers, ...asked } = { ...(spec as Record<string, unknown>) };
  return { spec: asked, provenance };
}
