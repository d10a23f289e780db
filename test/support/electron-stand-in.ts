// Stands in for the parts of Electron that main and preload use, so that the built files run without its binary.
// Held to Electron's own types; like the real one it says `ready` only after the entry has run, and clones messages.
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

type Options = Electron.BrowserWindowConstructorOptions;
export interface StandInFrame {
  url: string;
  readonly parent: StandInFrame | null;
}

/** What happened, by name, with its arguments. */
export const happened: { readonly name: string; readonly args: readonly unknown[] }[] = [];
const note = (name: string, ...args: unknown[]): void => void happened.push({ name, args });
export const timesOf = (name: string): number => happened.filter((event) => event.name === name).length;

class StandInContents extends EventEmitter {
  static last = 0;
  readonly id = ++StandInContents.last;
  readonly mainFrame: StandInFrame = { url: '', parent: null };
  openHandler: ((details: { url: string }) => { action: string }) | null = null;

  send(channel: string, message: unknown): void {
    const copy: unknown = structuredClone(message);
    queueMicrotask(() => renderer.emit(channel, {}, copy));
  }
  isDestroyed = (): boolean => false;
  reload = (): void => note('reload');
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
}

export class BrowserWindow extends EventEmitter {
  readonly options: Options;
  readonly webContents = new StandInContents();

  constructor(options: Options) {
    super();
    this.options = options;
    windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    note('loadURL', url);
    this.webContents.mainFrame.url = url;
    this.emit('ready-to-show');
  }
  show = (): void => note('show');
  focus = (): void => note('focus');
  restore = (): void => note('restore');
  isMinimized = (): boolean => true;
  isDestroyed = (): boolean => false;
}
export const windows: BrowserWindow[] = [];

const ready = Promise.withResolvers<void>();
/** To be called when the entry has run, as Electron does. */
export const entryHasRun = (): void => ready.resolve();
/** Set before the entry runs: the answer to requestSingleInstanceLock. */
export const lock = { isOurs: true };

const paths = new Map<string, string>();
export const app = Object.assign(new EventEmitter(), {
  whenReady: () => ready.promise,
  setPath: (name: string, path: string) => void paths.set(name, path),
  getPath: (name: string) => paths.get(name) ?? '',
  enableSandbox: () => note('enableSandbox'),
  addRecentDocument: (path: string) => note('addRecentDocument', path),
  requestSingleInstanceLock: (data?: Record<string, unknown>) => {
    note('requestSingleInstanceLock', data);
    return lock.isOurs;
  },
  quit: () => note('quit'),
  exit: (code?: number) => note('exit', code),
});

type InvokeHandler = (event: unknown, message: unknown) => unknown;
const handlers = new Map<string, InvokeHandler>();
const renderer = new EventEmitter();

export const ipcMain = {
  handle: (channel: string, handler: InvokeHandler) => void handlers.set(channel, handler),
};
export interface Sender {
  readonly sender: { readonly id: number };
  readonly senderFrame: StandInFrame | null;
}
/** A message from whomever; the answer as the other side would get it. */
export async function invokeAs(sender: Sender, channel: string, message: unknown): Promise<unknown> {
  const handler = handlers.get(channel);
  if (!handler) throw new Error(`nobody handles ${channel}`);
  return structuredClone(await handler(sender, structuredClone(message)));
}
export const ipcRenderer = {
  on: (channel: string, listener: (...args: unknown[]) => void) => void renderer.on(channel, listener),
  invoke: (channel: string, message: unknown) => {
    const { webContents } = windows[0];
    return invokeAs({ sender: webContents, senderFrame: webContents.mainFrame }, channel, message);
  },
};
export const channels = (): readonly string[] => [...handlers.keys(), ...renderer.eventNames().map(String)];

export const exposed: Record<string, unknown> = {};
export const contextBridge = {
  exposeInMainWorld: (key: string, value: unknown) => void (exposed[key] = value),
} satisfies Pick<Electron.ContextBridge, 'exposeInMainWorld'>;

export const schemes: Electron.CustomScheme[] = [];
export const served = new Map<string, (request: Request) => Response | Promise<Response>>();
export const protocol = {
  registerSchemesAsPrivileged: (given: Electron.CustomScheme[]) => void schemes.push(...given),
  handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) =>
    void served.set(scheme, handler),
};

type Ask = (contents: null, permission: string, callback: (granted: boolean) => void) => void;
type Check = (contents: null, permission: string) => boolean;
export const permissions: { ask: Ask | null; check: Check | null } = { ask: null, check: null };
export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: Ask) => void (permissions.ask = handler),
    setPermissionCheckHandler: (handler: Check) => void (permissions.check = handler),
    setDevicePermissionHandler: (handler: () => boolean) => note('devices', handler()),
  },
};

export const shell = {
  openExternal: async (url: string) => note('openExternal', url),
} satisfies Pick<Electron.Shell, 'openExternal'>;
export const dialog = {
  showErrorBox: (title: string, text: string) => note('showErrorBox', title, text),
  showOpenDialog: async (_window: unknown, options: Electron.OpenDialogOptions) => {
    note('showOpenDialog', options);
    return chosen;
  },
};
/** What the user does in the next native dialog. */
export let chosen: Electron.OpenDialogReturnValue = { canceled: true, filePaths: [] };
export const choose = (path: string): void => void (chosen = { canceled: false, filePaths: [path] });
export const webUtils = { getPathForFile: (file: File) => `/dropped/${file.name}` } satisfies Pick<
  Electron.WebUtils,
  'getPathForFile'
>;
export const nativeTheme = { shouldUseDarkColors: true } satisfies Pick<
  Electron.NativeTheme,
  'shouldUseDarkColors'
>;
export const Menu = {
  setApplicationMenu: (menu: unknown) => note('setApplicationMenu', menu),
  buildFromTemplate: (template: unknown) => template,
};

/** Every name that stands in for one of Electron's must be one of Electron's. */
export const STANDS_IN_FOR: readonly (keyof typeof Electron)[] = [
  'app',
  'BrowserWindow',
  'ipcMain',
  'ipcRenderer',
  'contextBridge',
  'protocol',
  'session',
  'shell',
  'dialog',
  'nativeTheme',
  'Menu',
  'webUtils',
];
