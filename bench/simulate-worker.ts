/** A thread that draws its share of samples, says so, and simulates them all each time it is asked. */
import { parentPort, workerData } from 'node:worker_threads';
import { averageNetwork, Scratch, type SimulationPlan } from '../engine/sim/index.ts';
import { randomInputs } from '../engine/workload/generators.ts';

export interface SimulateWork {
  /** One per time window size, all of one network. */
  readonly plans: readonly SimulationPlan[];
  readonly rate: number;
  readonly seeds: readonly number[];
}

const { plans, rate, seeds }: SimulateWork = workerData;
const samples = seeds.map((seed) => randomInputs(plans[0].network, 'random', rate, seed));
const scratch = new Scratch();

parentPort?.on('message', () => {
  for (const plan of plans) averageNetwork(plan, samples, scratch);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage('done');
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage('ready');
