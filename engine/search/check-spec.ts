/** Everything about a search that can be found wrong before anything runs. */
import { errorAt, type Issue, type NetworkSpec, type SearchSpec } from '../contract/index.ts';
import { checkSpace, layerOfKey, spaceSize } from './space.ts';

/** Points of an exhaustive search at most; beyond, another method finds more in less time. */
export const MOST_EXHAUSTIVE = 1e6;

export function checkSearchSpec(spec: SearchSpec, network: NetworkSpec): Issue[] {
  const { space, method, system, archOverrides, objectives, constraints, exponent, budget } = spec;
  const checked = checkSpace(space, network.layers.length, spec.training?.epochs ?? null);
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
  return [...issues, ...checkTraining(spec)];
}

function checkTraining(spec: SearchSpec): Issue[] {
  const { training, method, objectives, constraints, spikes, budget } = spec;
  if (!training) {
    const issues = [
      ...(objectives.includes('errorRate') ? ['objectives'] : []),
      ...constraints.flatMap(({ metric }, i) => (metric === 'errorRate' ? [`constraints[${i}]`] : [])),
    ].map((path) => untrained(path, 'an accuracy'));
    return method === 'halving' ? [...issues, untrained('method', 'halving')] : issues;
  }
  const issues: Issue[] = [];
  if (method === 'has')
    issues.push(
      errorAt(
        'method',
        'search/has-training',
        'must be another one where candidates are trained (got has); search inside one training with train --has, or take halving',
      ),
    );
  if (spikes.kind !== 'run' && spikes.kind !== 'dataset')
    issues.push(
      errorAt(
        'spikes',
        'search/training-data',
        `must be a dataset or run:ID, which candidates are trained on (got ${spikes.kind}); give --data`,
      ),
    );
  const rules: [string, number, boolean, string][] = [
    [
      'epochs',
      training.epochs,
      whole(training.epochs, 1) && training.epochs <= MOST_EPOCHS,
      `1 to ${MOST_EPOCHS}`,
    ],
    ['eta', training.eta, whole(training.eta, 2), 'at least 2'],
  ];
  for (const [key, value, holds, must] of rules)
    if (!holds)
      issues.push(
        errorAt(`training.${key}`, 'search/training', `must be a whole number, ${must} (got ${value})`),
      );
  if (budget > MOST_TRAINED)
    issues.push(
      errorAt(
        'budget',
        'search/training-budget',
        `must be at most ${MOST_TRAINED} candidates where each is trained (got ${budget}); lower --budget`,
      ),
    );
  return issues;
}

const MOST_EPOCHS = 100_000;
const MOST_TRAINED = 10_000;

const whole = (value: number, least: number): boolean => Number.isInteger(value) && value >= least;

const untrained = (path: string, what: string): Issue =>
  errorAt(
    path,
    'search/needs-training',
    `must not ask for ${what} where no candidate is trained; say for how many epochs with --train`,
  );
