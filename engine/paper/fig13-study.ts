/**
 * SpikeX Fig 13 from finished trainings: per seed one without hardware loss, one with (HT), one with the search in it
 * (HT + HAS). PTB stands at the window size that is best for the net, out of the sizes that the search may choose
 * from; with HAS, both systems stand at the sizes chosen per layer. Seeds that lack one of the three are left out.
 */
import type {
  ArraySystem,
  EvaluationReport,
  Fig13Bar,
  Fig13BarName,
  Fig13Report,
  RunDetail,
  TrainSpec,
} from '../contract/index.ts';
import { edpJsOf } from '../contract/index.ts';
import { betaSweep } from './beta-sweep.ts';
import { geometric, spread } from './spreads.ts';

interface Trained {
  readonly id: string;
  readonly seed: number;
  readonly spec: TrainSpec;
  readonly evaluation: EvaluationReport;
  readonly epochs: RunDetail['epochs'];
  readonly costs: RunDetail['costs'];
}

interface Trio {
  readonly plain: Trained;
  readonly trained: Trained;
  readonly searched: Trained;
}

interface Point {
  readonly run: Trained;
  readonly tws: readonly number[];
  readonly layers: readonly { readonly energyPj: number; readonly latencyUs: number }[];
  readonly energyPj: number;
  readonly latencyUs: number;
}

/** Null where no seed is complete. */
export function fig13Study(runs: readonly RunDetail[]): Fig13Report | null {
  const finished = runs.flatMap(({ row, spec, evaluation, epochs, costs }): Trained[] =>
    evaluation && row.kind === 'train'
      ? [{ id: row.id, seed: row.seed ?? 0, spec: spec as TrainSpec, evaluation, epochs, costs }]
      : [],
  );
  const seeds = [...new Set(finished.map(({ seed }) => seed))].sort((a, b) => a - b);
  const trios = seeds.flatMap((seed) => trioOf(finished.filter((run) => run.seed === seed)));
  const [first] = trios;
  if (!first) return null;
  const { spec, evaluation, costs } = first.searched;
  const candidates = spec.hardwareLoss.has?.tws ?? [];
  const ptb = trios.map(({ plain }) => atBestTws(plain, candidates));
  const bar = (name: Fig13BarName, system: ArraySystem, points: readonly Point[]): Fig13Bar =>
    barOf(name, system, points, ptb);
  const chosen = (system: ArraySystem) => trios.map(({ searched }) => atChosenTws(searched, system));
  return {
    network: spec.network,
    dataset: spec.data.source,
    experiment: spec.experiment,
    energyTable: costs[0]?.energyTable ?? '',
    beta: spec.hardwareLoss.beta,
    candidates,
    layers: evaluation.layers.map(({ name }) => name),
    bars: [
      bar('ptb', 'ptb', ptb),
      bar(
        'ptb-ht',
        'ptb',
        trios.map(({ trained }) => atBestTws(trained, candidates)),
      ),
      bar('ptb-ht-has', 'ptb', chosen('ptb')),
      bar('spikex-ht-has', 'spikex', chosen('spikex')),
    ],
    training: betaSweep(withoutSearch(runs, trios)),
    searchTime: searchTimeOf(trios),
  };
}

function trioOf(runs: readonly Trained[]): Trio[] {
  const off = ({ spec }: Trained) => spec.hardwareLoss.mode === 'off' || spec.hardwareLoss.beta === 0;
  const plain = runs.find(off);
  const searched = runs.find((run) => !off(run) && run.evaluation.has !== undefined);
  const trained = runs.find((run) => !off(run) && run.evaluation.has === undefined);
  return plain && trained && searched ? [{ plain, trained, searched }] : [];
}

function withoutSearch(runs: readonly RunDetail[], trios: readonly Trio[]): RunDetail[] {
  const ids = new Set(trios.flatMap(({ plain, trained }) => [plain.id, trained.id]));
  return runs.filter(({ row }) => ids.has(row.id));
}

function atBestTws(run: Trained, candidates: readonly number[]): Point {
  const costs = (run.evaluation.byTws ?? []).filter(
    ({ system, tws, layers }) => system === 'ptb' && layers && candidates.includes(tws),
  );
  if (costs.length === 0)
    throw new Error(`fig13Study: run ${run.id} has no costs of PTB at ${candidates.join(', ')}`);
  const { tws, layers = [], energyPj, latencyUs } = costs.reduce((a, b) => (b.edpJs < a.edpJs ? b : a));
  return { run, tws: layers.map(() => tws), layers, energyPj, latencyUs };
}

function atChosenTws(run: Trained, system: ArraySystem): Point {
  const cost = run.costs.find((one) => one.system === system);
  if (!cost) throw new Error(`fig13Study: run ${run.id} has no costs of ${system}`);
  const { tws, layers, energyPj, latencyUs } = cost;
  return { run, tws, layers, energyPj, latencyUs };
}

function barOf(
  name: Fig13BarName,
  system: ArraySystem,
  points: readonly Point[],
  ptb: readonly Point[],
): Fig13Bar {
  const runs = points.map(({ run }) => run);
  const onHardware = runs.flatMap(({ evaluation }) =>
    evaluation.hardware ? [evaluation.hardware.accuracy] : [],
  );
  const edp = ({ energyPj, latencyUs }: Point): number => edpJsOf(energyPj, latencyUs);
  const times = (of: (point: Point) => number) => geometric(points.map((point, i) => of(ptb[i]) / of(point)));
  const perLayer = (of: (layer: Point['layers'][number]) => number): number[] =>
    points[0].layers.map(
      (_, l) => points.reduce((sum, { layers }) => sum + of(layers[l]), 0) / points.length,
    );
  return {
    name,
    system,
    runIds: runs.map(({ id }) => id),
    seeds: runs.map(({ seed }) => seed),
    tws: points.map(({ tws }) => tws),
    accuracy: spread(runs.map(({ evaluation }) => evaluation.accuracy)),
    hardwareAccuracy: onHardware.length === runs.length ? spread(onHardware) : null,
    energyPj: spread(points.map(({ energyPj }) => energyPj)),
    latencyUs: spread(points.map(({ latencyUs }) => latencyUs)),
    edpJs: spread(points.map(edp)),
    layerEnergyPj: perLayer(({ energyPj }) => energyPj),
    layerLatencyUs: perLayer(({ latencyUs }) => latencyUs),
    timesLower: {
      energy: times(({ energyPj }) => energyPj),
      latency: times(({ latencyUs }) => latencyUs),
      edp: times(edp),
    },
  };
}

function searchTimeOf(trios: readonly Trio[]) {
  const seconds = ({ epochs, spec }: Trained): number =>
    epochs.slice(spec.pretrainEpochs).reduce((sum, { epochSeconds }) => sum + epochSeconds, 0);
  const ratios = trios.map(({ searched, trained }) => seconds(searched) / seconds(trained));
  return ratios.every(Number.isFinite) ? geometric(ratios) : null;
}
