// Compiles the event-driven kernels (AssemblyScript) to out/wasm/kernels.wasm.
import asc from 'assemblyscript/asc';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { widthsSource } from '../../engine/kernels/assembly/widths.mjs';

const FOLDER = 'engine/kernels/assembly';

/** Sources come from disk, except the unrolled kernels, which exist as a generator only. */
function readSource(name, baseDir) {
  if (name === `${FOLDER}/widths.ts`) return widthsSource();
  try {
    return readFileSync(join(baseDir, name), 'utf8');
  } catch {
    return null; // the compiler tries several names for one import
  }
}

export async function buildWasm() {
  mkdirSync('out/wasm', { recursive: true });
  const { error, stderr } = await asc.main(
    [
      `${FOLDER}/index.ts`,
      '--outFile=out/wasm/kernels.wasm',
      '--runtime=stub',
      '--noAssert',
      '-O3',
      '--enable=simd',
      '--importMemory',
      '--initialMemory=1',
      '--use=abort=',
    ],
    { readFile: readSource },
  );
  if (error) throw new Error(`kernels did not compile\n${stderr.toString()}`);
}

if (import.meta.url === `file://${process.argv[1]}`) await buildWasm();
