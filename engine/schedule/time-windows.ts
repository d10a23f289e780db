/**
 * Time windows: N = ceil(T / TWS), window of step t = floor(t / TWS). The last window is short when TWS does not
 * divide T; it holds only real steps but costs TWS cycles. TWS > T gives one window. Units: time steps.
 */
import { errorAt, warningAt } from '../contract/index.ts';
import type { Issue } from '../contract/index.ts';

export const MOST_TWS = 65_535;

export const windowCount = (timesteps: number, tws: number): number => Math.ceil(timesteps / tws);

/** One time window size per layer from one value or one per layer. Call `checkTws` first. */
export function twsPerLayer(tws: readonly number[], layers: number): number[] {
  return tws.length === 1 ? Array.from({ length: layers }, () => tws[0]) : [...tws];
}

/** Unusual but legal sizes are warnings. */
export function checkTws(tws: readonly number[], layers: number, timesteps: number, path: string): Issue[] {
  const issues: Issue[] = [];
  if (tws.length !== 1 && tws.length !== layers) {
    const message = `must be 1 value, or one for each of ${layers} layers (got ${tws.length} values); give 1 or ${layers}`;
    issues.push(errorAt(path, 'tws/count', message));
  }
  tws.forEach((size, i) => {
    const where = tws.length === 1 ? path : `${path}[${i}]`;
    if (!Number.isInteger(size) || size < 1 || size > MOST_TWS) {
      const message = `must be a whole number of time steps, 1 to ${MOST_TWS} (got ${size}); try 2, 4 or 8`;
      issues.push(errorAt(where, 'tws/positive', message));
    }
  });
  if (issues.length === 0) for (const size of new Set(tws)) issues.push(...unusual(size, timesteps, path));
  return issues;
}

function unusual(size: number, timesteps: number, path: string): Issue[] {
  if (size > timesteps) {
    const message = `is usually at most the ${timesteps} steps of the input (got ${size}); every neuron has one window of ${size} cycles`;
    return [warningAt(path, 'tws/longer-than-input', message)];
  }
  const rest = timesteps % size;
  if (rest === 0) return [];
  const message = `usually divides the ${timesteps} steps of the input (got ${size}); the last window holds ${rest} of ${size} steps and costs ${size} cycles`;
  return [warningAt(path, 'tws/short-window', message)];
}
