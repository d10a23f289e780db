// Training on recordings that are drawn anew in every epoch: the same bits in any team and after a stop.
import { afterEach, describe, expect, it } from 'vitest';
import { threadTeam } from '../../../../electron/jobs/team/team.ts';
import type { TransformSpec } from '../../../../engine/contract/index.ts';
import type { FittedBins } from '../../../../engine/events/bin.ts';
import { KeptRecordingsBuilder, Redrawing } from '../../../../engine/events/redrawing.ts';
import {
  decodeCheckpoint,
  inlineTeam,
  type Team,
  type TrainingPlan,
} from '../../../../engine/train/index.ts';
import { Random } from '../../../../engine/math/random.ts';
import { resultOf, toyNetwork, toyPlan, train } from '../../../engine/train/fixtures.ts';
import { streamOf } from '../../../support/event-streams.ts';
import type { EventRow } from '../../../support/event-streams.ts';
import { valueOf } from '../../../support/outcomes.ts';

const teams: Team[] = [];
afterEach(() => teams.splice(0).forEach((team) => team.close()));

const { width, height } = toyNetwork.input;
const bins: FittedBins = {
  timesteps: toyNetwork.timesteps,
  mode: 'window',
  windowUs: 10,
  factor: 1,
  channels: 2,
};
const transforms: TransformSpec[] = [
  { kind: 'DropEvent', p: [0, 0.5] },
  { kind: 'RandomFlipLR', p: 0.5 },
];

/** A recording per training sample of the plan: events in the band of its class. */
function recordings({ train: { labels } }: TrainingPlan) {
  const builder = new KeptRecordingsBuilder({ sensor: { width, height }, transforms, bins, seed: 5 });
  const random = new Random(8);
  for (const [i, label] of [...labels].entries()) {
    const rows = Array.from({ length: 80 }, (): EventRow => [
      random.below(width),
      3 * label + random.below(3),
      random.below(2),
      random.below(100),
    ]);
    builder.add(streamOf(rows, width, height), i);
  }
  return builder.finish();
}

const drawing = (plan: TrainingPlan): Team => {
  const redrawing = new Redrawing(recordings(plan));
  return inlineTeam(plan, (sample, epoch) => redrawing.draw(sample, epoch));
};

describe('redrawn recordings', () => {
  it('train to the same bits with one thread and two, and to others than samples that stay', () => {
    const plan = toyPlan();
    const alone = train(plan, { team: drawing(plan) });
    const shared = toyPlan();
    const team = valueOf(threadTeam(shared, { workers: 2, recordings: recordings(shared) }));
    teams.push(team);
    expect(train(shared, { team }).last).toEqual(alone.last);
    expect(train(toyPlan()).last).not.toEqual(alone.last);
  });

  it('go on after a stop as if there had been none', () => {
    const plan = toyPlan();
    const whole = train(plan, { team: drawing(plan) });
    for (const at of [0, 1, 2]) {
      const resume = valueOf(decodeCheckpoint(whole.last[at], 'checkpoint'));
      const again = toyPlan();
      const resumed = train(again, { resume, team: drawing(again) });
      expect(resumed.last).toEqual(whole.last.slice(at + 1));
      expect(resultOf(resumed).weights).toEqual(resultOf(whole).weights);
    }
  });
});
