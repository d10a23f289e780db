/** The one window. */
import { BrowserWindow, nativeTheme } from 'electron';
import { faultOf, type FaultLog } from '../ipc/fault.ts';
import { WINDOW_URL } from './origin.ts';

/** Page colours of the two themes, so that nothing flashes before the first paint. */
const BACKGROUND = { dark: '#0B0E12', light: '#F1F3F6' };

export class MainWindow {
  readonly #preload: string;
  readonly #log: FaultLog;
  #window: BrowserWindow | null = null;

  constructor(preload: string, log: FaultLog) {
    this.#preload = preload;
    this.#log = log;
  }

  get current(): BrowserWindow | null {
    return this.#window;
  }

  async open(): Promise<void> {
    const window = new BrowserWindow({
      name: 'main',
      windowStatePersistence: true,
      width: 1440,
      height: 900,
      minWidth: 900,
      minHeight: 600,
      show: false,
      title: 'SpikeX Workbench',
      backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
      webPreferences: {
        preload: this.#preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        spellcheck: false,
      },
    });
    this.#window = window;
    window.once('ready-to-show', () => window.show());
    window.once('closed', () => (this.#window = null));
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || window.isDestroyed()) return;
      this.#log(faultOf('window', `its process ended (${reason}); the page is loaded again`));
      window.webContents.reload();
    });
    await window.loadURL(WINDOW_URL);
  }

  /** A second start of the application ends here. */
  show(): void {
    if (this.#window?.isMinimized()) this.#window.restore();
    this.#window?.show();
    this.#window?.focus();
  }
}
