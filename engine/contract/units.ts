/** Conversions between units; the only place for such factors. */
export const secondsFromUs = (us: number): number => us * 1e-6;
export const joulesFromPj = (pj: number): number => pj * 1e-12;
export const usFromCycles = (cycles: number, clockMhz: number): number => cycles / clockMhz;
/** Energy-delay product in J*s. */
export const edpJsOf = (energyPj: number, latencyUs: number): number =>
  joulesFromPj(energyPj) * secondsFromUs(latencyUs);
/** pJ per us is a microwatt. */
export const averagePowerMwOf = (energyPj: number, latencyUs: number): number =>
  latencyUs > 0 ? energyPj / latencyUs / 1000 : 0;
/** Inferences one after another: layers of different inferences do not overlap. */
export const inferencesPerSecondOf = (latencyUs: number): number => (latencyUs > 0 ? 1e6 / latencyUs : 0);
