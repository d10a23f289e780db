/** Finds the host: the bridge that Electron's preload offers, else the WebSocket of the server of this page. */
import type { Answer, Ask, CallName, Outcome, WorkbenchApi } from '../../../engine/contract/index.ts';
import { decodeFrame, encodeFrame } from '../../../engine/contract/wire-codec.ts';
import type { ConnectionState } from '../stores/api.ts';
import type { DesktopBridge } from './desktop.ts';
import { SocketApi } from './websocket.ts';

declare global {
  interface Window {
    /** Only in Electron. */
    readonly workbench?: DesktopBridge;
  }
}

export function connect(onState: (state: ConnectionState) => void): WorkbenchApi {
  const bridge = window.workbench;
  if (!bridge) return connectSocket(onState);
  onState('open');
  return {
    call: <K extends CallName>(name: K, ask: Ask<K>): Promise<Outcome<Answer<K>>> =>
      bridge.call(name, plain(ask)),
    on: (name, listener) => bridge.on(name, listener),
  };
}

function connectSocket(onState: (state: ConnectionState) => void): WorkbenchApi {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return new SocketApi({
    open: () => new WebSocket(`${scheme}://${location.host}/rpc`),
    onState,
    isLockedOut: async () => {
      const answer = await fetch('/', { method: 'HEAD', cache: 'no-store' }).catch(() => null);
      return answer?.status === 401;
    },
    // The host was started anew: its own page says how this browser gets in again.
    onLockedOut: () => location.reload(),
    later: (ms, action) => void setTimeout(action, ms),
  });
}

/** Electron's bridge clones; what the window holds may be a reactive proxy, which cannot be cloned. */
function plain<T>(value: T): T {
  const copy = decodeFrame(encodeFrame(value));
  if (!copy.ok) throw new Error(copy.issues[0].message);
  return copy.value as T;
}
