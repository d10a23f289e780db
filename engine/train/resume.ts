/**
 * Continuing a training bit for bit: the checkpoint must come from the same network and settings, and its optimiser
 * state moves between the canonical layout of files and the packed layout of the kernels.
 */
import { errorAt, type Issue } from '../contract/index.ts';
import { packWeights, unpackWeights, type NetworkGeometry } from '../kernels/geometry.ts';
import type { OptimiserState } from './optimiser.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { TrainingPlan } from './plan.ts';

/** While both are still pre-training, the hardware loss has had no say: what comes after it may differ. */
const isBeforeHardwareLoss = (checkpoint: Checkpoint, plan: TrainingPlan): boolean =>
  checkpoint.epoch <= Math.min(checkpoint.settings.pretrainEpochs, plan.settings.pretrainEpochs);

export function checkResume(checkpoint: Checkpoint, plan: TrainingPlan): Issue[] {
  const at = (path: string, message: string) => errorAt(path, 'train/resume', message);
  const issues: Issue[] = [];
  if (!checkpoint.optimiser)
    issues.push(at('resume', 'must hold optimiser state (got weights only); use it as `init` instead'));
  if (JSON.stringify(checkpoint.network) !== JSON.stringify(plan.network))
    issues.push(
      at(
        'network',
        `must be the one of the checkpoint, ${checkpoint.network.name} (got ${plan.network.name} with other contents); use it as \`init\` instead`,
      ),
    );
  const theirs: Readonly<Record<string, unknown>> = { ...checkpoint.settings };
  for (const [name, value] of Object.entries(plan.settings)) {
    if (name === 'hardwareLoss' && isBeforeHardwareLoss(checkpoint, plan)) continue;
    const wanted = JSON.stringify(theirs[name]);
    const got = JSON.stringify(value);
    if (wanted !== got)
      issues.push(
        at(
          name,
          `must be as in the checkpoint, ${wanted} (got ${got}); keep it, or use the checkpoint as \`init\``,
        ),
      );
  }
  if (checkpoint.epoch >= plan.settings.epochs)
    issues.push(
      at(
        'epochs',
        `must be above the ${checkpoint.epoch} epochs already done (got ${plan.settings.epochs}); the training is complete`,
      ),
    );
  return issues;
}

export function packOptimiser(
  geometry: NetworkGeometry,
  checkpoint: Checkpoint | null,
): OptimiserState | null {
  if (!checkpoint?.optimiser) return null;
  const { m, v, step } = checkpoint.optimiser;
  return { m: packWeights(geometry, m), v: packWeights(geometry, v), step };
}

export function unpackOptimiser(geometry: NetworkGeometry, state: OptimiserState): OptimiserState {
  return { m: unpackWeights(geometry, state.m), v: unpackWeights(geometry, state.v), step: state.step };
}
