/** Names of the pages as they stand in the address. */
export const PAGE_IDS = [
  'home',
  'data',
  'network',
  'hardware',
  'import',
  'simulate',
  'train',
  'search',
  'runs',
  'compare',
  'paper',
] as const;
export type PageId = (typeof PAGE_IDS)[number];
