/** Energy and latency as one figure, E^g L^(2-g): g = 1 is EDP, 2 energy alone (squared), 0 latency alone (squared). */
export const weightedCost = (
  { energyPj, latencyUs }: { readonly energyPj: number; readonly latencyUs: number },
  exponent: number,
): number => energyPj ** exponent * latencyUs ** (2 - exponent);
