/** One WebSocket: frames in, checked and answered; news out, as fast as the reader takes them. */
import type { WebSocket } from 'ws';
import { errorAt, refuse, type Wire } from '../../engine/contract/index.ts';
import { decodeFrame, encodeFrame } from '../../engine/contract/wire-codec.ts';
import { faultIssue, faultOf, type FaultLog } from '../ipc/fault.ts';
import type { Host } from '../ipc/host.ts';

/** Above this many unsent bytes news wait and no further call is read. */
const MUCH_UNSENT = 2 ** 20;
const MAX_CALLS = 64;
const CLOSE_NOT_BINARY = 1003;
const CLOSE_MALFORMED = 1007;

export function serveSocket(socket: WebSocket, host: Host, heartbeatMs: number, log: FaultLog): void {
  let calls = 0;
  const hasRoom = (): boolean => socket.readyState === socket.OPEN && socket.bufferedAmount < MUCH_UNSENT;
  const send = (message: Wire): void => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(frameOf(message, log), () => {
      if (!hasRoom()) return;
      socket.resume();
      connection.flush();
    });
    if (!hasRoom()) socket.pause(); // who does not read the answers asks no further questions
  };
  const connection = host.connect({ hasRoom, send });

  const answer = async (message: unknown): Promise<void> => {
    calls++;
    send(await connection.receive(message));
    calls--;
  };
  socket.on('message', (data, isBinary) => {
    if (!isBinary || !(data instanceof Uint8Array))
      return socket.close(CLOSE_NOT_BINARY, 'binary frames only');
    const message = decodeFrame(data);
    if (!message.ok) return socket.close(CLOSE_MALFORMED, message.issues[0].message.slice(0, 120));
    if (calls >= MAX_CALLS) return send(busy(message.value));
    return void answer(message.value);
  });

  const stopHeartbeat = startHeartbeat(socket, heartbeatMs);
  socket.on('error', () => socket.terminate()); // ws has chosen the close code and sent it
  socket.on('close', () => {
    stopHeartbeat();
    connection.close();
  });
}

/** An answer that cannot be sent is our fault; the caller hears of it instead of waiting. */
function frameOf(message: Wire, log: FaultLog): Uint8Array {
  try {
    return encodeFrame(message);
  } catch (error) {
    const fault = faultOf(message.type === 'news' ? message.name : 'answer', error);
    log(fault);
    const id = message.type === 'news' ? 0 : message.id;
    return encodeFrame({ type: 'answer', id, outcome: refuse(faultIssue(fault)) } satisfies Wire);
  }
}

function busy(message: unknown): Wire {
  const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : 0;
  return {
    type: 'answer',
    id: typeof id === 'number' ? id : 0,
    outcome: refuse(
      errorAt(
        'message',
        'host/busy',
        `must wait: ${MAX_CALLS} calls of this window are unanswered; try again in a moment`,
      ),
    ),
  };
}

function startHeartbeat(socket: WebSocket, everyMs: number): () => void {
  let isAlive = true;
  socket.on('pong', () => (isAlive = true));
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    return socket.ping();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
