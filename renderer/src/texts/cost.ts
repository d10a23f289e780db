/** The words of the cost explorer: layers by level and component, on the Compare and Simulate pages. */
export const costTexts = {
  usages: { weight: 'weights', spike: 'spikes', psum: 'partial sums', alu: 'ALU' },
  splits: { level: 'Level', usage: 'Component', both: 'Both' },
  splitLabel: 'Parts of a bar',
} as const;
