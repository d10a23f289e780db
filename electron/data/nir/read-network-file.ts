/** A network of another tool from disk: NIR (.nir) or lava-dl (.net), told apart by what the HDF5 file holds. */
import { accept, errorAt, refuse, type Outcome } from '../../../engine/contract/index.ts';
import { readLavaNet } from '../../../engine/exchange/nir/lava-net.ts';
import { readNirTree, type NirFile } from '../../../engine/exchange/nir/read-graph.ts';
import type { GraphSource } from '../../../engine/exchange/nir/report.ts';
import type { Hdf5Group } from '../../../engine/hdf5/tree.ts';
import { runDecoder } from '../decoders/run-decoder.ts';
import { readBytes } from '../read-bytes.ts';

export interface NetworkFile extends GraphSource {
  readonly metadata: NirFile['metadata'];
}

const HDF5_MAGIC = [0x89, 0x48, 0x44, 0x46];

export async function readHdf5File(path: string): Promise<Outcome<Hdf5Group>> {
  const bytes = await readBytes(path);
  if (!bytes.ok) return bytes;
  if (HDF5_MAGIC.some((byte, i) => bytes.value[i] !== byte))
    return refuse(
      errorAt(path, 'nir/not-hdf5', 'must be an HDF5 file (got other content); choose a .nir or .net file'),
    );
  return runDecoder('hdf5-read', { bytes: bytes.value }, path);
}

/** dtS: what one step of a lava-dl file stands for; NIR itself is continuous. */
export async function readNetworkFile(path: string, dtS: number): Promise<Outcome<NetworkFile>> {
  const tree = await readHdf5File(path);
  return tree.ok ? networkOf(tree.value, path, dtS) : tree;
}

export function networkOf(tree: Hdf5Group, file: string, dtS: number): Outcome<NetworkFile> {
  if (tree.children.has('layer')) {
    const lava = readLavaNet(tree, dtS, file);
    if (!lava.ok) return lava;
    return accept({
      file,
      format: 'lava-net',
      version: null,
      graph: lava.value,
      metadata: new Map(),
      warnings: lava.warnings,
    });
  }
  const nir = readNirTree(tree, file);
  if (!nir.ok) return nir;
  const { version, graph, metadata } = nir.value;
  return accept({ file, format: 'nir', version, graph, metadata, warnings: nir.warnings });
}
