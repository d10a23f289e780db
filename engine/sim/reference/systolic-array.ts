/**
 * The PE array, stepped beat by beat (a beat is TWS cycles: a PE holds a weight for a whole window). Weights enter
 * rows from the left and move one column per beat, spike words enter columns from the top and move one row per beat;
 * both are delayed by their row or column so that they meet. Every PE adds the weight into the partial sums of its
 * unit, one time point per cycle, only where the spike bit is 1. Counts what really moved.
 * Left out: stalls; the array is fed on every beat.
 */
import { weightAt, pixelUnder, spikeAt } from './dense-layer.ts';
import type { DenseSpikes, IntegerLayer } from './dense-layer.ts';
import type { Pass, Unit } from './passes.ts';

export interface ArrayCounts {
  cycles: number;
  /** Weights and spike words taken from the local buffer. */
  weightReads: number;
  spikeWordReads: number;
  /** Moves into a PE register; each is one write and one read. */
  weightHops: number;
  spikeHops: number;
  accumulations: number;
}

/** One slot of one pass: which weight each row gets and which spike word each column gets. */
interface Slot {
  readonly pass: Pass;
  readonly channel: number;
  readonly slot: number;
  /** The same slot of the pass that runs at the same time. */
  readonly partner: Slot | null;
}

/** The weights of a slot and of its partner travel together; a PE takes the one that its spike word belongs to. */
interface WeightToken {
  readonly slot: Slot;
  readonly weight: number;
  readonly partner: WeightToken | null;
}

interface SpikeToken {
  readonly slot: Slot;
  readonly unit: Unit;
  readonly bits: readonly number[];
}

export class SystolicArray {
  readonly counts: ArrayCounts = {
    cycles: 0,
    weightReads: 0,
    spikeWordReads: 0,
    weightHops: 0,
    spikeHops: 0,
    accumulations: 0,
  };
  private readonly rows: number;
  private readonly cols: number;
  private readonly tws: number;

  constructor(rows: number, cols: number, tws: number) {
    this.rows = rows;
    this.cols = cols;
    this.tws = tws;
  }

  /**
   * Runs the passes for output channels firstRow.. of one row tile. `add` receives every accumulation. Takes the beats
   * of the slots and, if `drained`, those until the last PE is done and its row of results has left the array.
   */
  run(
    passes: readonly Pass[],
    layer: IntegerLayer,
    spikes: DenseSpikes,
    firstRow: number,
    drained: boolean,
    add: (m: number, unit: Unit, t: number, weight: number) => void,
  ): void {
    const slots = slotsOf(passes, layer);
    const tileRows = Math.min(this.rows, layer.spec.M - firstRow);
    let weights = this.emptyGrid<WeightToken>();
    let words = this.emptyGrid<SpikeToken>();
    const skew = this.rows - 1 + this.cols - 1;
    for (let beat = 0; beat < slots.length + skew; beat++) {
      const nextWeights = this.emptyGrid<WeightToken>();
      const nextWords = this.emptyGrid<SpikeToken>();
      for (let r = 0; r < tileRows; r++)
        for (let col = 0; col < this.cols; col++) {
          const weight =
            col > 0 ? weights[r][col - 1] : this.readWeight(slots[beat - r], layer, firstRow + r);
          const word = r > 0 ? words[r - 1][col] : this.readWord(slots[beat - col], col, layer, spikes);
          if (weight && col < weight.slot.pass.width) {
            nextWeights[r][col] = weight;
            this.counts.weightHops += weight.partner ? 2 : 1;
          }
          if (word) {
            nextWords[r][col] = word;
            this.counts.spikeHops++;
            const own = weight?.slot === word.slot ? weight : weight?.partner;
            if (own?.slot !== word.slot) throw new Error('reference: weight and spikes do not meet');
            this.integrate(firstRow + r, own.weight, word, add);
          }
        }
      weights = nextWeights;
      words = nextWords;
    }
    const beats = slots.length + (drained ? skew + this.rows : 0);
    this.counts.cycles += beats * this.tws;
  }

  private integrate(
    m: number,
    weight: number,
    word: SpikeToken,
    add: (m: number, unit: Unit, t: number, weight: number) => void,
  ): void {
    word.bits.forEach((bit, i) => {
      if (bit === 0) return;
      this.counts.accumulations++;
      add(m, word.unit, word.unit.window * this.tws + i, weight);
    });
  }

  private readWeight(slot: Slot | null | undefined, layer: IntegerLayer, m: number): WeightToken | null {
    if (!slot) return null;
    this.counts.weightReads++;
    const weight = weightAt(layer, m, slot.channel, slot.slot);
    return { slot, weight, partner: this.readWeight(slot.partner, layer, m) };
  }

  private readWord(
    slot: Slot | null | undefined,
    col: number,
    layer: IntegerLayer,
    spikes: DenseSpikes,
  ): SpikeToken | null {
    if (!slot) return null;
    const unit = slot.pass.columns[col];
    if (!unit) return this.readWord(slot.partner, col, layer, spikes);
    this.counts.spikeWordReads++;
    const { y, x } = pixelUnder(layer.spec, unit.position, slot.slot);
    const bits = Array.from({ length: this.tws }, (_, i) =>
      spikeAt(spikes, unit.window * this.tws + i, slot.channel, y, x),
    );
    return { slot, unit, bits };
  }

  private emptyGrid<T>(): (T | null)[][] {
    return Array.from({ length: this.rows }, () => Array.from({ length: this.cols }, () => null));
  }
}

function slotsOf(passes: readonly Pass[], layer: IntegerLayer): Slot[] {
  const perChannel = layer.spec.E * layer.spec.E;
  return passes.flatMap((pass) => {
    const partners = pass.partner ? slotsOf([pass.partner], layer) : [];
    return pass.channels.flatMap((channel) =>
      Array.from({ length: perChannel }, (_, slot) => ({
        pass,
        channel,
        slot,
        partner: partners[slot] ?? null,
      })),
    );
  });
}
