/** Keys to the browser door: a token opens it once and is exchanged for a session that lives as long as the server. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const MAX_SESSIONS = 64;
const KEY_BYTES = 32;

export class Access {
  #token: string | null = null;
  readonly #sessions = new Set<string>();

  /** The token that has not been used yet; a new one when the last was used. */
  token(): string {
    this.#token ??= newKey();
    return this.#token;
  }

  /** A session for the right token, which is then used up; null for a wrong or used one. */
  redeem(given: string | null): string | null {
    if (given === null || this.#token === null || !isSame(given, this.#token)) return null;
    this.#token = null;
    const session = newKey();
    this.#sessions.add(session);
    if (this.#sessions.size > MAX_SESSIONS) {
      const [oldest] = this.#sessions;
      this.#sessions.delete(oldest);
    }
    return session;
  }

  admits(session: string | null): boolean {
    return session !== null && this.#sessions.has(session);
  }
}

function newKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/** In constant time, also for texts of different lengths. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
