/** Everything about a search that can be found wrong before anything runs. */
import { errorAt, type Issue, type NetworkSpec, type SearchSpec } from '../contract/index.ts';
import { checkSpace, layerOfKey, spaceSize } from './space.ts';

/** Points of an exhaustive search at most; beyond, another method finds more in less time. */
export const MOST_EXHAUSTIVE = 1e6;

export function checkSearchSpec(spec: SearchSpec, network: NetworkSpec): Issue[] {
  const { space, method, system, archOverrides, objectives, constraints, exponent, budget } = spec;
  const checked = checkSpace(space, network.layers.length);
  const issues = checked.ok ? [] : [...checked.issues];
  const perLayer = space.parameters.some(({ key }) => layerOfKey(key) !== null);
  const ptbPerLayer =
    archOverrides['ptb.tws'] === 'layer' || space.parameters.some(({ key }) => key === 'ptb.tws');
  if (system === 'ptb' && perLayer && !ptbPerLayer)
    issues.push(
      errorAt(
        'space.parameters',
        'search/ptb-tws',
        'must give PTB one window size for the net (got tws[i]); use tws, or set ptb.tws=layer',
      ),
    );
  if (method === 'exhaustive' && checked.ok && Math.min(spaceSize(space), budget) > MOST_EXHAUSTIVE)
    issues.push(
      errorAt(
        'method',
        'search/exhaustive-size',
        `must have at most ${MOST_EXHAUSTIVE} points to try (got ${Math.min(spaceSize(space), budget)}); choose evolutionary, or a smaller budget`,
      ),
    );
  if (!(exponent >= 0 && exponent <= 2))
    issues.push(errorAt('exponent', 'search/exponent', `must be 0 to 2 (got ${exponent}); 1 is EDP`));
  if (objectives.length === 0 || new Set(objectives).size < objectives.length)
    issues.push(
      errorAt(
        'objectives',
        'search/objectives',
        `must be different and at least one (got ${objectives.join(', ') || 'none'})`,
      ),
    );
  constraints.forEach(({ metric, most }, i) => {
    if (!(most > 0))
      issues.push(
        errorAt(
          `constraints[${i}]`,
          'search/constraint',
          `must have a bound above 0, else nothing can hold it (got ${metric}<=${most})`,
        ),
      );
  });
  return issues;
}
