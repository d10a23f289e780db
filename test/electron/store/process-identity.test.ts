// Whether the process behind a run may still live: certain only where everything is known.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { mayBeAlive, ownIdentity } from '../../../electron/store/process-identity.ts';
import type { ProcessIdentity } from '../../../electron/store/process-identity.ts';

const self: ProcessIdentity = { pid: 1, host: 'desk', boot: 'monday', space: 'pid:[1]', started: '100' };
const owner = (over: Partial<ProcessIdentity>): ProcessIdentity => ({
  ...self,
  pid: 50,
  started: '500',
  ...over,
});
const known = (given: ProcessIdentity, startedNow: string | null, exists = true): boolean =>
  mayBeAlive(
    given,
    self,
    () => startedNow,
    () => exists,
  );

describe('mayBeAlive', () => {
  it.each([
    ['the same process', owner({}), '500', true, true],
    ['its number is free', owner({}), null, false, false],
    ['its number was given to another process', owner({}), '777', true, false],
    ['the machine was started again', owner({ boot: 'sunday' }), '500', true, false],
    ['another machine', owner({ host: 'other', boot: 'sunday' }), null, false, true],
    ['another container on this machine', owner({ space: 'pid:[2]' }), null, false, true],
    ['another machine, boots unknown', owner({ host: 'other', boot: null }), null, false, true],
    ['its start was never known', owner({ started: null }), '500', true, true],
    ['its start cannot be told any more', owner({}), null, true, true],
  ])('%s', (_case, given, startedNow, exists, expected) => {
    expect(known(given, startedNow, exists)).toBe(expected);
  });

  it('never takes an unknown boot of another machine for a dead process', () => {
    const here = { ...self, boot: null };
    const there = owner({ host: 'other', boot: null });
    expect(
      mayBeAlive(
        there,
        here,
        () => null,
        () => false,
      ),
    ).toBe(true);
  });
});

describe('this process', () => {
  it('is alive; as a process of another start it is not', () => {
    const own = ownIdentity();
    expect(own.pid).toBe(process.pid);
    expect(mayBeAlive(own)).toBe(true);
    // Where the start cannot be told (Windows) the number alone decides.
    expect(mayBeAlive({ ...own, started: 'another time' })).toBe(own.started === null);
  });

  it('knows a child that lives and that it is gone after its end', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    await once(child, 'spawn');
    const identity = { ...ownIdentity(), pid: child.pid ?? 0, started: null };
    expect(mayBeAlive(identity)).toBe(true);
    child.stdin.end();
    await once(child, 'exit');
    expect(mayBeAlive(identity)).toBe(false);
  });
});
