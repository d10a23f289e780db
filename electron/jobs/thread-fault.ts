/** Why a worker thread died, in a sentence for the person whose run it was. */
export function threadFault(error: unknown, exitCode: number | null, memoryMb: number): string {
  if (error === null) return `ended without an answer (exit code ${exitCode ?? 'unknown'})`;
  if (!(error instanceof Error)) return `stopped by an error: ${String(error)}`;
  if (isOutOfMemory(error)) {
    return `ran out of memory (limit ${memoryMb} MiB of objects); use fewer samples, shorter recordings or a smaller network`;
  }
  return `stopped by an error inside the program: ${error.message || error.name}`;
}

function isOutOfMemory(error: Error): boolean {
  const code = 'code' in error ? error.code : null;
  return code === 'ERR_WORKER_OUT_OF_MEMORY' || /allocation failed|out of memory/i.test(error.message);
}
