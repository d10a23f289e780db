/**
 * What one member of a team does with a unit of work: a shard of a batch (forward, loss, backward per sample; the
 * shard's gradient goes to its slot of the board) or some samples of an evaluation. Losses are divided by the batch
 * size (loss.ts); hardware loss: see hardware-loss.ts. Runs in any thread; touches only its unit's rows.
 */
import { sampleAt } from '../workload/sample-set.ts';
import type { NetworkKernels } from '../kernels/kernels.ts';
import { Random, streamSeed } from '../math/random.ts';
import { augmentInto } from './augment.ts';
import { Dropout } from './dropout.ts';
import { drawRates } from './rate-coding.ts';
import { loadCoded } from './load-coded.ts';
import { readNeurons } from './hardware-run.ts';
import type { TrainingPlan } from './plan.ts';
import { kernelsOf } from './evaluate.ts';
import type { Redraw } from './redraw.ts';
import { trainedSegments } from './effective.ts';
import { runSlice, type Sliced } from './slices.ts';
import { isOfSamples, itemsOfUnit, type SampleTask, type TeamTask } from './task.ts';
import { lossGradientLength, lossOf } from './loss.ts';
import { kernelRule } from './rule.ts';
import { readCurve, windowCounts } from './hardware-loss.ts';

export class TeamMember {
  private readonly plan: TrainingPlan;
  private readonly redraw: Redraw | null;
  private readonly kernels: NetworkKernels;
  private readonly lossGradient: Float32Array;
  private readonly dropout: Dropout;
  /** [layer][size]: output windows; dL/d(filled window) of the sample at hand. */
  private readonly windows: Float64Array;
  private readonly occupancy: Float64Array;
  private readonly sliced: Sliced;

  constructor(plan: TrainingPlan, redraw: Redraw | null = null) {
    this.plan = plan;
    this.redraw = redraw;
    this.kernels = kernelsOf(plan);
    this.dropout = new Dropout(this.kernels.geometry, plan.settings.dropout);
    this.lossGradient = new Float32Array(
      lossGradientLength(plan.settings.loss, plan.network.classes.length, plan.network.timesteps),
    );
    this.windows = windowCounts(plan);
    this.occupancy = new Float64Array(this.windows.length);
    const segments = trainedSegments(plan.network, this.kernels.geometry);
    this.sliced = { board: plan.board, settings: plan.settings, segments };
  }

  /** Takes the current weights over; once per task. */
  beginTask(task: TeamTask): void {
    if (!isOfSamples(task)) return;
    this.kernels.weights.set(this.plan.board.weights);
    this.kernels.setHardware(task.kind === 'evaluate' && task.hardware ? readNeurons(this.plan.board) : null);
    if (task.kind !== 'gradient') return;
    const { rule } = this.plan.settings;
    this.kernels.setRule(kernelRule(rule, task.epoch), rule.cutoffSteps);
    this.dropout.scale(this.kernels.weights);
  }

  /** False when it stopped before the unit was complete. */
  runUnit(task: TeamTask, unit: number, shouldStop: () => boolean): boolean {
    if (isOfSamples(task)) return this.runSamples(task, unit, shouldStop);
    runSlice(this.sliced, task, unit);
    return true;
  }

  private runSamples(task: SampleTask, unit: number, shouldStop: () => boolean): boolean {
    const [first, last] = itemsOfUnit(task, unit);
    if (task.kind === 'gradient') this.kernels.gradient.fill(0);
    for (let item = first; item < last; item++) {
      if (shouldStop()) return false;
      if (task.kind === 'gradient') this.train(item, task);
      else this.infer(item, task);
    }
    if (task.kind !== 'gradient') return true;
    this.dropout.scale(this.kernels.gradient);
    this.plan.board.gradients.set(this.kernels.gradient, unit * this.kernels.geometry.packedLength);
    return true;
  }

  private train(item: number, task: TeamTask & { kind: 'gradient' }): void {
    const { train, settings } = this.plan;
    const sample = task.samples[item];
    const random = new Random(streamSeed(settings.seed, task.epoch, sample));
    const drawn = this.redraw?.(sample, task.epoch) ?? sampleAt(train, sample);
    augmentInto(this.kernels.input, drawn, settings.augment, random);
    this.codeInput(random);
    this.dropout.forward(this.kernels, random);
    this.readOut(item, train.labels[sample], true);
    const scale = 1 / task.samples.length;
    for (let j = 0; j < this.lossGradient.length; j++) this.lossGradient[j] *= scale;
    this.kernels.backward(this.lossGradient, task.beta > 0 ? this.occupancyGradients(item, task) : null);
  }

  /** dL/d(filled window) per layer and size for the sample just run; its hardware loss goes to the board. */
  private occupancyGradients(item: number, task: TeamTask & { kind: 'gradient' }): Float64Array {
    const { board, bitChoices } = this.plan;
    const factor = task.beta / task.samples.length;
    board.hardware[item] = 0;
    this.windows.forEach((count, place) => {
      this.occupancy[place] = 0;
      for (let b = 0; b < bitChoices; b++) {
        const at = place * bitChoices + b;
        const share = board.shares[at];
        if (share === 0) continue;
        const filled = board.filled[item * this.windows.length + place];
        const [value, slope] = readCurve(board.curves, at, filled / count);
        board.hardware[item] += share * value;
        this.occupancy[place] += (factor * share * slope) / count;
      }
    });
    return this.occupancy;
  }

  private infer(item: number, task: TeamTask & { kind: 'evaluate' }): void {
    const set = task.set === 'test' ? this.plan.test : this.plan.train;
    const sample = task.samples[item];
    loadCoded(this.kernels, sampleAt(set, sample));
    this.kernels.forward(false);
    this.readOut(item, set.labels[sample], false);
  }

  /** What the network's input coding makes of the sample that lies in the kernels. */
  private codeInput(random: Random): void {
    const { network } = this.plan;
    if (network.input.coding === 'rate')
      drawRates(this.kernels.input, network.input.channels, network.timesteps, random);
    this.kernels.prepareInput();
  }

  private readOut(item: number, label: number, training: boolean): void {
    const { board } = this.plan;
    const layers = this.kernels.geometry.layers.length;
    const counts = this.kernels.spikeCounts();
    const { timesteps } = this.plan.network;
    const { events } = this.kernels.output(layers - 1);
    const input = { counts, label, timesteps, events };
    board.loss[item] = lossOf(this.plan.settings.loss, input, this.lossGradient);
    board.predicted[item] = largest(counts);
    board.overflows[item] = training ? 0 : this.kernels.overflows;
    for (let l = 0; l < layers; l++) {
      const row = item * layers + l;
      board.spikes[row] = this.kernels.spikes(l);
      board.actives[row] = training ? this.kernels.actives(l) : 0;
      for (let k = 0; k < this.plan.sizes[l].length; k++)
        board.filled[row * this.plan.mostSizes + k] = this.kernels.filledWindows(l, k);
    }
  }
}

/** Index of the largest count; the first of equals. */
function largest(counts: ArrayLike<number>): number {
  let best = 0;
  for (let j = 1; j < counts.length; j++) if (counts[j] > counts[best]) best = j;
  return best;
}
