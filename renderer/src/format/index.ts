/** The only place where a number becomes text with a unit. */
export * from './numbers.ts';
export * from './quantities.ts';
export * from './time.ts';
