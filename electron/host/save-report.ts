/** What a job reports about its runs goes into the database first and out as news after. */
import { accept, type Outcome } from '../../engine/contract/index.ts';
import type { NewsBus } from '../ipc/news.ts';
import type { RunReport } from '../jobs/report.ts';
import type { ExperimentStore } from '../store/index.ts';
import { alphaCurves, storedCandidate } from './search-records.ts';

export function saveReport(store: ExperimentStore, news: NewsBus, report: RunReport): Outcome<unknown> {
  const saved = write(store, report);
  if (!saved.ok) return saved;
  if (report.type === 'epoch') news.publish('run.epoch', { runId: report.runId, metrics: report.metrics });
  else news.publish('runs.changed', { runIds: [report.runId] });
  return saved;
}

function write(store: ExperimentStore, report: RunReport): Outcome<unknown> {
  if (report.type === 'epoch') return store.addEpoch(report.runId, report.metrics);
  if (report.type === 'provenance') return store.addProvenance(report.runId, report.provenance);
  if (report.type === 'candidates')
    return store.addCandidates(report.runId, report.candidates.map(storedCandidate));
  if (report.type === 'alphas') return store.addPoints(report.runId, alphaCurves(report.alphas));
  if (report.type === 'run-ended') return store.finishRun(report.runId, report.end);
  const running = store.markRunning(report.runId);
  if (!running.ok) return running;
  return report.provenance ? store.addProvenance(report.runId, report.provenance) : accept(null);
}
