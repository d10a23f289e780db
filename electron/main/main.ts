/** The desktop application: a list of setups. Not `await app.whenReady()` here: `ready` comes after this file has run. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, dialog, session } from 'electron';
import { issueText } from '../../engine/contract/index.ts';
import { APP_PATHS, userDataFolder } from '../host/paths.ts';
import { appVersion } from '../host/version.ts';
import { openWorkbench } from '../host/workbench.ts';
import { logFaultToStderr as log } from '../ipc/fault.ts';
import { appArguments } from './arguments.ts';
import { nativeDesktop } from './dialogs.ts';
import { setupIpc } from './ipc.ts';
import { setupMenu } from './menu.ts';
import { setupNavigation } from './navigation.ts';
import { filesIn, OpenFiles, startedWith } from './open-files.ts';
import { setupPermissions } from './permissions.ts';
import { setupQuit } from './quit.ts';
import { serveWindow, setupScheme } from './scheme.ts';
import { MainWindow } from './window.ts';

const TITLE = 'SpikeX Workbench';
const openFiles = new OpenFiles();
const window = new MainWindow(join(APP_PATHS.application, 'out', 'preload', 'preload.cjs'), log);

async function start(): Promise<void> {
  const { roots, database } = appArguments(process.argv.slice(1));
  const opened = await openWorkbench({
    door: 'electron',
    appVersion: appVersion(),
    database,
    roots: [...roots, homedir()],
    desktop: nativeDesktop(() => window.current),
  });
  if (!opened.ok) {
    dialog.showErrorBox(`${TITLE} cannot start`, opened.issues.map(issueText).join('\n'));
    app.exit(1);
    return;
  }
  const { host, openedFiles } = opened.value;
  openFiles.follow((paths) => openedFiles.add(paths));
  setupQuit(() => host.close(), log);
  setupPermissions(session.defaultSession);
  setupIpc(host, () => window.current, log);
  await serveWindow(APP_PATHS.renderer, log);
  await window.open();
}

// One profile folder beside the experiments, also where the name of the executable differs.
app.setPath('userData', join(userDataFolder(), 'window'));
app.enableSandbox();
setupMenu();
setupScheme();
setupNavigation();
const files = filesIn(process.argv.slice(1), process.cwd(), APP_PATHS.application);
if (app.requestSingleInstanceLock({ files })) {
  openFiles.add(files);
  app.on('second-instance', (_event, _argv, _folder, data) => {
    openFiles.add(startedWith(data));
    window.show();
  });
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      dialog.showErrorBox(`${TITLE} cannot start`, error instanceof Error ? error.message : String(error));
      app.exit(1);
    });
} else {
  app.quit();
}
