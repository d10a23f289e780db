/** Reads the whole list of runs again and again, as an open page does, while another thread writes. */
import { parentPort, workerData } from 'node:worker_threads';
import { ExperimentStore } from '../electron/store/index.ts';

const store = ExperimentStore.open(String(workerData));
if (!store.ok) throw new Error(store.issues[0].message);
let reads = 0;
const read = (): void => {
  const rows = store.value.listRuns();
  if (!rows.ok) throw new Error(rows.issues[0].message);
  parentPort?.postMessage(++reads);
  setTimeout(read, 200);
};
read();
