/** One value for all layers, or one each. */
export function perLayer(values: readonly number[], layers: number): readonly number[] {
  return values.length === 1 ? Array.from({ length: layers }, () => values[0]) : values;
}
