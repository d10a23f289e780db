/**
 * The browser door: the window's files and a WebSocket on the loopback interface, for one user of this machine.
 * A one-time address lets a browser in; after that a session cookie does.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { accept, type Outcome } from '../../engine/contract/index.ts';
import { faultOf, type FaultLog } from '../ipc/fault.ts';
import type { Host } from '../ipc/host.ts';
import { Access } from './access.ts';
import { endMalformed, redirectHome, refuseUpgrade, sendAsset, sendPage, sendText } from './answers.ts';
import { AssetFolder } from './assets.ts';
import { cookieOf, isOwnHost, isOwnOrigin, pathOf, queryField } from './guard.ts';
import { DOOR_LIMITS, type DoorLimits } from './limits.ts';
import { listen } from './listen.ts';
import { serveSocket } from './socket.ts';

export interface DoorOptions {
  /** The built window. */
  readonly rendererDir: string;
  /** 0 = any; a busy port means the next free one. */
  readonly port: number;
  /** Called with each new one-time address; it belongs on the terminal and nowhere else. */
  readonly onAddress: (url: string) => void;
  readonly log: FaultLog;
  readonly limits?: Partial<DoorLimits>;
}

export interface WebDoor {
  readonly port: number;
  /** An address that has not been used yet. */
  address(): string;
  /** Ends all connections; the host stays open. */
  close(): Promise<void>;
}

export async function startWebDoor(host: Host, options: DoorOptions): Promise<Outcome<WebDoor>> {
  const door = new Door(host, await AssetFolder.open(options.rendererDir), options);
  const listening = await listen(door.server, options.port);
  if (!listening.ok) return listening;
  options.onAddress(door.address());
  return accept(door);
}

class Door implements WebDoor {
  readonly server: Server;
  /** Known once it listens. */
  port = 0;
  readonly #host: Host;
  readonly #assets: AssetFolder;
  readonly #options: DoorOptions;
  readonly #limits: DoorLimits;
  readonly #access = new Access();
  readonly #sockets: WebSocketServer;
  #lastAnnounced = -Infinity;

  constructor(host: Host, assets: AssetFolder, options: DoorOptions) {
    this.#host = host;
    this.#assets = assets;
    this.#options = options;
    this.#limits = { ...DOOR_LIMITS, ...options.limits };
    const { headerBytes, requestMs, connections, messageBytes, idleMs } = this.#limits;
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: messageBytes,
      perMessageDeflate: false,
    });
    this.server = createServer({
      maxHeaderSize: headerBytes,
      requestTimeout: requestMs,
      headersTimeout: requestMs,
      connectionsCheckingInterval: Math.min(1000, requestMs),
      keepAliveTimeout: 5000,
    });
    this.server.maxConnections = connections;
    this.server.setTimeout(idleMs);
    this.server.on('listening', () => (this.port = (this.server.address() as AddressInfo).port));
    this.server.on('request', (request, response) => void this.#serve(request, response));
    this.server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.server.on('clientError', (error, socket) => endMalformed(error, socket));
  }

  address(): string {
    return `http://127.0.0.1:${this.port}/open?token=${this.#access.token()}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.close(1001, 'the workbench was closed');
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
    this.server.closeAllConnections();
    for (const socket of this.#sockets.clients) socket.terminate();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#route(request, response);
    } catch (error) {
      this.#options.log(faultOf('browser door', error));
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'Something failed inside the workbench; the terminal names it.');
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '', headers } = request;
    if (!isOwnHost(headers.host, this.port)) return sendText(response, 403, 'Unknown host name.');
    if (headers.origin !== undefined && !isOwnOrigin(headers.origin, headers.host)) {
      return sendText(response, 403, 'Foreign origin.');
    }
    if (method !== 'GET' && method !== 'HEAD') {
      return sendText(response, 405, 'GET and HEAD only.', { Allow: 'GET, HEAD' });
    }
    const path = pathOf(url);
    if (path === null) return sendText(response, 400, 'Malformed address.');
    if (path === '/open' && method === 'GET') return this.#open(request, response);
    if (!this.#access.admits(this.#sessionOf(request))) {
      if (path === '/') this.#announce();
      return sendPage(response, 401, 'locked');
    }
    const asset = await this.#assets.find(path);
    return asset ? sendAsset(request, response, asset) : sendText(response, 404, 'Not found.');
  }

  /** Exchanges the one-time token for a session. */
  #open(request: IncomingMessage, response: ServerResponse): void {
    const session = this.#access.redeem(queryField(request.url ?? '', 'token'));
    if (session === null) {
      // Somebody who is in already and goes back in history needs no new key.
      if (this.#access.admits(this.#sessionOf(request))) return redirectHome(response);
      this.#announce();
      return sendPage(response, 403, 'used');
    }
    response.setHeader('Set-Cookie', `${this.#cookie}=${session}; Path=/; HttpOnly; SameSite=Strict`);
    // A strict cookie does not travel on a redirect that a file or another site began; a fresh start from our page does.
    if (request.headers['sec-fetch-site'] === 'cross-site') return sendPage(response, 200, 'entered');
    return redirectHome(response);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const { host, origin } = request.headers;
    const isOurs = isOwnHost(host, this.port) && isOwnOrigin(origin, host);
    if (!isOurs || pathOf(request.url) !== '/rpc') return refuseUpgrade(socket, '403 Forbidden');
    if (!this.#access.admits(this.#sessionOf(request))) return refuseUpgrade(socket, '401 Unauthorized');
    if (this.#sockets.clients.size >= this.#limits.sockets)
      return refuseUpgrade(socket, '503 Service Unavailable');
    return this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      serveSocket(webSocket, this.#host, this.#limits.heartbeatMs, this.#options.log);
    });
  }

  /** Cookies do not tell ports apart: each door has a name of its own. */
  get #cookie(): string {
    return `spikex_${this.port}`;
  }

  #sessionOf(request: IncomingMessage): string | null {
    return cookieOf(request.headers.cookie, this.#cookie);
  }

  #announce(): void {
    const now = performance.now();
    if (now - this.#lastAnnounced < this.#limits.announceMs) return;
    this.#lastAnnounced = now;
    this.#options.onAddress(this.address());
  }
}
