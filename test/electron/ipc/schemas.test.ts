import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_TRAIN, SYSTEM_NAMES, type CallName } from '../../../engine/contract/index.ts';
import { CALL_NAMES, checkAsk, MAX_CHUNK_BYTES } from '../../../electron/ipc/schemas.ts';
import { VALID_ASKS } from './valid-asks.ts';

function issues(name: CallName, ask: unknown) {
  const outcome = checkAsk(name, ask);
  return outcome.ok ? [] : outcome.issues;
}
const text = (name: CallName, ask: unknown): string[] =>
  issues(name, ask).map((issue) => `${issue.path}: ${issue.message}`);

const train = (change: object): unknown => ({ spec: { ...DEFAULT_TRAIN, ...change } });
const cost = (change: object): unknown => train({ cost: { ...DEFAULT_TRAIN.cost, ...change } });
const simulate = (change: object): unknown => ({ spec: { ...VALID_ASKS['simulate.run'].spec, ...change } });

describe.each(CALL_NAMES)('%s', (name) => {
  it('takes a valid question as it is', () => {
    expect(checkAsk(name, VALID_ASKS[name])).toMatchObject({ ok: true, value: VALID_ASKS[name] });
  });

  it.each([null, undefined, 7, 'text', [], { surplus: 1 }].map((ask) => [ask]))('refuses %j', (ask) => {
    const found = issues(name, ask);
    expect(found.length).toBeGreaterThan(0);
    for (const issue of found) expect(issue.message).toMatch(/^must /);
  });

  it('refuses a field too many', () => {
    expect(text(name, { ...VALID_ASKS[name], surplus: 1 }).join()).toMatch(/known fields only, not surplus/);
  });
});

describe('limits name the place, the rule and what was given', () => {
  it.each<[CallName, unknown, string]>([
    ['train.start', train({ epochs: 0 }), 'spec.epochs: must be a whole number from 1 to 100000 (got 0)'],
    ['train.start', train({ epochs: 2.5 }), 'spec.epochs: must be a whole number from 1 to 100000 (got 2.5)'],
    [
      'train.start',
      train({ epochs: NaN }),
      'spec.epochs: must be a whole number from 1 to 100000 (got no number)',
    ],
    ['train.start', train({ epochs: '3' }), 'spec.epochs: must be a whole number from 1 to 100000 (got "3")'],
    [
      'train.start',
      train({ learningRate: 0 }),
      'spec.learningRate: must be a number above 0 and below 100 (got 0)',
    ],
    ['train.start', train({ seed: -1 }), 'spec.seed: must be a whole number from 0 to 4294967295 (got -1)'],
    [
      'train.start',
      train({ schedule: 'linear' }),
      'spec.schedule: must be one of constant, cosine, step (got "linear")',
    ],
    ['train.start', train({ network: '' }), 'spec.network: must be 1 to 4096 characters (got an empty text)'],
    [
      'train.start',
      train({ network: 'a\0b' }),
      'spec.network: must not contain the character NUL (got "a\\u0000b")',
    ],
    ['train.start', train({ init: 3 }), 'spec.init: must be a text (got 3)'],
    [
      'train.start',
      cost({ tws: [3, 0] }),
      'spec.cost.tws[1]: must be a whole number from 1 to 65535 (got 0)',
    ],
    ['train.start', cost({ tws: [] }), 'spec.cost.tws: must be a list of 1 to 256 entries (got a list of 0)'],
    [
      'train.start',
      cost({ systems: ['ptb', 'ptb'] }),
      'spec.cost.systems: must name each system once (got a list of 2)',
    ],
    [
      'train.start',
      cost({ systems: ['spikes'] }),
      `spec.cost.systems[0]: must be one of ${SYSTEM_NAMES.join(', ')} (got "spikes")`,
    ],
    [
      'train.start',
      cost({ archOverrides: { drain: null } }),
      'spec.cost.archOverrides.drain: must be a text, a number, true or false (got null)',
    ],
    [
      'train.start',
      train({ epoch: 3 }),
      'spec: must hold known fields only, not epoch; did you mean epochs?',
    ],
    [
      'simulate.run',
      simulate({ spikes: { kind: 'poisson', rate: 0.1 } }),
      'spec.spikes.kind: must be of kind random, bursty, npy, run or dataset (got "poisson")',
    ],
    [
      'simulate.run',
      simulate({ spikes: { kind: 'random', rate: 7, seed: 1 } }),
      'spec.spikes.rate: must be a number from 0 to 1 (got 7)',
    ],
    [
      'data.sample',
      { ...VALID_ASKS['data.sample'], index: -1 },
      'index: must be a whole number from 0 to 10000000 (got -1)',
    ],
    [
      'files.uploadChunk',
      { ...VALID_ASKS['files.uploadChunk'], bytes: new Uint8Array(MAX_CHUNK_BYTES + 1) },
      `bytes: must be at most ${MAX_CHUNK_BYTES} bytes (got ${MAX_CHUNK_BYTES + 1} bytes)`,
    ],
    [
      'files.uploadChunk',
      { ...VALID_ASKS['files.uploadChunk'], bytes: [1, 2] },
      `bytes: must be at most ${MAX_CHUNK_BYTES} bytes (got a list of 2)`,
    ],
    [
      'runs.export',
      { runIds: [], format: 'csv' },
      'runIds: must be a list of 1 to 100000 entries (got a list of 0)',
    ],
    [
      'runs.get',
      { runId: 'x'.repeat(65), energy: null },
      `runId: must be 1 to 64 characters (got "${'x'.repeat(60)}…")`,
    ],
  ])('%s %#', (name, ask, expected) => {
    expect(text(name, ask)).toEqual([expected]);
  });

  it('shows all issues of one question', () => {
    expect(
      issues('train.start', train({ epochs: 0, batch: 0, seed: 0.5 })).map((issue) => issue.path),
    ).toEqual(['spec.epochs', 'spec.batch', 'spec.seed']);
  });

  it('but not thousands of them', () => {
    expect(issues('train.start', cost({ tws: Array.from({ length: 256 }, () => 0) }))).toHaveLength(20);
  });
});

describe('whatever arrives', () => {
  it('is accepted or refused, never thrown at, and cannot reach a prototype', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CALL_NAMES), fc.anything(), (name, ask) => {
        const outcome = checkAsk(name, ask);
        expect(outcome.ok || outcome.issues.every((issue) => issue.message.length < 400)).toBe(true);
      }),
      { numRuns: 2000 },
    );
    const hostile: unknown = JSON.parse(
      JSON.stringify(cost({})).replace('"archOverrides":{}', '"archOverrides":{"__proto__":{"x":1}}'),
    );
    checkAsk('train.start', hostile);
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});
