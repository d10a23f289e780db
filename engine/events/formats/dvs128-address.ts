/**
 * Addresses of the DVS128 and its ancestor Tmpdiff128 in AEDAT 1.0 and 2.0: bit 15 external event, bits 14:8 y, 7:1 x,
 * 0 polarity. Bit 0 is 1 for OFF in recorded files, against the table of the format's documentation: the POKER-DVS
 * recordings agree event for event with their ATIS twins only so. x and y as stored, (0, 0) in a corner of the chip.
 */
export const isExternal = (address: number): boolean => (address & 0x8000) !== 0;
export const columnOf = (address: number): number => (address >>> 1) & 0x7f;
export const rowOf = (address: number): number => (address >>> 8) & 0x7f;
export const polarityOf = (address: number): number => (address & 1) ^ 1;
