// Logs runs into a database until it is done or killed; prints each change once it is saved.
// Arguments: file, runs, epochs per run.
import { writeSync } from 'node:fs';
import { ExperimentStore } from '../../../electron/store/index.ts';
import { epochMetrics, newRun, runEnd, value } from './values.ts';

const [file, runs, epochs] = process.argv.slice(2);
const store = value(ExperimentStore.open(file));
// Synchronous: what is printed was saved, whenever the process is killed.
const say = (...words: readonly (string | number)[]): void => void writeSync(1, `${words.join(' ')}\n`);

for (let n = 0; n < Number(runs); n++) {
  const id = value(store.createRun(newRun({ epochs: Number(epochs) })));
  value(store.markRunning(id));
  say('run', id);
  for (let epoch = 1; epoch <= Number(epochs); epoch++) {
    value(store.addEpoch(id, epochMetrics(epoch)));
    say('epoch', id, epoch);
  }
  value(store.finishRun(id, runEnd()));
  say('done', id);
}
store.close();
