// The run that a person means by an id or its beginning.
import { describe, expect, it } from 'vitest';
import { issues, newRun, openStore, value } from './fixtures.ts';

describe('finding a run', () => {
  const ids = ['01abc0000001', '01abd0000002', '01abd0000003', '01abd0000004'];
  const filled = () => {
    const left = [...ids];
    const store = openStore(':memory:', { newId: () => left.shift() ?? '0zzzzzzzzzzz' });
    for (const name of ids) value(store.createRun(newRun({ name })));
    return store;
  };

  it('takes a whole id, a beginning that only one has, and ids as people type them', () => {
    const store = filled();
    for (const text of ['01abc0000001', '01abc', ' O1ABC ', 'olabc0000001']) {
      expect(value(store.getRun(text)).row.name).toBe('01abc0000001');
    }
  });

  it('refuses a beginning that several have, naming them', () => {
    expect(issues(filled().getRun('01abd'))[0]).toEqual({
      code: 'store/ambiguous-run',
      path: 'runId',
      message:
        'must name one run (got "01abd", the beginning of 01abd0000002, 01abd0000003 and others); give more of its 12 characters',
      severity: 'error',
    });
  });

  it('refuses an unknown id, naming the nearest; the empty text is no beginning', () => {
    expect(issues(filled().getRun('01abx0000003'))[0].message).toBe(
      'must be the id of a run or its beginning (got "01abx0000003"); the nearest is 01abd0000003',
    );
    expect(issues(filled().getRun(''))[0].code).toBe('store/unknown-run');
    expect(issues(filled().getRun("' or 1=1 --"))[0].code).toBe('store/unknown-run');
  });

  it('draws another id when one is taken', () => {
    const left = ['0aaaaaaaaaaa', '0aaaaaaaaaaa', '0bbbbbbbbbbb'];
    const store = openStore(':memory:', { newId: () => left.shift() ?? '' });
    expect(value(store.createRun(newRun()))).toBe('0aaaaaaaaaaa');
    expect(value(store.createRun(newRun()))).toBe('0bbbbbbbbbbb');
  });
});
