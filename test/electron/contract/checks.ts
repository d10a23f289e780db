// Runs the files that ship (main.js, preload.cjs) against the stand-in and prints one JSON line per check.
// Arguments: the out folder, and a role: `second` is a second instance, `next` the first one after it was quit.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JobInfo, WorkbenchApi } from '../../../engine/contract/index.ts';
import * as standIn from '../../support/electron-stand-in.ts';
import { desktopChecks } from './desktop-checks.ts';
import { endingChecks } from './ending-checks.ts';
import { check, out, role, TRAINING, until } from './harness.ts';
import { messageChecks } from './message-checks.ts';
import { windowChecks } from './window-checks.ts';

standIn.lock.isOurs = role !== 'second';
await check('the entry runs to its end before Electron is ready', async () => {
  await import(pathToFileURL(join(out, 'main', 'main.js')).href);
  assert.equal(standIn.windows.length, 0);
});

if (role === 'second') {
  standIn.entryHasRun();
  await check('a second instance quits without a window', () => {
    assert.equal(standIn.timesOf('quit'), 1);
    assert.equal(standIn.windows.length, 0);
    assert.equal(standIn.served.size, 0);
  });
  process.exit(0);
}

if (role === 'next') {
  standIn.entryHasRun();
  await check('what was going on when the application was quit is kept and goes on to its end', async () => {
    await until('the page', () => standIn.timesOf('loadURL') > 0);
    createRequire(import.meta.url)(join(out, 'preload', 'preload.cjs'));
    const window = standIn.exposed.workbench as WorkbenchApi;
    const listed = await window.call('runs.list', { energy: null, trash: false });
    assert.ok(listed.ok);
    const left = listed.value.runs.find(({ name }) => name === 'left behind');
    assert.ok(left, 'the run must be there');
    assert.equal(left.state, 'cancelled');
    assert.match(left.message ?? '', /was closed while it was going on/);
    assert.ok((left.epochsDone ?? 0) >= 2);
    let ended: JobInfo | null = null;
    window.on('job.changed', (job) => (ended = job.endedAtMs === null ? ended : job));
    const resumed = await window.call('train.resume', { runId: left.id });
    assert.ok(resumed.ok, resumed.ok ? '' : resumed.issues[0].message);
    await until('its end', () => ended !== null);
    const whole = await window.call('runs.get', { runId: left.id, energy: null });
    assert.ok(whole.ok);
    assert.equal(whole.value.row.state, 'done', whole.value.row.message ?? '');
    assert.equal(whole.value.epochs.length, TRAINING.epochs);
  });
  process.exit(0);
}

await check('sandbox, scheme and lock are set before Electron is ready', () => {
  assert.equal(standIn.timesOf('enableSandbox'), 1);
  assert.equal(standIn.timesOf('requestSingleInstanceLock'), 1);
  assert.deepEqual(
    standIn.schemes.map(({ scheme, privileges }) => [scheme, privileges?.standard, privileges?.secure]),
    [['app', true, true]],
  );
  assert.ok(!standIn.schemes[0].privileges?.bypassCSP);
});
standIn.entryHasRun();
await windowChecks();

createRequire(import.meta.url)(join(out, 'preload', 'preload.cjs'));
const api = standIn.exposed.workbench as WorkbenchApi;
await messageChecks(api);
await desktopChecks(api);
await endingChecks(api);
process.exit(0);
