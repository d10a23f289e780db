/** How often a repeated check runs: briefly in `npm test`, long in `npm run soak`. */
export const isSoak = process.env['SPIKEX_SOAK'] === '1';
export const times = (inTest: number, inSoak: number): number => (isSoak ? inSoak : inTest);
