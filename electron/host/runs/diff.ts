/** Two to eight runs side by side: only what differs, in groups, and why their EDP differs. */
import type { DiffGroup, DiffRow, EdpChange, RunDetail, RunDiff } from '../../../engine/contract/index.ts';
import { edpFactors } from '../../../engine/cost/edp-factors.ts';
import { flatten, type Scalar } from './flatten.ts';

type Side = ReadonlyMap<string, Scalar>;

const SIDES: readonly { name: DiffGroup['name']; of: (run: RunDetail) => unknown }[] = [
  // The name stands over the column.
  { name: 'configuration', of: ({ spec }) => ({ ...(spec as Record<string, unknown>), name: undefined }) },
  {
    name: 'code',
    of: ({ provenance: { appVersion, gitCommit, gitDirty, gitDiffHash, kernelsHash } }) => ({
      appVersion,
      gitCommit,
      gitDirty,
      gitDiffHash: gitDiffHash ?? null,
      kernelsHash: kernelsHash ?? null,
    }),
  },
  {
    name: 'environment',
    of: ({ provenance: { node, platform, cpu, cores, packages } }) => ({
      node,
      platform,
      cpu,
      cores,
      packages,
    }),
  },
  {
    name: 'data',
    of: ({ row: { dataset, network }, provenance: { dataHash, networkHash, energyTableHash } }) => ({
      dataset,
      dataHash,
      network,
      networkHash,
      energyTableHash,
    }),
  },
  {
    name: 'hardware',
    of: ({ costs }) =>
      Object.fromEntries(
        costs.map(({ system, archName, energyTable, tws, samples }) => [
          system,
          { arch: archName, energyTable, tws: tws.join(', '), samples },
        ]),
      ),
  },
  {
    name: 'results',
    of: ({ row, costs }) => ({
      state: row.state,
      accuracy: row.accuracy,
      bestAccuracy: row.bestAccuracy,
      bestEpoch: row.bestEpoch,
      loss: row.loss,
      spikeDensity: row.spikeDensity,
      twDensity: row.twDensity,
      durationMs: row.durationMs,
      ...Object.fromEntries(
        costs.map(({ system, cycles, latencyUs, energyPj, edpJs }) => [
          system,
          { cycles, latencyUs, energyPj, edpJs },
        ]),
      ),
    }),
  },
  {
    name: 'layers',
    of: ({ costs, evaluation }) => ({
      ...Object.fromEntries(
        costs.map(({ system, layers }) => [
          system,
          Object.fromEntries(
            layers.map(({ name, tws, mode, cycles, energyPj, latencyUs, utilization, spikes }) => [
              name,
              { tws, mode, cycles, latencyUs, energyPj, utilization, spikes },
            ]),
          ),
        ]),
      ),
      activity: Object.fromEntries(
        (evaluation?.layers ?? []).map(({ name, spikeDensity, twDensity }) => [
          name,
          { spikeDensity, twDensity },
        ]),
      ),
    }),
  },
];

export function runDiff(runs: readonly RunDetail[]): RunDiff {
  let compared = 0;
  const groups = SIDES.map(({ name, of }): DiffGroup => {
    const sides = runs.map((run) => flatten(of(run)));
    const fields = [...new Set(sides.flatMap((side) => [...side.keys()]))];
    compared += fields.length;
    return { name, rows: differences(fields, sides) };
  });
  return {
    runs: runs.map(({ row: { id, name } }) => ({ id, name })),
    groups: groups.filter(({ rows }) => rows.length > 0),
    compared,
    differing: groups.reduce((sum, { rows }) => sum + rows.length, 0),
    changes: runs.slice(1).flatMap((after) => changesBetween(runs[0], after)),
  };
}

/** What the runs were given, where it differs; names and threads decide nothing. Imported runs: their parameters. */
export function parametersOf(specs: readonly unknown[]): DiffRow[] {
  const sides = specs.map((spec) => {
    const { params, ...rest } = { ...(spec as Record<string, unknown>) };
    return flatten(typeof params === 'object' && params !== null ? params : rest);
  });
  const left = new Set(['name', 'experiment', 'workers']);
  const fields = [...new Set(sides.flatMap((side) => [...side.keys()]))].filter((field) => !left.has(field));
  return differences(fields, sides);
}

/** Rows whose values are not the same bits in all. */
export function differences(fields: readonly string[], sides: readonly Side[]): DiffRow[] {
  return fields
    .map((field) => ({ field, values: sides.map((side) => side.get(field) ?? null) }))
    .filter(({ values }) => values.some((value) => !Object.is(value, values[0])));
}

function changesBetween(before: RunDetail, after: RunDetail): EdpChange[] {
  return after.costs.flatMap((cost) => {
    const other = before.costs.find(({ system }) => system === cost.system);
    if (!other) return [];
    return [
      {
        system: cost.system,
        beforeId: before.row.id,
        afterId: after.row.id,
        beforeJs: other.edpJs,
        afterJs: cost.edpJs,
        parts: edpFactors(other, cost),
      },
    ];
  });
}
