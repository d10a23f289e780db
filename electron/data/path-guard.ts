/** The rule about readable files as a worker thread applies it. */
import { FileChooser } from './chooser.ts';
import type { PathGuard } from './folder-tree.ts';

/** limits: real paths below which files may be read; null = anywhere. */
export async function guardFor(limits: readonly string[] | null): Promise<PathGuard | undefined> {
  if (!limits) return undefined;
  const chooser = await FileChooser.open(limits);
  return (realPath) => chooser.contains(realPath);
}
