/** Sums of the board's per-sample rows, always in row order, so that they are the same for any team. */
import type { EvaluationReport, LayerActivity } from '../contract/index.ts';
import { geometryOf } from '../kernels/geometry.ts';
import type { Board } from './board.ts';
import { outputTws, windowsOf } from './hardware-loss.ts';
import type { TrainingPlan } from './plan.ts';

/** Running totals over the rows of one or more tasks. */
export class Tally {
  items = 0;
  loss = 0;
  hardware = 0;
  correct = 0;
  readonly spikes: Float64Array;
  readonly actives: Float64Array;
  readonly filled: Float64Array;
  readonly confusion: number[][];
  private readonly plan: TrainingPlan;
  private readonly tws: readonly number[];
  /** Which of the plan's sizes each layer's windows are counted at. */
  private readonly size: readonly number[];

  /** tws: sizes of the window densities, one per layer. */
  constructor(plan: TrainingPlan, tws: readonly number[]) {
    const { network } = plan;
    const layers = network.layers.length;
    this.plan = plan;
    this.tws = tws;
    this.size = outputTws(tws).map((size, l) => Math.max(0, plan.sizes[l].indexOf(size)));
    this.spikes = new Float64Array(layers);
    this.actives = new Float64Array(layers);
    this.filled = new Float64Array(layers);
    this.confusion = network.classes.map(() => network.classes.map(() => 0));
  }

  /** Adds the board's rows for these samples; `labels` are those of the set they come from. */
  add(board: Board, samples: Uint32Array, labels: Uint16Array): void {
    const layers = this.spikes.length;
    for (let item = 0; item < samples.length; item++) {
      const label = labels[samples[item]];
      const predicted = board.predicted[item];
      this.loss += board.loss[item];
      this.hardware += board.hardware[item];
      this.correct += predicted === label ? 1 : 0;
      this.confusion[label][predicted]++;
      for (let l = 0; l < layers; l++) {
        this.spikes[l] += board.spikes[item * layers + l];
        this.actives[l] += board.actives[item * layers + l];
        this.filled[l] += board.filled[(item * layers + l) * this.plan.mostSizes + this.size[l]];
      }
    }
    this.items += samples.length;
  }

  get accuracy(): number {
    return this.items ? this.correct / this.items : 0;
  }

  get meanLoss(): number {
    return this.items ? this.loss / this.items : 0;
  }

  /** Mean hardware loss, before beta; only after training tasks with beta above 0. */
  get meanHardware(): number {
    return this.items ? this.hardware / this.items : 0;
  }

  /** Densities and active fraction per layer, each 0..1. */
  get layers(): LayerActivity[] {
    const geometry = geometryOf(this.plan.network);
    const windows = windowsOf(geometry, outputTws(this.tws));
    return geometry.layers.map((layer, l) => {
      const steps = Math.max(1, this.items) * layer.neurons * geometry.timesteps;
      return {
        name: layer.name,
        spikeDensity: this.spikes[l] / steps,
        twDensity: this.filled[l] / (Math.max(1, this.items) * windows[l]),
        activeFraction: this.actives[l] / steps,
      };
    });
  }

  /** Without costs, which need the simulator. */
  get report(): EvaluationReport {
    return {
      accuracy: this.accuracy,
      correct: this.correct,
      total: this.items,
      loss: this.meanLoss,
      confusion: this.confusion,
      layers: this.layers,
      costs: [],
    };
  }
}
