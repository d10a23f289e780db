// The curves that epochs add their points to.
import { describe, expect, it } from 'vitest';
import { epochMetrics, issues, openStore, startedRun, systemCost, value } from './fixtures.ts';

describe('curves', () => {
  it('hold a point per epoch for losses, layers and systems', () => {
    const store = openStore();
    const id = startedRun(store, 3);
    expect(value(store.metricsOf(id, 'loss.total'))).toEqual([
      { step: 1, value: 1 },
      { step: 2, value: 0.5 },
      { step: 3, value: 1 / 3 },
    ]);
    expect(value(store.metricsOf(id, 'layer.conv1.twDensity')).map((point) => point.value)).toEqual([
      0.2, 0.2, 0.2,
    ]);
    expect(value(store.metricsOf(id, 'cost.spikex.edpJs'))[0].value).toBe(3.4587285e-14);
  });

  it('of two systems with one name get two names', () => {
    const store = openStore();
    const id = startedRun(store);
    value(store.addEpoch(id, epochMetrics(1, { costs: [systemCost(), systemCost({ cycles: 5 })] })));
    expect(value(store.metricsOf(id, 'cost.spikex.cycles'))).toEqual([{ step: 1, value: 2001 }]);
    expect(value(store.metricsOf(id, 'cost.spikex#2.cycles'))).toEqual([{ step: 1, value: 5 }]);
  });

  it('that a run does not have are refused with those that it has; a run without epochs has none', () => {
    const store = openStore();
    expect(value(store.metricsOf(startedRun(store), 'loss.total'))).toEqual([]);
    const [issue] = issues(store.metricsOf(startedRun(store, 1), 'loss'));
    expect(issue.code).toBe('store/unknown-metric');
    expect(issue.message).toMatch(
      /^must be a curve of this run \(got "loss"\); it has accuracy\.test, .*loss\.total/,
    );
  });
});
