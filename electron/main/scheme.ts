/** The app:// scheme: the files of the window with the headers that protect it, and nothing outside their folder. */
import { protocol } from 'electron';
import type { FaultLog } from '../ipc/fault.ts';
import { faultOf } from '../ipc/fault.ts';
import { AssetFolder } from '../web/assets.ts';
import { pathOf } from '../web/guard.ts';
import { SECURITY_HEADERS } from '../web/headers.ts';
import { APP_SCHEME, isOwnPage } from './origin.ts';

/** Must run before Electron is ready. */
export function setupScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

export async function serveWindow(rendererDir: string, log: FaultLog): Promise<void> {
  const assets = await AssetFolder.open(rendererDir);
  protocol.handle(APP_SCHEME, async (request) => {
    try {
      return await answer(assets, request);
    } catch (error) {
      log(faultOf('app scheme', error));
      return plain(500, 'The file could not be read.');
    }
  });
}

async function answer(assets: AssetFolder, request: Request): Promise<Response> {
  if (!isOwnPage(request.url)) return plain(403, 'Unknown host.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'GET and HEAD only.');
  const path = pathOf(new URL(request.url).pathname);
  if (path === null) return plain(400, 'Malformed address.');
  const asset = await assets.find(path);
  if (!asset) return plain(404, 'Not found.');
  const headers = { ...SECURITY_HEADERS, 'Content-Type': asset.type, 'Cache-Control': asset.cacheControl };
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(asset.body), { headers });
}

function plain(status: number, text: string): Response {
  return new Response(text, {
    status,
    headers: { ...SECURITY_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' },
  });
}
