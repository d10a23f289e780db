/** What a stored run says about a simulation: its own specification, or that of the training behind it. */
import type { RunRow, SimulateSpec } from '../../../../engine/contract/index.ts';
import { trainSpecOf } from '../train/spec.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The database may hold specifications of older versions: only what the form reads is asked for. */
function isSimulateSpec(spec: unknown): spec is SimulateSpec {
  return (
    isObject(spec) &&
    isObject(spec['spikes']) &&
    isObject(spec['archOverrides']) &&
    Array.isArray(spec['systems']) &&
    Array.isArray(spec['tws'])
  );
}

export function simulateSpecOf(spec: unknown, row: Pick<RunRow, 'id'>): SimulateSpec | null {
  if (isSimulateSpec(spec)) return spec;
  const trained = trainSpecOf(spec);
  if (!trained) return null;
  const { systems, tws, arch, archOverrides, energy } = trained.cost;
  const spikes = { kind: 'run', runId: row.id } as const;
  return { network: trained.network, systems, tws, spikes, arch, archOverrides, energy };
}
