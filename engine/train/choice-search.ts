/**
 * HAS inside the training (SpikeX section IV-B; first-order two-level alternation as in DARTS): while the search goes on,
 * every update of the weights is followed, now and then, by one step on the window sizes' probabilities.
 *   two-level  weights learn on one half of the training samples (gone through twice per epoch, so that an epoch has as
 *              many updates as any other), the choice on batches of the other half; without augmentation, unless bits
 *              are chosen, whose gradient is that of an update
 *   joint      every update's own batch moves the choice, too; costs no further pass
 * Where weight bits are chosen, the network runs on weights mixed by their probabilities (effective.ts). Afterwards
 * (`settleEpochs`) the training goes on with the most probable sizes and bits and all samples. All of it follows from
 * settings, epoch and step, and the logits in the hardware model's state, so a resumed training needs nothing more.
 */
import type { ChoiceProbabilities, HasSpec, Outcome } from '../contract/index.ts';
import { Random, streamSeed } from '../math/random.ts';
import type { ChoiceInLoop } from '../proxy/index.ts';
import { placeOf, readCurve, windowCounts } from './hardware-loss.ts';
import type { TrainingPlan } from './plan.ts';
import { epochOrder, searchEpochs } from './schedule.ts';
import type { TeamTask } from './task.ts';
import type { Team, TeamVerdict } from './team.ts';

/** Updates of the weights per step on the choice, two-level. */
const UPDATES_PER_STEP = 4;
const HALVES_STREAM = 0x68616c66;
const CHOICE_STREAM = 0x63686f69;

/** What the trainer knows of the batch that moves the choice. */
export interface ChoiceBatch {
  readonly beta: number;
  /** From the gradients on the board: <g, weights at b bits> per layer and choice of bits. */
  readonly products: () => readonly (readonly number[])[];
}

export class ChoiceSearch {
  private readonly plan: TrainingPlan;
  private readonly choice: ChoiceInLoop;
  private readonly updates: number;
  /** Training samples for the weights and for the choice; the same ones where both learn jointly. */
  private readonly halves: readonly [Uint32Array, Uint32Array];
  private readonly windows: Float64Array;

  /** updates: of the weights per epoch. */
  constructor(plan: TrainingPlan, choice: ChoiceInLoop, updates: number) {
    this.plan = plan;
    this.choice = choice;
    this.updates = updates;
    const { count } = plan.train;
    const all = Uint32Array.from({ length: count }, (_, i) => i);
    const mixed = new Random(streamSeed(plan.settings.seed, HALVES_STREAM)).shuffle(all.slice());
    const middle = Math.ceil(count / 2);
    this.halves = this.isTwoLevel ? [mixed.subarray(0, middle), mixed.subarray(middle)] : [all, all];
    this.windows = windowCounts(plan);
  }

  isSearching(epoch: number): boolean {
    const [first, last] = searchEpochs(this.plan.settings);
    return epoch >= first && epoch <= last;
  }

  get isTwoLevel(): boolean {
    return this.has?.mode === 'two-level';
  }

  /** Weight bits in force after an epoch, most probable ones; null where those of the plan are. */
  bitsAt(epoch: number): readonly number[] | null {
    return epoch < searchEpochs(this.plan.settings)[0] ? null : this.choice.bits();
  }

  /** What the weights are mixed from in an epoch of the search; null where bits stay. */
  mixture(): { readonly bits: readonly number[]; readonly shares: readonly (readonly number[])[] } | null {
    const shares = this.choice.bitsProbabilities();
    return shares && this.has?.bits ? { bits: this.has.bits, shares } : null;
  }

  /** Window sizes in force: before the search those of the plan, then the most probable ones. */
  twsAt(epoch: number): readonly number[] {
    return epoch < searchEpochs(this.plan.settings)[0] ? this.plan.tws : this.choice.tws();
  }

  /** Probabilities for the epoch's report. */
  report(): { readonly choices: readonly ChoiceProbabilities[] } {
    return { choices: this.choice.choices() };
  }

  /** Order of the training samples in an epoch of the search. */
  order(epoch: number): Uint32Array {
    const { settings, train } = this.plan;
    if (!this.isTwoLevel) return epochOrder(train.count, settings.seed, epoch);
    const [own] = this.halves;
    const order = new Uint32Array(train.count);
    for (let turn = 0; turn * own.length < train.count; turn++) {
      const mixed = new Random(streamSeed(settings.seed, CHOICE_STREAM, epoch, turn)).shuffle(own.slice());
      order.set(mixed.subarray(0, train.count - turn * own.length), turn * own.length);
    }
    return order;
  }

  /** Factors of the hardware loss's curves from now on: probabilities, or 1 for the sizes and bits in force. */
  writeShares(epoch: number): void {
    const { plan, choice } = this;
    const { board, sizes } = plan;
    const isSearching = this.isSearching(epoch);
    const [ofSizes, ofBits] = [choice.probabilities(), choice.bitsProbabilities()];
    const tws = this.twsAt(epoch);
    const bits = choice.bits();
    board.shares.fill(0);
    sizes.slice(0, -1).forEach((own, l) => {
      const reader = l + 1;
      own.forEach((size, k) => {
        const share = isSearching ? (ofSizes[reader][k] ?? 0) : Number(size === tws[reader]);
        for (let b = 0; b < plan.bitChoices; b++) {
          const chosen = !bits || this.has?.bits?.[b] === bits[reader];
          const ownShare = isSearching ? (ofBits?.[reader][b] ?? 1) : Number(chosen);
          board.shares[placeOf(plan, l, k, b)] = share * ownShare;
        }
      });
    });
  }

  /** joint: one step on the batch of `items` rows on the board, before it updates the weights. */
  stepOnBatch(epoch: number, items: number, of: ChoiceBatch): void {
    this.stepOn(items, of);
    this.writeShares(epoch);
  }

  /** two-level: whether the choice takes a step after update `step` (from 0). */
  isDueAfter(step: number): boolean {
    return this.isTwoLevel && step % UPDATES_PER_STEP === UPDATES_PER_STEP - 1;
  }

  /** One step on a batch of the other half. */
  afterUpdate(
    { epoch, step }: { readonly epoch: number; readonly step: number },
    of: ChoiceBatch,
    team: Team,
    shouldStop: () => boolean,
  ): Outcome<TeamVerdict> {
    const samples = this.heldOut(epoch, (step + 1) / UPDATES_PER_STEP - 1);
    // Only bits are in what the network computes, so only they need a gradient.
    const task: TeamTask = this.has?.bits
      ? { kind: 'gradient', samples, epoch, beta: of.beta }
      : { kind: 'evaluate', set: 'train', samples };
    const verdict = team.run(task, shouldStop);
    if (!verdict.ok || verdict.value === 'stopped') return verdict;
    this.stepOn(samples.length, of);
    this.writeShares(epoch);
    return verdict;
  }

  private get has(): HasSpec | null {
    return this.plan.settings.hardwareLoss.has ?? null;
  }

  /** Batch number n of an epoch out of the half that the weights do not see. */
  private heldOut(epoch: number, n: number): Uint32Array {
    const [, other] = this.halves;
    const { batch, seed } = this.plan.settings;
    const order = new Random(streamSeed(seed, HALVES_STREAM, epoch)).shuffle(other.slice());
    const size = Math.min(batch, order.length);
    const first = (n * size) % (order.length - size + 1);
    return order.subarray(first, first + size);
  }

  /** One step on the mean losses of the board's rows. */
  private stepOn(items: number, { beta, products }: ChoiceBatch): void {
    const { plan } = this;
    const { board, mostSizes, sizes, settings, bitChoices } = plan;
    const layers = sizes.length;
    const candidates = this.has?.tws ?? [];
    const losses = sizes.map(() => candidates.map(() => Array.from({ length: bitChoices }, () => 0)));
    for (let item = 0; item < items; item++)
      for (let l = 0; l + 1 < layers; l++)
        candidates.forEach((_, k) => {
          const size = l * mostSizes + k;
          const density = board.filled[item * layers * mostSizes + size] / this.windows[size];
          for (let b = 0; b < bitChoices; b++)
            losses[l + 1][k][b] += readCurve(board.curves, placeOf(plan, l, k, b), density)[0] / items;
        });
    const [first, last] = searchEpochs(settings);
    const perEpoch = this.isTwoLevel ? Math.floor(this.updates / UPDATES_PER_STEP) : this.updates;
    const steps = Math.max(1, (last - first + 1) * perEpoch);
    this.choice.step(losses, steps, this.has?.bits ? { beta, products: products() } : null);
  }
}
