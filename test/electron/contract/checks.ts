// Runs the files that ship (main.js, preload.cjs) against the stand-in and prints one JSON line per check.
// Arguments: the out folder, and a role: `second` is a second instance, `next` the first one after it was quit.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import workerThreads, { type Worker } from 'node:worker_threads';
import {
  DEFAULT_TRAIN,
  type JobInfo,
  type TrainSpec,
  type WorkbenchApi,
} from '../../../engine/contract/index.ts';
import * as standIn from '../../support/electron-stand-in.ts';
import { VALID_ASKS } from '../ipc/valid-asks.ts';

const [out, role] = process.argv.slice(2);
const PAGE = 'app://workbench/';
const CALL = 'workbench:call';

async function check(name: string, work: () => void | Promise<void>): Promise<void> {
  let error: string | null = null;
  try {
    await work();
  } catch (cause) {
    error = cause instanceof Error ? cause.message : String(cause);
  }
  process.stdout.write(`${JSON.stringify({ name, error })}\n`);
}

/** Waits for something that comes by itself, for example a window. */
async function until(what: string, holds: () => boolean): Promise<void> {
  for (let turn = 0; !holds(); turn++) {
    if (turn > 2000) throw new Error(`${what} did not come`);
    await new Promise((wake) => {
      setTimeout(wake, 5);
    });
  }
}

/** The threads that the built host starts, newest last, so that one can be ended from outside as a crash would. */
const threads: Worker[] = [];
const RealWorker = workerThreads.Worker;
workerThreads.Worker = class extends RealWorker {
  constructor(...given: ConstructorParameters<typeof RealWorker>) {
    super(...given);
    threads.push(this);
  }
};
syncBuiltinESMExports();

/** Long enough to be interrupted, with a checkpoint after every epoch. */
const TRAINING: TrainSpec = {
  ...DEFAULT_TRAIN,
  name: 'to be interrupted',
  network: 'nmnist-small',
  epochs: 12,
  data: { ...DEFAULT_TRAIN.data, maxTrain: 60, maxTest: 20 },
  cost: { ...DEFAULT_TRAIN.cost, systems: ['spikex'], samplesPerEpoch: 1, samplesAtEnd: 2 },
  workers: 1,
};

const serve = async (url: string, method = 'GET'): Promise<Response> => {
  const handler = standIn.served.get('app');
  assert.ok(handler, 'nobody serves app://');
  return handler(new Request(url, { method }));
};
const contents = () => standIn.windows[0].webContents;
/** Emits a cancellable event as Electron does; true when it was refused. */
function isRefused(name: string, url: string): boolean {
  let refused = false;
  contents().emit(name, { url, preventDefault: () => (refused = true) });
  return refused;
}
const opened = (): unknown[] =>
  standIn.happened.filter(({ name }) => name === 'openExternal').map(({ args }) => args[0]);

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

await check('one window opens, sandboxed and isolated, on a page of our own', async () => {
  await until('the page', () => standIn.timesOf('loadURL') > 0);
  assert.equal(standIn.windows.length, 1);
  const web = standIn.windows[0].options.webPreferences ?? {};
  assert.deepEqual(
    [web.sandbox, web.contextIsolation, web.nodeIntegration, web.webSecurity, web.webviewTag],
    [true, true, false, true, false],
  );
  assert.ok(existsSync(String(web.preload)), 'the preload file must exist');
  assert.equal(contents().mainFrame.url, PAGE);
  assert.equal(standIn.timesOf('show'), 1);
});

await check('the page comes with its protecting headers', async () => {
  const page = await serve(PAGE);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<div id="app"/);
  assert.match(
    String(page.headers.get('content-security-policy')),
    /default-src 'self'.*frame-ancestors 'none'/,
  );
  assert.equal(page.headers.get('cross-origin-opener-policy'), 'same-origin');
  assert.equal(page.headers.get('cross-origin-embedder-policy'), 'require-corp');
});

await check('no path leads out of the window folder', async () => {
  const paths = [
    '../main/main.js',
    '%2e%2e/main/main.js',
    '..%2fmain%2fmain.js',
    '../../package.json',
    'assets',
  ];
  for (const path of paths) assert.equal((await serve(PAGE + path)).status, 404, path);
  for (const path of ['%', 'a%00b', '..%5cx']) assert.equal((await serve(PAGE + path)).status, 400, path);
  assert.equal((await serve('app://elsewhere/index.html')).status, 403);
  assert.equal((await serve(PAGE, 'POST')).status, 405);
});

createRequire(import.meta.url)(join(out, 'preload', 'preload.cjs'));
const api = standIn.exposed.workbench as WorkbenchApi;
await check('the page gets exactly one object with three functions, over two channels', () => {
  assert.deepEqual(Object.keys(standIn.exposed), ['workbench']);
  assert.deepEqual(Object.keys(api).sort(), ['call', 'on', 'pathOf']);
  assert.deepEqual(standIn.channels(), [CALL, 'workbench:news']);
});

await check('calls are answered by the host', async () => {
  const info = await api.call('host.info', {});
  assert.ok(info.ok);
  assert.equal(info.value.door, 'electron');
  const networks = await api.call('networks.list', {});
  assert.ok(networks.ok && networks.value.networks.length > 0);
});

await check('a wrong question is refused with its place', async () => {
  const outcome = await api.call('jobs.cancel', { jobId: 7 } as never);
  assert.ok(!outcome.ok);
  assert.equal(outcome.issues[0].path, 'jobId');
});

await check('work runs in the built worker, and its news reach the page', async () => {
  const heard: JobInfo[] = [];
  const stop = api.on('job.changed', (job) => heard.push(job));
  const spec = { ...VALID_ASKS['simulate.run'].spec, network: 'nmnist-small', archOverrides: {} };
  const outcome = await api.call('simulate.run', { spec });
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.issues[0].message);
  assert.ok(outcome.value.systems[0].total.energyPj > 0);
  await until('the end of the job', () => heard.at(-1)?.state === 'done');
  stop();
});

await check('messages of foreign senders are refused', async () => {
  const ours = { sender: contents(), senderFrame: contents().mainFrame };
  const message = { type: 'call', id: 1, name: 'host.info', ask: {} };
  const senders = {
    'another window': { ...ours, sender: { id: 99 } },
    'a frame inside': { ...ours, senderFrame: { url: PAGE, parent: contents().mainFrame } },
    'another page': { ...ours, senderFrame: { url: 'https://evil.example/', parent: null } },
    'a page with our name as user': {
      ...ours,
      senderFrame: { url: 'app://workbench@evil.example/', parent: null },
    },
    'a file': { ...ours, senderFrame: { url: 'file:///workbench/', parent: null } },
    'a frame that is gone': { ...ours, senderFrame: null },
  };
  for (const [who, sender] of Object.entries(senders)) {
    const answer = JSON.stringify(await standIn.invokeAs(sender, CALL, message));
    assert.match(answer, /host\/foreign-sender/, who);
  }
  assert.match(JSON.stringify(await standIn.invokeAs(ours, CALL, message)), /"ok":true/);
});

await check(
  'nonsense, paths that lead out and oversized messages are refused, and the host lives',
  async () => {
    const ours = { sender: contents(), senderFrame: contents().mainFrame };
    const call = (name: string, ask: unknown) => ({ type: 'call', id: 1, name, ask });
    const refused: Record<string, unknown> = {
      nothing: null,
      'a number': 7,
      'a list': [],
      'no name': { type: 'call', id: 1 },
      'no number': { type: 'call', id: 'x', name: 'host.info', ask: {} },
      'a name of every object': call('constructor', {}),
      'the prototype': call('__proto__', {}),
      'a question of another call': call('jobs.cancel', { runId: 'a' }),
      'a text of 50 MB': call('networks.check', { text: 'x'.repeat(50_000_000), infer: true }),
      'a chunk that leaves its folder': call('files.uploadChunk', {
        uploadId: 'u',
        relativePath: '../../etc/passwd',
        offset: 0,
        bytes: new Uint8Array(8),
      }),
      'a folder above': call('data.open', { source: '../../../../etc' }),
    };
    for (const [what, message] of Object.entries(refused)) {
      const answer = JSON.stringify(await standIn.invokeAs(ours, CALL, message));
      assert.doesNotMatch(answer, /"ok":true/, what);
    }
    const again = call('jobs.list', {});
    const twice = [await standIn.invokeAs(ours, CALL, again), await standIn.invokeAs(ours, CALL, again)];
    for (const answer of twice) assert.match(JSON.stringify(answer), /"ok":true/);
    assert.ok((await api.call('host.info', {})).ok);
  },
);

await check('the window cannot be led elsewhere', () => {
  const foreign = [
    'https://evil.example/',
    'http://127.0.0.1/',
    'file:///etc/passwd',
    'app://elsewhere/',
    'data:text/html,x',
    'nonsense',
  ];
  for (const url of foreign) {
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      assert.ok(isRefused(event, url), `${event} ${url}`);
    }
    assert.equal(contents().openHandler?.({ url }).action, 'deny');
  }
  assert.deepEqual(opened(), []);
  assert.ok(isRefused('will-attach-webview', PAGE));
  assert.ok(!isRefused('will-navigate', `${PAGE}#runs`));
});

await check('known links open in the browser of the user, others nowhere', () => {
  const refused = [
    'http://doi.org/x',
    'https://doi.org.evil.example/',
    'https://doi.org@evil.example/',
    'https://doi.org:8443/',
  ];
  for (const url of refused) contents().openHandler?.({ url });
  assert.deepEqual(opened(), []);
  contents().openHandler?.({ url: 'https://doi.org/10.1109/x' });
  assert.deepEqual(opened(), ['https://doi.org/10.1109/x']);
});

await check('permissions are denied, except writing the clipboard', () => {
  const granted: boolean[] = [];
  for (const permission of [
    'media',
    'geolocation',
    'notifications',
    'openExternal',
    'clipboard-sanitized-write',
  ]) {
    standIn.permissions.ask?.(null, permission, (yes) => granted.push(yes));
    assert.equal(standIn.permissions.check?.(null, permission), permission === 'clipboard-sanitized-write');
  }
  assert.deepEqual(granted, [false, false, false, false, true]);
});

await check('a dropped file tells where it lies', () => {
  const { pathOf } = api as unknown as { pathOf(file: File): string };
  assert.equal(pathOf(new File([], 'a.bin')), '/dropped/a.bin');
});

await check('the native dialog answers with what was chosen, or with nothing', async () => {
  const ask = { what: 'file', title: 'Choose spikes', endings: ['.npy'] } as const;
  const dismissed = await api.call('files.choose', ask);
  assert.deepEqual(dismissed.ok && dismissed.value, { path: null });
  standIn.choose('/data/spikes.npy');
  const chosen = await api.call('files.choose', ask);
  assert.deepEqual(chosen.ok && chosen.value, { path: '/data/spikes.npy' });
  const [options] = standIn.happened.findLast(({ name }) => name === 'showOpenDialog')?.args ?? [];
  assert.deepEqual(options, {
    title: 'Choose spikes',
    properties: ['openFile'],
    filters: [{ name: 'Choose spikes', extensions: ['npy'] }],
  });
});

await check('files by association reach the window once and join the recent ones', async () => {
  const here = import.meta.filename;
  const started = await api.call('files.takeOpened', {}); // this program's own arguments
  assert.ok(started.ok && started.value.paths.includes(out));
  const recent = standIn.timesOf('addRecentDocument');
  let told = 0;
  const stop = api.on('files.opened', () => told++);
  let prevented = 0;
  standIn.app.emit('open-file', { preventDefault: () => prevented++ }, here);
  standIn.app.emit('second-instance', {}, [], '/', { files: [out, '/nowhere/x.nir'] });
  standIn.app.emit('second-instance', {}, [], '/', { files: 'nonsense' });
  await until('the news', () => told >= 2);
  stop();
  const taken = await api.call('files.takeOpened', {});
  assert.deepEqual(taken.ok && taken.value.paths, [here, out]);
  const again = await api.call('files.takeOpened', {});
  assert.deepEqual(again.ok && again.value.paths, []);
  assert.equal(prevented, 1);
  assert.equal(standIn.timesOf('addRecentDocument'), recent + 2);
});

await check('the packages inside are named with their licences', async () => {
  const answer = await api.call('host.licences', {});
  assert.ok(answer.ok);
  const names = answer.value.packages.map(({ name }) => name);
  for (const name of ['@vue/runtime-core', 'echarts', 'zod', 'ws', 'better-sqlite3'])
    assert.ok(names.includes(name), name);
  for (const { name, licence } of answer.value.packages) assert.ok(licence, name);
});

await check('starting it again shows the window that is there', () => {
  const before = ['restore', 'focus'].map((name) => standIn.timesOf(name));
  standIn.app.emit('second-instance', {}, [], '/', { files: [] });
  const after = ['restore', 'focus'].map((name) => standIn.timesOf(name));
  assert.deepEqual(after, [before[0] + 1, before[1] + 1]);
  assert.equal(standIn.windows.length, 1);
});

await check(
  'a worker that dies is reported, its run says why, and it starts again where it was',
  async () => {
    const heard: JobInfo[] = [];
    const epochs: number[] = [];
    const stops = [
      api.on('job.changed', (job) => heard.push(job)),
      api.on('run.epoch', ({ metrics }) => epochs.push(metrics.epoch)),
    ];
    const before = threads.length;
    const started = await api.call('train.start', { spec: TRAINING });
    assert.ok(started.ok, started.ok ? '' : started.issues[0].message);
    const { jobId, runId } = started.value;
    const last = (id: string): JobInfo | undefined => heard.findLast((job) => job.id === id);
    await until('two epochs', () => epochs.length >= 2);
    await threads[before].terminate();
    await until('the end of the job', () => last(jobId)?.endedAtMs !== null);
    assert.equal(last(jobId)?.state, 'failed');
    assert.match(last(jobId)?.message ?? '', /ended|stopped|without an answer/);
    const failed = await api.call('runs.get', { runId, energy: null });
    assert.ok(failed.ok);
    assert.equal(failed.value.row.state, 'failed');
    assert.ok((failed.value.row.epochsDone ?? 0) >= 2);

    const again = await api.call('jobs.restart', { jobId });
    assert.ok(again.ok, again.ok ? '' : again.issues[0].message);
    await until('the end of the restarted job', () => last(again.value.jobId)?.endedAtMs != null);
    assert.equal(last(again.value.jobId)?.state, 'done', last(again.value.jobId)?.message);
    const whole = await api.call('runs.get', { runId, energy: null });
    assert.ok(whole.ok);
    assert.equal(whole.value.row.state, 'done');
    assert.deepEqual(
      whole.value.epochs.map(({ epoch }) => epoch),
      Array.from({ length: TRAINING.epochs }, (_, at) => at + 1),
    );
    for (const stop of stops) stop();
  },
);

await check('a worker that dies while it answers refuses that question only', async () => {
  const [networks, archs] = [await api.call('networks.list', {}), await api.call('archs.list', {})];
  assert.ok(networks.ok && archs.ok);
  const spec = {
    ...VALID_ASKS['simulate.preview'].spec,
    network: JSON.stringify(networks.value.networks[0]),
    arch: JSON.stringify(archs.value.archs[0]),
  };
  const before = threads.length;
  const asked = api.call('simulate.preview', { spec });
  await until('the quick worker', () => threads.length > before);
  await threads[before].terminate();
  const outcome = await asked;
  assert.ok(!outcome.ok);
  assert.equal(outcome.issues[0].code, 'host/worker-died');
  const next = await api.call('simulate.preview', { spec });
  assert.ok(next.ok, next.ok ? '' : next.issues[0].message);
});

await check('a training that goes on is left for the next start', async () => {
  let epochs = 0;
  const stop = api.on('run.epoch', () => epochs++);
  const started = await api.call('train.start', { spec: { ...TRAINING, name: 'left behind' } });
  assert.ok(started.ok);
  await until('an epoch', () => epochs >= 2);
  stop();
});

await check('quitting waits until the host is closed', async () => {
  let held = 0;
  const quitting = { preventDefault: () => held++ };
  standIn.app.emit('before-quit', quitting);
  assert.equal(held, 1);
  assert.equal(standIn.timesOf('quit'), 0);
  await until('the second quit', () => standIn.timesOf('quit') === 1);
  standIn.app.emit('before-quit', quitting);
  assert.equal(held, 1);
});
process.exit(0);
