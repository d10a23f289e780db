/**
 * The files of the window. The folder is read once: only names of that list are ever served, so no path can lead
 * out of it, and links in it are not followed. Contents are read and compressed at their first use and kept.
 */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.txt': 'text/plain; charset=utf-8',
};
const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.json', '.svg', '.wasm', '.txt']);
const FIRST_PAGE = 'index.html';
/** The build puts a hash of the content into these names. */
const HASHED = /^assets\/.+-[\w-]{8,}\.\w+$/;
const compress = promisify(gzip);

export interface Asset {
  readonly type: string;
  readonly body: Buffer;
  /** Null where compression would not pay. */
  readonly gzipped: Buffer | null;
  readonly etag: string;
  readonly cacheControl: string;
}

export class AssetFolder {
  readonly #folder: string;
  readonly #names: ReadonlySet<string>;
  readonly #loaded = new Map<string, Promise<Asset>>();

  private constructor(folder: string, names: ReadonlySet<string>) {
    this.#folder = folder;
    this.#names = names;
  }

  static async open(folder: string): Promise<AssetFolder> {
    return new AssetFolder(folder, new Set(await filesBelow(folder, '')));
  }

  /** The file for a decoded path of a URL, or null. */
  find(urlPath: string): Promise<Asset> | null {
    const name = urlPath === '/' ? FIRST_PAGE : urlPath.slice(1);
    if (!this.#names.has(name)) return null;
    const known = this.#loaded.get(name);
    if (known) return known;
    const loading = this.#load(name);
    this.#loaded.set(name, loading);
    loading.catch(() => this.#loaded.delete(name)); // the next request tries again
    return loading;
  }

  async #load(name: string): Promise<Asset> {
    const body = await readFile(join(this.#folder, name));
    const extension = extname(name).toLowerCase();
    const zipped = COMPRESSIBLE.has(extension) ? await compress(body) : null;
    return {
      type: TYPES[extension] ?? 'application/octet-stream',
      body,
      gzipped: zipped && zipped.length < body.length ? zipped : null,
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      cacheControl: HASHED.test(name) ? 'private, max-age=31536000, immutable' : 'no-cache',
    };
  }
}

/** Plain files only, as paths with `/` from the folder. */
async function filesBelow(folder: string, prefix: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
    const name = prefix ? `${prefix}/${entry.name}` : entry.name;
    if (entry.isDirectory()) found.push(...(await filesBelow(folder, name)));
    else if (entry.isFile()) found.push(name);
  }
  return found;
}
