/**
 * Quick work `nir.import`: a network of another tool as a network of ours, kept in a folder: its description for the
 * simulator and, where its neurons follow our rule, a checkpoint that training and evaluation start from.
 */
import { basename, join } from 'node:path';
import {
  accept,
  DEFAULT_TRAIN,
  errorAt,
  refuse,
  type NetworkSpec,
  type NirImported,
  type Outcome,
} from '../../../engine/contract/index.ts';
import type { MappedLayer } from '../../../engine/exchange/nir/mapping/map-graph.ts';
import { encodeCheckpoint } from '../../../engine/train/index.ts';
import { settingsOf } from '../../../engine/train/settings.ts';
import { writeFileAtomic } from '../../store/atomic-file.ts';
import { loadNir, type NirAsk } from './nir-report.ts';

export interface NirImportAsk extends NirAsk {
  /** Where both files go. */
  readonly folder: string;
  /** Null: from the file's name. */
  readonly name: string | null;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export async function nirImport(ask: NirImportAsk): Promise<Outcome<NirImported>> {
  const loaded = await loadNir(ask);
  if (!loaded.ok) return loaded;
  const { report, mapped } = loaded.value;
  const name = ask.name ?? nameFrom(ask.file);
  if (!NAME.test(name))
    return refuse(
      errorAt(
        'name',
        'nir/name',
        `must be 1 to 64 letters, digits, dots, dashes or underscores (got ${JSON.stringify(name)})`,
      ),
    );
  if (!report.network)
    return accept({ report, network: null, checkpoint: null, notTrainable: [] }, loaded.warnings);
  const notTrainable = mapped.layers.flatMap((layer) => whyNotTrainable(layer));
  const network: NetworkSpec = { ...report.network, name };
  const written = writeFileAtomic(join(ask.folder, `${name}.json`), jsonBytes(network));
  if (!written.ok) return written;
  if (notTrainable.length)
    return accept({ report, network: written.value.file, checkpoint: null, notTrainable }, loaded.warnings);
  const bytes = encodeCheckpoint({
    network,
    settings: settingsOf(DEFAULT_TRAIN),
    epoch: 0,
    best: { epoch: 0, accuracy: 0 },
    weights: canonicalWeights(mapped.layers),
    optimiser: null,
    hardware: null,
  });
  const checkpoint = writeFileAtomic(join(ask.folder, `${name}.spkx`), bytes);
  return checkpoint.ok
    ? accept(
        { report, network: written.value.file, checkpoint: checkpoint.value.file, notTrainable },
        loaded.warnings,
      )
    : checkpoint;
}

function nameFrom(file: string): string {
  const plain = basename(file).replace(/\.(nir|net|h5|hdf5)$/i, '');
  return (
    plain
      .replaceAll(/[^A-Za-z0-9._-]/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 64) || 'imported'
  );
}

function whyNotTrainable({
  rule,
  neuron,
  weights,
  isRecurrent,
  hasBias,
}: MappedLayer): NirImported['notTrainable'] {
  const reasons = rule.isTrainable ? [] : rule.differences;
  return [
    ...reasons,
    ...(weights
      ? []
      : ['factors differ between the positions of a channel; they cannot be folded into its weights']),
    ...(hasBias ? ['it has a bias, which our layers do not'] : []),
    ...(isRecurrent ? ['it is recurrent'] : []),
  ].map((reason) => ({ node: neuron, reason }));
}

function canonicalWeights(layers: readonly MappedLayer[]): Float32Array {
  const all = layers.map(({ weights }) => weights ?? new Float64Array(0));
  const joined = new Float32Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const values of all) {
    joined.set(values, at);
    at += values.length;
  }
  return joined;
}

const jsonBytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
