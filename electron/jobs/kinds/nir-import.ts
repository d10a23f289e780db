/**
 * Quick work `nir.import`: a network of another tool as a network of ours, kept in a folder: its description for the
 * simulator and, where its neurons follow our rule, a checkpoint that training and evaluation start from.
 */
import { basename } from 'node:path';
import {
  accept,
  DEFAULT_TRAIN,
  refuse,
  type NetworkSpec,
  type NirImported,
  type Outcome,
} from '../../../engine/contract/index.ts';
import type { MappedLayer } from '../../../engine/exchange/nir/mapping/map-graph.ts';
import { settingsOf } from '../../../engine/train/settings.ts';
import { keepNetwork, keepWeights, networkNameFrom, networkNameIssues } from './kept-network.ts';
import { loadNir, type NirAsk } from './nir-report.ts';

export interface NirImportAsk extends NirAsk {
  /** Where both files go. */
  readonly folder: string;
  /** Null: from the file's name. */
  readonly name: string | null;
}

export async function nirImport(ask: NirImportAsk): Promise<Outcome<NirImported>> {
  const loaded = await loadNir(ask);
  if (!loaded.ok) return loaded;
  const { report, mapped } = loaded.value;
  const name = ask.name ?? nameFrom(ask.file);
  const nameIssues = networkNameIssues(name, 'nir/name');
  if (nameIssues.length) return refuse(...nameIssues);
  if (!report.network)
    return accept({ report, network: null, checkpoint: null, notTrainable: [] }, loaded.warnings);
  const notTrainable = mapped.layers.flatMap((layer) => whyNotTrainable(layer));
  const network: NetworkSpec = { ...report.network, name };
  const kept = keepNetwork(ask.folder, network);
  if (!kept.ok) return kept;
  if (notTrainable.length)
    return accept({ report, network: kept.value, checkpoint: null, notTrainable }, loaded.warnings);
  const checkpoint = keepWeights(ask.folder, {
    network,
    settings: settingsOf(DEFAULT_TRAIN),
    weights: canonicalWeights(mapped.layers),
  });
  return checkpoint.ok
    ? accept({ report, network: kept.value, checkpoint: checkpoint.value, notTrainable }, loaded.warnings)
    : checkpoint;
}

const nameFrom = (file: string): string =>
  networkNameFrom(basename(file).replace(/\.(nir|net|h5|hdf5)$/i, ''), 'imported');

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
