/** User mistakes in what to take out of which network, all at once. */
import { errorAt, type Issue, type NetworkSpec, type ShrinkSpec } from '../contract/index.ts';
import { removableLayers, removalIssues } from './remove-units.ts';

const MOST_SAMPLES = 1_000_000;

/** What can be found wrong without the network. */
export function checkShrinkSpec({ drop, samples }: Pick<ShrinkSpec, 'drop' | 'samples'>): Issue[] {
  const issues: Issue[] = [];
  if (!(drop >= 0 && drop <= 100))
    issues.push(
      errorAt('drop', 'shrink/drop', `must be 0 to 100 points of accuracy (got ${drop}); 5 is usual`),
    );
  if (!(Number.isInteger(samples) && samples >= 1 && samples <= MOST_SAMPLES))
    issues.push(
      errorAt(
        'samples',
        'shrink/samples',
        `must be a whole number, 1 to ${MOST_SAMPLES} (got ${samples}); 220 is usual`,
      ),
    );
  return issues;
}

/** units: null = they are searched for. path: of the checkpoint. */
export function checkUnits(network: NetworkSpec, units: readonly number[] | null, path: string): Issue[] {
  const issues = removalIssues(network, path);
  const removable = removableLayers(network).map((l) => network.layers[l]);
  if (removable.length === 0)
    issues.push(
      errorAt(
        path,
        'shrink/one-layer',
        'must have layers below the last one (got none); choose another network',
      ),
    );
  if (!units) return issues;
  const present = `${removable.map(({ name, M }) => `${name} ${M}`).join(', ')}`;
  if (units.length !== removable.length) {
    issues.push(
      errorAt(
        'units',
        'shrink/units-count',
        `must hold one number per layer below the last, ${removable.length} (got ${units.length}); now they are ${present}`,
      ),
    );
    return issues;
  }
  removable.forEach(({ name, M }, i) => {
    const count = units[i];
    if (!(Number.isInteger(count) && count >= 1 && count <= M))
      issues.push(
        errorAt(
          `units[${i}]`,
          'shrink/units-range',
          `must be a whole number, 1 to ${M}, the units of ${name} (got ${count}); ${M} keeps all`,
        ),
      );
  });
  if (!issues.length && removable.every(({ M }, i) => units[i] === M))
    issues.push(
      errorAt(
        'units',
        'shrink/units-same',
        `must take units out of a layer (got those it has, ${present}); lower one`,
      ),
    );
  return issues;
}
