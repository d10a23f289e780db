/** What the desktop may ask of the window and the window of the desktop: links, permissions, files, dialogs. */
import assert from 'node:assert/strict';
import type { WorkbenchApi } from '../../../engine/contract/index.ts';
import * as standIn from '../../support/electron-stand-in.ts';
import { PAGE, check, contents, isRefused, opened, out, until } from './harness.ts';

export async function desktopChecks(api: WorkbenchApi): Promise<void> {
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
}
