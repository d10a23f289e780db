/** Whether this runtime has the 128-bit SIMD instructions that the kernels are compiled to. */
// A module whose only function is i32.const 0, i8x16.splat, i8x16.popcnt.
const PROBE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
  11,
];

export const hasSimd = (): boolean => WebAssembly.validate(new Uint8Array(PROBE));
