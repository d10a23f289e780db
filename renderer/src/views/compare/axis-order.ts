/** The order of the parameters' axes: what the user moved stands where it was put, the rest follows as it comes. */
export function inOrder<F extends { readonly field: string }>(
  fields: readonly F[],
  order: readonly string[],
): F[] {
  const place = ({ field }: F): number => (order.includes(field) ? order.indexOf(field) : order.length);
  return [...fields].sort((a, b) => place(a) - place(b));
}

/** by: -1 = one place to the left, 1 = to the right; at the ends nothing moves. */
export function movedField(order: readonly string[], field: string, by: -1 | 1): string[] {
  const from = order.indexOf(field);
  const to = from + by;
  if (from < 0 || to < 0 || to >= order.length) return [...order];
  const rest = order.filter((one) => one !== field);
  return [...rest.slice(0, to), field, ...rest.slice(to)];
}
