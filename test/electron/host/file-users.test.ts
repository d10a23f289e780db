// Who reads a folder of dropped files: runs that have not ended, and jobs that have no run.
import { expect, it } from 'vitest';
import { fileUsers } from '../../../electron/host/file-users.ts';
import { newRun, openStore, runEnd, startedRun, value } from '../store/fixtures.ts';

const FOLDER = '/cache/uploads/aa';
const reading = (source: string): object => ({ network: 'nmnist', data: { source, maxTrain: null } });
const idle = { openAsks: () => [] };

it('names runs that wait or run, not those that have ended, and not those of a neighbour', () => {
  const store = openStore();
  value(store.createRun(newRun({ name: 'waits', spec: reading(FOLDER) })));
  startedRun(store, 0, { name: 'runs', spec: reading(`${FOLDER}/digits`) });
  startedRun(store, 0, { name: 'next door', spec: reading(`${FOLDER}b/digits`) });
  const ended = startedRun(store, 1, { name: 'ended', spec: reading(FOLDER) });
  value(store.finishRun(ended, runEnd()));
  expect([...fileUsers(store, idle)(FOLDER)].sort()).toEqual(['runs', 'waits']);
  expect(fileUsers(store, idle)('/cache/uploads/bb')).toEqual([]);
});

it('names jobs by their title, wherever the path stands in the question', () => {
  const ask = {
    vary: [{ key: 'tws', values: [1] }],
    spec: { spikes: { kind: 'npy', file: `${FOLDER}/s.npy` } },
  };
  const usersOf = fileUsers(openStore(), {
    openAsks: () => [
      { title: 'Sweep of 3', ask },
      { title: 'Other', ask: null },
    ],
  });
  expect(usersOf(FOLDER)).toEqual(['Sweep of 3']);
});
