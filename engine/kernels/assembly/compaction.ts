/**
 * Branch-free emission: a 4-lane comparison gives a 4-bit mask; the mask picks a row that moves the set lanes
 * to the front. All four are stored, the write address advances by the number of set bits only, so a list may
 * be written up to 12 bytes past its end: buffers carry that slack.
 */

/** LANES[mask] = i32x4 of the set lanes' numbers, front-packed. */
// prettier-ignore
export const LANES: usize = memory.data<u32>([
  0,0,0,0, 0,0,0,0, 1,0,0,0, 0,1,0,0, 2,0,0,0, 0,2,0,0, 1,2,0,0, 0,1,2,0,
  3,0,0,0, 0,3,0,0, 1,3,0,0, 0,1,3,0, 2,3,0,0, 0,2,3,0, 1,2,3,0, 0,1,2,3,
], 16);

/** SHUFFLES[mask] = the same selection as byte indices of i8x16.swizzle, filled in from LANES. */
export const SHUFFLES: usize = memory.data(256, 16);

export function fillShuffles(): void {
  for (let entry: usize = 0; entry < 64; entry++) {
    const lane = load<u32>(LANES + (entry << 2));
    store<u32>(SHUFFLES + (entry << 2), lane * 0x04040404 + 0x03020100);
  }
}
