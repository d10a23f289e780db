/** A free port on the loopback interface: the one asked for, else one of the next, else any. */
import type { Server } from 'node:http';
import { accept, errorAt, refuse, type Outcome } from '../../engine/contract/index.ts';

const LOOPBACK = '127.0.0.1';
const TRIES = 20;
const LAST_PORT = 65_535;

export async function listen(server: Server, port: number): Promise<Outcome<null>> {
  const wanted =
    port === 0 ? [0] : Array.from({ length: TRIES }, (_, k) => port + k).filter((p) => p <= LAST_PORT);
  for (const candidate of [...wanted, 0]) {
    const code = await tryListen(server, candidate);
    if (code === null) return accept(null);
    if (code === 'EACCES') {
      return refuse(
        errorAt('--port', 'web/port', `must be a port that you may open (got ${port}); try 1024 or above`),
      );
    }
    if (code !== 'EADDRINUSE') {
      return refuse(
        errorAt('--port', 'web/listen', `must be open to this program (got ${code}); try another port`),
      );
    }
  }
  return refuse(errorAt('--port', 'web/port', `must be free, or one of the ${TRIES} after it (got ${port})`));
}

/** Null when it listens, else the system's error name. */
function tryListen(server: Server, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void => resolve(error.code ?? error.message);
    server.once('error', failed);
    server.listen(port, LOOPBACK, () => {
      server.off('error', failed);
      resolve(null);
    });
  });
}
