/** The host over a WebSocket: numbered calls, news, and a connection that comes back by itself. */
import {
  errorAt,
  refuse,
  type Answer,
  type Ask,
  type CallName,
  type News,
  type NewsName,
  type Outcome,
  type Wire,
  type WorkbenchApi,
} from '../../../engine/contract/index.ts';
import { decodeFrame, encodeFrame } from '../../../engine/contract/wire-codec.ts';
import type { ConnectionState } from '../stores/api.ts';
import { Listeners } from './listeners.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8000;
/** The host closes the connection on anything longer. */
const MAX_FRAME_BYTES = 8 * 2 ** 20;

export interface SocketOptions {
  readonly open: () => WebSocket;
  readonly onState: (state: ConnectionState) => void;
  /** Asked after a failed attempt: true when the host is there but no longer knows this window. */
  readonly isLockedOut: () => Promise<boolean>;
  readonly onLockedOut: () => void;
  readonly later: (ms: number, action: () => void) => void;
}

type Settle = (outcome: Outcome<unknown>) => void;

export class SocketApi implements WorkbenchApi {
  readonly #options: SocketOptions;
  readonly #listeners = new Listeners();
  readonly #pending = new Map<number, Settle>();
  /** Frames of calls that were made before the first connection stood. */
  #unsent: Uint8Array<ArrayBuffer>[] = [];
  #socket: WebSocket | null = null;
  #state: ConnectionState = 'connecting';
  #lastId = 0;
  #waitMs = FIRST_WAIT_MS;

  constructor(options: SocketOptions) {
    this.#options = options;
    options.onState('connecting');
    this.#connect();
  }

  call<K extends CallName>(name: K, ask: Ask<K>): Promise<Outcome<Answer<K>>> {
    if (this.#state === 'lost') return Promise.resolve(lost(name));
    const id = ++this.#lastId;
    const frame = encodeFrame({ type: 'call', id, name, ask } satisfies Wire);
    if (frame.byteLength > MAX_FRAME_BYTES) {
      return Promise.resolve(
        refuse(
          errorAt(
            name,
            'connection/too-large',
            `must be at most ${MAX_FRAME_BYTES} bytes (got ${frame.byteLength}); give less at once, or a file on the command line`,
          ),
        ),
      );
    }
    return new Promise((resolve) => {
      this.#pending.set(id, (outcome) => resolve(outcome as Outcome<Answer<K>>));
      if (this.#state === 'open') this.#socket?.send(frame);
      else this.#unsent.push(frame);
    });
  }

  on<K extends NewsName>(name: K, listener: (payload: News[K]) => void): () => void {
    return this.#listeners.add(name, listener);
  }

  #connect(): void {
    const socket = this.#options.open();
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.addEventListener('open', () => this.#opened(socket));
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.#take(data));
    socket.addEventListener('close', () => this.#closed(socket));
  }

  #opened(socket: WebSocket): void {
    this.#waitMs = FIRST_WAIT_MS;
    for (const frame of this.#unsent.splice(0)) socket.send(frame);
    this.#setState('open');
  }

  #take(data: unknown): void {
    const message = data instanceof ArrayBuffer ? decodeFrame(new Uint8Array(data)) : null;
    if (!message?.ok) return this.#socket?.close(); // window and host do not understand each other: start afresh
    const wire = message.value as Wire; // the host is trusted; only its frames are checked
    if (wire.type === 'news') this.#listeners.tell(wire.name, wire.payload);
    if (wire.type !== 'answer') return;
    this.#pending.get(wire.id)?.(wire.outcome);
    this.#pending.delete(wire.id);
  }

  #closed(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#setState('lost');
    this.#unsent = [];
    for (const settle of this.#pending.values()) settle(lost('connection'));
    this.#pending.clear();
    this.#options.later(this.#waitMs, () => void this.#retry());
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
  }

  async #retry(): Promise<void> {
    if (await this.#options.isLockedOut()) this.#options.onLockedOut();
    else this.#connect();
  }

  #setState(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state);
  }
}

function lost(place: string): Outcome<never> {
  return refuse(
    errorAt(
      place,
      'connection/lost',
      'needs the host, which cannot be reached now; it is tried again by itself',
    ),
  );
}
