// Compiles the event-driven kernels (AssemblyScript) to out/wasm/kernels.wasm.
import asc from 'assemblyscript/asc';
import { mkdirSync } from 'node:fs';

export async function buildWasm() {
  mkdirSync('out/wasm', { recursive: true });
  const { error, stderr } = await asc.main([
    ...['engine/kernels/assembly/index.ts', '-o', 'out/wasm/kernels.wasm'],
    ...['--runtime', 'stub', '--noAssert', '-O3', '--enable', 'simd', '--importMemory'],
    ...['--initialMemory', '1', '--use', 'abort='],
  ]);
  if (error) throw new Error(`kernels did not compile\n${stderr.toString()}`);
}

if (import.meta.url === `file://${process.argv[1]}`) await buildWasm();
