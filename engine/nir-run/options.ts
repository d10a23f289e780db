/**
 * The choices that NIR leaves to whoever runs a graph: it is continuous in time and names no step, no integration
 * scheme and, in files without v_reset, no reset. Nothing here has a hidden default: reports print what was used.
 */
export interface NirRunOptions {
  /** Time step in seconds. */
  readonly dtS: number;
  /**
   * Share of the way to its rest that a leaky quantity goes in one step: `euler` dt/tau, `exact` 1 - exp(-dt/tau), the
   * solution for an input that is constant within the step.
   */
  readonly integration: 'euler' | 'exact';
  /**
   * After a spike: `v_reset` v = v_reset (NIR's definition); `subtract` v = v - (v_threshold - v_reset); `auto` subtract
   * for IF nodes whose file has no v_reset (what sinabs, which writes them, means), else v_reset.
   */
  readonly reset: 'auto' | 'v_reset' | 'subtract';
  /** A neuron fires when v is `above` v_threshold (NIR's definition) or has `reached` it. */
  readonly firing: 'above' | 'reached';
  /**
   * What one unit of input is to I and IF, which have no time constant: `impulse` v += r x (a spike is a charge, as all
   * frameworks that write these nodes mean it) or `current` v += dt r x (NIR's equation with a constant current).
   */
  readonly integrator: 'impulse' | 'current';
}

export const DEFAULT_NIR_RUN: Omit<NirRunOptions, 'dtS'> = {
  integration: 'euler',
  reset: 'auto',
  firing: 'above',
  integrator: 'impulse',
};
