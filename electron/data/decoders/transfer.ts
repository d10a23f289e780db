/** The typed arrays inside plain data: what they weigh, and which buffers can move to another thread uncopied. */
export function byteSize(value: unknown): number {
  return viewsIn(value).reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** A small part of a larger buffer is left to be copied: the rest may still be in use. */
export function movableBuffers(value: unknown): ArrayBuffer[] {
  const whole = viewsIn(value).filter(({ buffer, byteLength }) => byteLength === buffer.byteLength);
  return [...new Set(whole.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer))];
}

function viewsIn(value: unknown): ArrayBufferView[] {
  if (typeof value !== 'object' || value === null) return [];
  if (ArrayBuffer.isView(value)) return [value];
  const parts = value instanceof Map ? [...value.values()] : Object.values(value);
  return parts.flatMap(viewsIn);
}
