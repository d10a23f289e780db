/** Forms that survive a restart or a crash of the window, each under its own name. */
import type { Ref } from 'vue';
import { remembered } from './remembered.ts';

/** Same keys, same kinds of values; a null stands for an empty field. What another version left is not taken. */
export function isShapedLike(pattern: unknown, value: unknown): boolean {
  if (pattern === null || value === null)
    return typeof pattern !== 'object' || typeof value !== 'object' || pattern === value;
  if (Array.isArray(pattern) || Array.isArray(value)) return Array.isArray(pattern) && Array.isArray(value);
  if (typeof pattern !== 'object' || typeof value !== 'object') return typeof pattern === typeof value;
  const keys = Object.keys(pattern);
  return (
    keys.length === Object.keys(value).length &&
    keys.every((key) => key in value && isShapedLike(Reflect.get(pattern, key), Reflect.get(value, key)))
  );
}

export function keptForm<T>(name: string, first: T): Ref<T> {
  return remembered<T>(name, first, (value): value is T => isShapedLike(first, value));
}
