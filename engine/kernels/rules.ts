/** Numbers of the spike function's derivatives, as in assembly/rules.ts (formulas there). */
export const KERNEL_RULES = {
  triangle: 0,
  rectangle: 1,
  'fast-sigmoid': 2,
  arctan: 3,
  tsslbp: 4,
  'tsslbp-warm': 5,
  or: 6,
} as const;
export type KernelRule = keyof typeof KERNEL_RULES;

/** Whether a neuron at rest (x = 0), far below its threshold, carries no gradient. */
export function isQuietAtRest(rule: KernelRule, halfWidth: number, threshold: number): boolean {
  if (rule === 'triangle' || rule === 'rectangle') return halfWidth <= threshold;
  return rule === 'tsslbp';
}
