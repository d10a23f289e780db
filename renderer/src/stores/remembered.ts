/** Values that survive a restart of the window: small JSON texts in the browser's local storage. */
import { ref, watch, type Ref } from 'vue';

const PREFIX = 'spikex.';

/** Null where nothing usable is stored; local storage may be switched off, which must not break the window. */
function read(key: string): unknown {
  try {
    const text = localStorage.getItem(PREFIX + key);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Full or switched off: the setting lasts until the window closes.
  }
}

/** What was stored by another version is taken only if `accepts` says so. */
export function remembered<T>(key: string, fallback: T, accepts: (value: unknown) => value is T): Ref<T> {
  const stored = read(key);
  const value = ref(accepts(stored) ? stored : fallback) as Ref<T>;
  watch(value, (now) => write(key, now), { deep: true });
  return value;
}

export const isText = (value: unknown): value is string => typeof value === 'string';
export const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);
export const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
export const isTextList = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
export const isOneOf =
  <T extends string>(options: readonly T[]) =>
  (value: unknown): value is T =>
    isText(value) && (options as readonly string[]).includes(value);
export const isNumberTable = (value: unknown): value is Record<string, number> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every(isNumber);
