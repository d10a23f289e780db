/** Quick work `nir.report`: what a network file of another tool holds, how it maps, what cannot be held. */
import { accept, type NirReport, type NirRunOptions, type Outcome } from '../../../engine/contract/index.ts';
import { reportGraph, type ReportedGraph } from '../../../engine/exchange/nir/report.ts';
import { readNetworkFile, type NetworkFile } from '../../data/nir/read-network-file.ts';

export interface NirAsk {
  readonly file: string;
  readonly options: NirRunOptions;
  /** T of the mapped network. */
  readonly timesteps: number;
}

export interface LoadedNir extends ReportedGraph {
  readonly source: NetworkFile;
}

export async function loadNir({ file, options, timesteps }: NirAsk): Promise<Outcome<LoadedNir>> {
  const source = await readNetworkFile(file, options.dtS);
  if (!source.ok) return source;
  const ready = reportGraph(source.value, options, timesteps);
  return ready.ok ? accept({ ...ready.value, source: source.value }, ready.warnings) : ready;
}

export async function nirReport(ask: NirAsk): Promise<Outcome<NirReport>> {
  const loaded = await loadNir(ask);
  return loaded.ok ? accept(loaded.value.report, loaded.warnings) : loaded;
}
