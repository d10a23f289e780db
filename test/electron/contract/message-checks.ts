/** What passes between page and host, and what is refused. */
import assert from 'node:assert/strict';
import type { JobInfo, WorkbenchApi } from '../../../engine/contract/index.ts';
import * as standIn from '../../support/electron-stand-in.ts';
import { VALID_ASKS } from '../ipc/valid-asks.ts';
import { CALL, PAGE, check, contents, until } from './harness.ts';

export async function messageChecks(api: WorkbenchApi): Promise<void> {
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
}
