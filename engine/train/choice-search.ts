/**
 * HAS inside the training (SpikeX section IV-B; first-order two-level alternation as in DARTS): while the search goes on,
 * every update of the weights is followed, now and then, by one step on the window sizes' probabilities.
 *   two-level  weights learn on one half of the training samples (gone through twice per epoch, so that an epoch has as
 *              many updates as any other), the choice on batches of the other half, without augmentation
 *   joint      every update's own batch moves the choice, too; costs no further pass
 * Afterwards (`settleEpochs`) the training goes on with the most probable sizes and all samples. All of it follows from
 * settings, epoch and step, and the logits in the hardware model's state, so a resumed training needs nothing more.
 */
import { accept, type ChoiceProbabilities, type Outcome } from '../contract/index.ts';
import { Random, streamSeed } from '../math/random.ts';
import type { ChoiceInLoop } from '../proxy/index.ts';
import { readCurve, windowCounts } from './hardware-loss.ts';
import type { TrainingPlan } from './plan.ts';
import { epochOrder, searchEpochs } from './schedule.ts';
import type { Team, TeamVerdict } from './team.ts';

/** Updates of the weights per step on the choice, two-level. */
const UPDATES_PER_STEP = 4;
const HALVES_STREAM = 0x68616c66;
const CHOICE_STREAM = 0x63686f69;

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

  /** Window sizes in force: before the search those of the plan, then the most probable ones. */
  twsAt(epoch: number): readonly number[] {
    return epoch < searchEpochs(this.plan.settings)[0] ? this.plan.tws : this.choice.tws();
  }

  /** Probabilities for the epoch's report. */
  report(): { readonly choices: readonly ChoiceProbabilities[] } {
    const values = this.plan.settings.hardwareLoss.has?.tws ?? [];
    const rows = this.choice.probabilities();
    return { choices: rows.map((probabilities, l) => ({ key: `tws[${l}]`, values, probabilities })) };
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

  /** Factors of the hardware loss's curves from now on: probabilities, or 1 for the sizes in force. */
  writeShares(epoch: number): void {
    const { board, mostSizes, sizes } = this.plan;
    const probabilities = this.choice.probabilities();
    const tws = this.twsAt(epoch);
    sizes.forEach((own, l) => {
      for (let k = 0; k < mostSizes; k++) {
        const reader = l + 1 < sizes.length ? l + 1 : l;
        const share = this.isSearching(epoch)
          ? (probabilities[reader][k] ?? 0)
          : own[k] === tws[reader]
            ? 1
            : 0;
        board.shares[l * mostSizes + k] = l + 1 < sizes.length ? share : 0;
      }
    });
  }

  /** After update `step` (from 0) on the first `items` rows of the board. */
  afterUpdate(
    epoch: number,
    step: number,
    items: number,
    team: Team,
    shouldStop: () => boolean,
  ): Outcome<TeamVerdict> {
    if (!this.isTwoLevel) {
      this.stepOn(items);
      this.writeShares(epoch);
      return accept('done');
    }
    if (step % UPDATES_PER_STEP !== UPDATES_PER_STEP - 1) return accept('done');
    const samples = this.heldOut(epoch, (step + 1) / UPDATES_PER_STEP - 1);
    const verdict = team.run({ kind: 'evaluate', set: 'train', samples }, shouldStop);
    if (!verdict.ok || verdict.value === 'stopped') return verdict;
    this.stepOn(samples.length);
    this.writeShares(epoch);
    return verdict;
  }

  private get isTwoLevel(): boolean {
    return this.plan.settings.hardwareLoss.has?.mode === 'two-level';
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
  private stepOn(items: number): void {
    const { board, mostSizes, sizes, settings } = this.plan;
    const layers = sizes.length;
    const candidates = settings.hardwareLoss.has?.tws ?? [];
    const losses = Array.from({ length: layers }, () => candidates.map(() => 0));
    for (let item = 0; item < items; item++)
      for (let l = 0; l + 1 < layers; l++)
        candidates.forEach((_, k) => {
          const place = l * mostSizes + k;
          const filled = board.filled[item * layers * mostSizes + place];
          const [value] = readCurve(board.curves, place, filled / this.windows[place]);
          losses[l + 1][k] += value / items;
        });
    const [first, last] = searchEpochs(settings);
    const perEpoch = this.isTwoLevel ? Math.floor(this.updates / UPDATES_PER_STEP) : this.updates;
    this.choice.step(losses, Math.max(1, (last - first + 1) * perEpoch));
  }
}
