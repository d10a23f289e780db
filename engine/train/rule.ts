/** The kernels' rules of a training. */
import type { RuleSpec } from '../contract/index.ts';
import type { KernelRule } from '../kernels/rules.ts';

/** Hidden layers; epoch: 1-based. */
export function kernelRule(rule: RuleSpec, epoch: number): KernelRule {
  if (rule.kind === 'surrogate') return rule.surrogate;
  return epoch <= rule.warmupEpochs ? 'tsslbp-warm' : 'tsslbp';
}

/**
 * The last layer. TSSL-BP gives a silent neuron no slope, and its sigmoid next to none far below the threshold: classes
 * that the loss has driven down would never come back, so they learn through the wide triangle instead.
 */
export function readoutRule(rule: RuleSpec): KernelRule {
  return rule.kind === 'surrogate' ? rule.surrogate : 'triangle';
}
