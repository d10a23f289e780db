/** The kernels' rule for an epoch of a training. */
import type { RuleSpec } from '../contract/index.ts';
import type { KernelRule } from '../kernels/rules.ts';

/** epoch: 1-based. */
export function kernelRule(rule: RuleSpec, epoch: number): KernelRule {
  if (rule.kind === 'surrogate') return rule.surrogate;
  return epoch <= rule.warmupEpochs ? 'tsslbp-warm' : 'tsslbp';
}
