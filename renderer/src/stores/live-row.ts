/** A run's row after one more epoch, before the database is read again. */
import type { EpochMetrics, RunRow } from '../../../engine/contract/index.ts';

export function rowAfterEpoch(row: RunRow, { epoch, testAccuracy }: EpochMetrics): RunRow {
  const isBest = row.bestAccuracy === null || testAccuracy > row.bestAccuracy;
  return {
    ...row,
    state: 'running',
    epochsDone: Math.max(epoch, row.epochsDone ?? 0),
    accuracy: testAccuracy,
    bestAccuracy: isBest ? testAccuracy : row.bestAccuracy,
    bestEpoch: isBest ? epoch : row.bestEpoch,
  };
}
