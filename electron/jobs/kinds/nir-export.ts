/**
 * Quick work `nir.export`: a trained network as a NIR file (gzip, real shapes, version) and, beside it, its integer
 * weights and scales, which NIR has no field for: `NAME.nir` and `NAME.weights.json`.
 */
import { accept, type NetworkSpec, type NirExported, type Outcome } from '../../../engine/contract/index.ts';
import { nirFromNetwork } from '../../../engine/exchange/nir/from-network.ts';
import { integerWeights, type LayerScale } from '../../../engine/exchange/nir/integer-weights.ts';
import { NIR_VERSION, nirTree } from '../../../engine/exchange/nir/write-graph.ts';
import { decodeCheckpoint, deployedLayers, type DeployedLayer } from '../../../engine/train/index.ts';
import { runDecoder } from '../../data/decoders/run-decoder.ts';
import { readBytes } from '../../data/read-bytes.ts';
import { writeFileAtomic } from '../../store/atomic-file.ts';

export interface NirExportAsk {
  readonly checkpoint: string;
  /** Seconds per time step of the network. */
  readonly dtS: number;
  /** Of the integer weights. */
  readonly bits: number;
  readonly target: string;
}

const GZIP = 6;

export async function nirExport(ask: NirExportAsk): Promise<Outcome<NirExported>> {
  const bytes = await readBytes(ask.checkpoint);
  if (!bytes.ok) return bytes;
  const decoded = decodeCheckpoint(bytes.value, ask.checkpoint);
  if (!decoded.ok) return decoded;
  const { network } = decoded.value;
  const layers = deployedLayers(decoded.value);
  const graph = nirFromNetwork(network, layers, ask.dtS);
  if (!graph.ok) return graph;
  const root = nirTree({ version: NIR_VERSION, graph: graph.value, metadata: new Map(), shapes: new Map() });
  const file = await runDecoder('hdf5-write', { root, gzip: GZIP }, ask.target);
  if (!file.ok) return file;
  const written = writeFileAtomic(ask.target, file.value);
  if (!written.ok) return written;
  const integers = integerWeights(graph.value, ask.bits, ask.dtS, scalesOf(network, layers));
  const sidecar = writeFileAtomic(
    sidecarOf(ask.target),
    new TextEncoder().encode(`${JSON.stringify(integers)}\n`),
  );
  if (!sidecar.ok) return sidecar;
  return accept(
    {
      file: written.value.file,
      bytes: written.value.bytes,
      sidecar: sidecar.value.file,
      bits: ask.bits,
      nodes: [...graph.value.nodes].map(([name, { type }]) => ({ name, type })),
    },
    graph.warnings,
  );
}

/** Of layers trained with few bits, by the nodes that hold their weights. */
function scalesOf({ layers }: NetworkSpec, deployed: readonly DeployedLayer[]): Map<string, LayerScale> {
  const scales = new Map<string, LayerScale>();
  layers.forEach(({ name, kind }, i) => {
    const { bits, step } = deployed[i];
    if (step === null) return;
    for (const node of [kind === 'conv' ? `${name}_conv` : `${name}_weight`, `${name}_recurrent`])
      scales.set(node, { bits, scale: step });
  });
  return scales;
}

const sidecarOf = (target: string): string => `${target.replace(/\.nir$/i, '')}.weights.json`;
