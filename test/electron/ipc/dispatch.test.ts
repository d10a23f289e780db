import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accept, type Outcome } from '../../../engine/contract/index.ts';
import { fakeHost } from './fake-handlers.ts';

const sink = { hasRoom: () => true, send: () => undefined };

async function answerTo(message: unknown, fake = fakeHost()) {
  const answer = await fake.host.connect(sink).receive(message);
  if (answer.type !== 'answer') throw new Error('no answer');
  return answer;
}
const firstIssue = (outcome: Outcome<unknown>) => (outcome.ok ? null : outcome.issues[0]);

describe('a call', () => {
  it('is answered by its handler under its number', async () => {
    const answer = await answerTo({ type: 'call', id: 41, name: 'jobs.cancel', ask: { jobId: 'j1' } });
    expect(answer).toEqual({ type: 'answer', id: 41, outcome: accept({ cancelled: true }) });
  });

  it('with a wrong question does not reach its handler', async () => {
    let reached = 0;
    const fake = fakeHost({ 'jobs.cancel': async () => accept({ cancelled: reached++ > 0 }) });
    const answer = await answerTo({ type: 'call', id: 1, name: 'jobs.cancel', ask: { jobId: 3 } }, fake);
    expect(firstIssue(answer.outcome)).toMatchObject({ code: 'ask/invalid', path: 'jobId' });
    expect(reached).toBe(0);
  });

  it('that fails inside is answered neutrally, and logged with the same id', async () => {
    const fake = fakeHost({
      'jobs.list': async () => {
        throw new Error('password in /etc/secret');
      },
    });
    const answer = await answerTo({ type: 'call', id: 1, name: 'jobs.list', ask: {} }, fake);
    const issue = firstIssue(answer.outcome);
    expect(issue).toMatchObject({ code: 'host/internal', path: 'jobs.list' });
    expect(issue?.message).not.toContain('secret');
    expect(fake.faults).toHaveLength(1);
    expect(issue?.message).toContain(fake.faults[0].id);
    expect(fake.faults[0].detail).toContain('/etc/secret');
  });

  it.each([
    [{ type: 'call', id: 5, name: 'jobs.lst', ask: {} }, 5, 'host/unknown-call', /did you mean jobs\.list\?/],
    [{ type: 'call', id: 5, name: 'toString', ask: {} }, 5, 'host/unknown-call', /got toString/],
    [{ type: 'call', id: 5, name: '__proto__', ask: {} }, 5, 'host/unknown-call', /got __proto__/],
    [{ type: 'call', id: 5, name: 7, ask: {} }, 5, 'host/unknown-call', /got number/],
    [{ type: 'news', id: 5, name: 'jobs.list' }, 5, 'host/bad-message', /must be a call/],
    [{ type: 'call', id: -1, name: 'jobs.list', ask: {} }, 0, 'host/bad-message', /must be a call/],
    [{ type: 'call', id: 1.5, name: 'jobs.list', ask: {} }, 0, 'host/bad-message', /must be a call/],
    [null, 0, 'host/bad-message', /must be a call/],
    [[], 0, 'host/bad-message', /must be a call/],
    ['call', 0, 'host/bad-message', /must be a call/],
  ])('%j is refused', async (message, id, code, rule) => {
    const answer = await answerTo(message);
    expect(answer.id).toBe(id);
    expect(firstIssue(answer.outcome)).toMatchObject({ code, message: expect.stringMatching(rule) });
  });

  it('of any kind is answered', async () => {
    const fake = fakeHost();
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (message) => {
        expect((await answerTo(message, fake)).type).toBe('answer');
      }),
      { numRuns: 500 },
    );
    expect(fake.faults).toEqual([]);
  });
});

describe('closing the host', () => {
  it('happens once', async () => {
    const fake = fakeHost();
    await Promise.all([fake.host.close(), fake.host.close()]);
    expect(fake.closed).toBe(1);
  });
});
