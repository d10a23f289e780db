/** Who may knock. Only pages of this very server may talk to it: a foreign name or origin is turned away. */

/** Our own address under the names that mean this machine; anything else is DNS rebinding. */
export function isOwnHost(hostHeader: string | undefined, port: number): boolean {
  const host = hostHeader?.toLowerCase();
  return host === `127.0.0.1:${port}` || host === `localhost:${port}` || host === `[::1]:${port}`;
}

/** An origin that is given must be the page's own; `null` and malformed ones are not. */
export function isOwnOrigin(originHeader: string | undefined, hostHeader: string | undefined): boolean {
  return originHeader?.toLowerCase() === `http://${hostHeader?.toLowerCase()}`;
}

/** The decoded path of a request target, or null when it is none (`/%`, NUL, an absolute address). */
export function pathOf(target: string | undefined): string | null {
  if (!target?.startsWith('/')) return null;
  try {
    const path = decodeURIComponent(target.split('?', 1)[0]);
    return path.includes('\0') || path.includes('\\') ? null : path;
  } catch {
    return null;
  }
}

/** A field of the query, or null. */
export function queryField(target: string, field: string): string | null {
  const at = target.indexOf('?');
  return at < 0 ? null : new URLSearchParams(target.slice(at + 1)).get(field);
}

/** The value of one cookie, or null. */
export function cookieOf(header: string | undefined, name: string): string | null {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}
