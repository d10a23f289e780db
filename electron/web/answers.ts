/** What the browser door answers, always with the security headers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Asset } from './assets.ts';
import { SECURITY_HEADERS } from './headers.ts';
import { doorPage, type DoorPage } from './pages.ts';

function send(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: string | Buffer,
): void {
  const isHead = response.req.method === 'HEAD';
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    ...headers,
    'Content-Length': String(Buffer.byteLength(body)),
  });
  response.end(isHead ? undefined : body);
}

export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  const plain = {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    Connection: 'close',
  };
  send(response, status, { ...plain, ...headers }, `${text}\n`);
}

export function sendPage(response: ServerResponse, status: number, page: DoorPage): void {
  send(
    response,
    status,
    { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
    doorPage(page),
  );
}

export function redirectHome(response: ServerResponse): void {
  send(response, 303, { Location: '/', 'Cache-Control': 'no-store' }, '');
}

export function sendAsset(request: IncomingMessage, response: ServerResponse, asset: Asset): void {
  const headers = { 'Cache-Control': asset.cacheControl, ETag: asset.etag, Vary: 'Accept-Encoding' };
  if (request.headers['if-none-match'] === asset.etag) {
    response.writeHead(304, { ...SECURITY_HEADERS, ...headers }).end();
    return;
  }
  const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const isZipped = takesGzip && asset.gzipped !== null;
  const encoding: Record<string, string> = isZipped ? { 'Content-Encoding': 'gzip' } : {};
  const body = isZipped && asset.gzipped ? asset.gzipped : asset.body;
  send(response, 200, { ...headers, ...encoding, 'Content-Type': asset.type }, body);
}

export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

export function endMalformed(error: Error, socket: Duplex): void {
  const isTooBig = 'code' in error && error.code === 'HPE_HEADER_OVERFLOW';
  const isSlow = 'code' in error && error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const status = isTooBig
    ? '431 Request Header Fields Too Large'
    : isSlow
      ? '408 Request Timeout'
      : '400 Bad Request';
  if (socket.writable) refuseUpgrade(socket, status);
  else socket.destroy();
}
