/** The thread team: the same bits as one thread, cancel, failing, silent and missing members. */
import { afterEach, describe, expect, it } from 'vitest';
import { threadTeam, type TeamOptions } from '../../../../electron/jobs/team/team.ts';
import type { Team, TrainingPlan } from '../../../../engine/train/index.ts';
import { sketchNetwork, toySet } from '../../../engine/kernels/networks.ts';
import { bitsModel, bitsOptions, bitsSpec, runBits } from '../../../engine/train/bits-fixture.ts';
import { resultOf, toyPlan, train } from '../../../engine/train/fixtures.ts';

const teams: Team[] = [];
afterEach(() => teams.splice(0).forEach((team) => team.close()));

const never = () => false;
const TASK = {
  kind: 'evaluate',
  set: 'train',
  samples: Uint32Array.from({ length: 64 }, (_, i) => i),
} as const;

function open(plan: TrainingPlan, options: TeamOptions): Team {
  const team = threadTeam(plan, options);
  if (!team.ok) throw new Error(team.issues[0].message);
  teams.push(team.value);
  return team.value;
}

const memberThat = (name: string): URL => new URL(`./members/${name}.ts`, import.meta.url);
const messages = (outcome: ReturnType<Team['run']>) =>
  outcome.ok ? [] : outcome.issues.map((issue) => issue.message);

describe('results', () => {
  it('are the same bits with one thread, two or three', () => {
    const alone = train(toyPlan());
    for (const workers of [1, 2, 3]) {
      const plan = toyPlan();
      const together = train(plan, { team: open(plan, { workers }) });
      expect(together.last).toEqual(alone.last);
      expect(together.epochs.map((e) => [e.testAccuracy, e.lossTotal, e.layers])).toEqual(
        alone.epochs.map((e) => [e.testAccuracy, e.lossTotal, e.layers]),
      );
    }
  });

  it.each([32, 8])('are the same bits where the team also sums and updates, weights of %d bits', (bits) => {
    // 4 x 4 x 8 inputs x 1,664 neurons: above the size from which on the team does it.
    const layers = [[8, 3, 2, 0], 1664, 3] as const;
    const large = sketchNetwork({ side: 9, channels: 2, timesteps: 4, leak: 0.5, layers });
    const spec = { bits: [bits], epochs: 1, batch: 4 };
    const alone = train(toyPlan(spec, large));
    const tasks: string[] = [];
    for (const workers of [2, 3]) {
      const plan = toyPlan(spec, large);
      const team = open(plan, { workers });
      const run: Team['run'] = (task, shouldStop) => {
        tasks.push(task.kind);
        return team.run(task, shouldStop);
      };
      expect(train(plan, { team: { ...team, workers, run } }).last).toEqual(alone.last);
    }
    // 64 samples in batches of 4, twice: one gradient, one sum, one update each.
    for (const kind of ['gradient', 'sum', 'update'])
      expect(tasks.filter((task) => task === kind)).toHaveLength(32);
  });

  it('are the same bits where the training chooses its weight bits', () => {
    const spec = bitsSpec();
    const alone = runBits(spec);
    for (const workers of [2, 3]) {
      const plan = toyPlan(spec);
      const team = open(plan, { workers });
      const together = train(plan, { ...bitsOptions, hardware: bitsModel(spec), team });
      expect(together.last).toEqual(alone.last);
    }
  });

  it('survive many small tasks', () => {
    const plan = toyPlan();
    const team = open(plan, { workers: 2 });
    const one = { kind: 'evaluate', set: 'test', samples: Uint32Array.of(3) } as const;
    for (let i = 0; i < 300; i++) {
      plan.board.predicted[0] = 999;
      expect(team.run(one, never)).toMatchObject({ ok: true, value: 'done' });
      expect(plan.board.predicted[0]).toBeLessThan(3);
    }
  });
});

describe('stopping', () => {
  it('happens between samples, and the team goes on afterwards', () => {
    const plan = toyPlan();
    const team = open(plan, { workers: 2 });
    // So small a task may be done before a thread looks at the flag, but not every time.
    const ends = Array.from({ length: 30 }, () => {
      const ended = team.run(TASK, () => true);
      return ended.ok ? ended.value : 'refused';
    });
    expect(ends).toContain('stopped');
    expect(team.run(TASK, never)).toMatchObject({ ok: true, value: 'done' });
    const stopped = train(plan, { team, hooks: { shouldStop: () => true } });
    expect(resultOf(stopped)).toMatchObject({ state: 'stopped', epochsDone: 0 });
  });
});

describe('failure', () => {
  it('of a member at work is reported with its reason, and the team stays broken', () => {
    const other = sketchNetwork({ side: 5, channels: 2, timesteps: 10, leak: 0.5, layers: [3] });
    const team = open({ ...toyPlan(), test: toySet(other, 30, 1) }, { workers: 2 });
    const task = { ...TASK, set: 'test', samples: TASK.samples.subarray(0, 30) } as const;
    const expected = expect.stringMatching(
      /^must finish its work \(got a failure of thread [01]: .*the shape of the network input\); start the training again$/,
    );
    expect(messages(team.run(task, never))).toEqual([expected]);
    expect(messages(team.run(TASK, never))).toEqual([expected]);
  });

  it('to load the kernels is reported', () => {
    const outcome = threadTeam({ ...toyPlan(), wasm: Uint8Array.of(1, 2, 3) }, { workers: 1 });
    expect(outcome.ok ? [] : outcome.issues.map((issue) => issue.message)).toEqual([
      expect.stringMatching(/^must finish its work \(got a failure of thread 0: WebAssembly/),
    ]);
  });

  it('at the start is reported, though two fail at once', () => {
    const outcome = threadTeam(toyPlan(), { workers: 2, entry: memberThat('throws') });
    expect(outcome.ok ? [] : outcome.issues.map((issue) => issue.message)).toEqual([
      expect.stringMatching(
        /^must finish its work \(got a failure of thread [01]: out of luck\); start the training again$/,
      ),
    ]);
  });

  it('of a member that never answers is reported, not waited for', () => {
    const team = open(toyPlan(), { workers: 2, entry: memberThat('sleeps'), silenceMs: 200 });
    expect(messages(team.run(TASK, never))).toEqual([
      'must answer within 0.2 s (got silence from 2 of 2 threads); start the training again, with fewer workers if memory is short',
    ]);
    expect(messages(team.run(TASK, never))[0]).toMatch(/^must answer/);
  });

  it('of a member that ends without a word is reported', () => {
    const team = open(toyPlan(), { workers: 2, entry: memberThat('exits'), silenceMs: 200 });
    expect(messages(team.run(TASK, never))[0]).toMatch(/^must answer within 0.2 s/);
  });
});

it('refuses a number of workers out of range, and work after closing', () => {
  const outcome = threadTeam(toyPlan(), { workers: 0 });
  expect(outcome.ok ? [] : outcome.issues.map((issue) => issue.message)).toEqual([
    'must be a whole number, 1 to 64 (got 0); use the number of cores',
  ]);
  const team = open(toyPlan(), { workers: 1 });
  team.close();
  expect(messages(team.run(TASK, never))).toEqual(['must be open (got a closed team); start a new one']);
});
