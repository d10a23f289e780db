// kill -9 while runs are logged: whatever was reported as saved is there, whole, and nothing half-written is.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../engine/math/random.ts';
import { metricPoints } from '../../../electron/store/metric-points.ts';
import { epochMetrics, openStore, systemCost, temporaryFolder, value } from './fixtures.ts';
import { times } from '../../support/soak.ts';

const MOMENTS = times(5, 200);
const EPOCHS = 40;

/** Lines that the child printed before it was killed, some time after the line number `after`. */
async function killedAfter(file: string, after: number): Promise<string[]> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'logging-child.ts'), file, '1000', String(EPOCHS)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const lines: string[] = [];
  const exit = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === after) child.kill('SIGKILL');
  }
  const [code, signal] = await exit;
  expect([code, signal]).toEqual([null, 'SIGKILL']);
  return lines;
}

describe('a process killed while it logs', () => {
  const random = new Random(20);
  const moments = Array.from({ length: MOMENTS }, () => 1 + random.below(120));

  it.each(moments)('after about %i saved changes loses none of them', async (after) => {
    const file = join(temporaryFolder(), 'runs.db');
    const lines = await killedAfter(file, after);
    const store = openStore(file);
    expect(value(store.integrityCheck())).toEqual([]);

    const reported = new Map<string, number>();
    const finished = new Set<string>();
    for (const [word, id, epoch] of lines.map((line) => line.split(' '))) {
      if (word === 'done') finished.add(id);
      else reported.set(id, Number(epoch ?? 0));
    }
    const rows = value(store.listRuns());
    // The one run more is of a change that was saved and not yet reported.
    expect(rows.length - reported.size).toBeOneOf([0, 1]);
    const saved = new Map(rows.map((row) => [row.id, row]));
    for (const [id, epochs] of reported) {
      const row = saved.get(id);
      expect(row?.epochsDone ?? -1).toBeGreaterThanOrEqual(epochs);
      expect(row?.state === 'done' || !finished.has(id)).toBe(true);
    }
    for (const row of rows) expectWhole(store, row.id);
    expect(rows.filter((row) => row.state !== 'done').map((row) => row.state)).toEqual(
      store.interruptedAtOpen.map(() => 'interrupted'),
    );
    expect(store.interruptedAtOpen.length).toBeLessThanOrEqual(1);
  });
});

/** Every epoch with its report and all its points; costs and evaluation with the end of the run and not before. */
function expectWhole(store: ReturnType<typeof openStore>, id: string): void {
  const { row, epochs, costs, evaluation, checkpoint } = value(store.getRun(id));
  expect(epochs).toEqual(Array.from({ length: row.epochsDone ?? 0 }, (_, index) => epochMetrics(index + 1)));
  for (const key of row.epochsDone ? metricPoints(epochMetrics(1)).keys() : []) {
    expect(value(store.metricsOf(id, key)).map((point) => point.step)).toEqual(
      epochs.map((epoch) => epoch.epoch),
    );
  }
  const ended = row.state === 'done';
  expect(costs).toEqual(ended ? [systemCost()] : []);
  expect(evaluation === null).toBe(!ended);
  expect(checkpoint === null).toBe(!ended);
}
