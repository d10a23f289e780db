// .npy files, format version 1.
/** `descr` and `shape` as Python literals. */
export function npyFile(
  descr: string,
  shape: string,
  data: readonly number[],
  fortranOrder: 'True' | 'False' = 'False',
): Uint8Array {
  const header = `{'descr': ${descr}, 'fortran_order': ${fortranOrder}, 'shape': ${shape}, }\n`;
  const length = [header.length & 255, header.length >> 8];
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, ...length];
  return Uint8Array.from([...magic, ...Array.from(header, (letter) => letter.charCodeAt(0)), ...data]);
}
