/** The four charts of a training over its epochs, as input for the chart builder. */
import type { EpochMetrics, TrainSpec } from '../../../../engine/contract/index.ts';
import type { EpochLinesInput, EpochSeries } from '../../charts/epoch-lines.ts';
import { SYSTEM_STYLES, systemsInOrder, type DataHue } from '../../charts/series-style.ts';
import { columnScale, fixed, significant } from '../../format/index.ts';
import { bestEpoch, edpOf, predictedEdpOf, refitsOf, switchAfter } from './progress.ts';
import { trainTexts } from '../../texts/train.ts';
import { wordTexts } from '../../texts/words.ts';

export const CURVES = ['loss', 'density', 'windows', 'active', 'edp', 'accuracy'] as const;
export type CurveId = (typeof CURVES)[number];
export interface CurveInput {
  readonly epochs: readonly EpochMetrics[];
  readonly spec: TrainSpec | null;
  readonly plannedEpochs: number;
  /** Log scale where the user may choose. */
  readonly log: boolean;
}

export function curveOf(id: CurveId, input: CurveInput): EpochLinesInput {
  const common = {
    epochs: input.epochs.map(({ epoch }) => epoch),
    plannedEpochs: input.plannedEpochs,
    switchAfter: switchAfter(input.spec),
    refits: refitsOf(input.epochs),
    best: null,
  };
  if (id === 'loss') return { ...common, ...lossCurve(input) };
  if (isLayerCurve(id)) return { ...common, ...layerCurve(input, id) };
  return id === 'edp' ? { ...common, ...edpCurve(input) } : { ...common, ...accuracyCurve(input) };
}

type Curve = Omit<EpochLinesInput, 'epochs' | 'plannedEpochs' | 'switchAfter' | 'refits' | 'best'> &
  Partial<Pick<EpochLinesInput, 'best'>>;

const line = (
  id: string,
  name: string,
  hue: EpochSeries['hue'],
  values: readonly (number | null)[],
): EpochSeries => ({ id, name, hue, values, drawn: 'line' });

function lossCurve({ epochs, log }: CurveInput): Curve {
  return {
    title: wordTexts.loss,
    quantity: wordTexts.loss,
    unit: '',
    log,
    range: 'from-zero',
    series: [
      line(
        'total',
        trainTexts.curves.total,
        'ink',
        epochs.map((one) => one.lossTotal),
      ),
      line(
        'accuracy',
        trainTexts.curves.accuracy,
        'sky',
        epochs.map((one) => one.lossAccuracy),
      ),
      {
        ...line(
          'hardware',
          trainTexts.curves.hardware,
          'verm',
          epochs.map((one) => (one.betaNow > 0 ? one.betaNow * one.lossHardware : null)),
        ),
        short: 'β·HW',
      },
    ],
    text: (value) => significant(value),
  };
}

function accuracyCurve({ epochs }: CurveInput): Curve {
  const best = bestEpoch(epochs);
  return {
    title: wordTexts.accuracy,
    quantity: wordTexts.accuracy,
    unit: '%',
    log: false,
    range: 'accuracy',
    series: [
      line(
        'held-out',
        trainTexts.curves.heldOut,
        'purple',
        epochs.map((one) => one.testAccuracy * 100),
      ),
      line(
        'training',
        trainTexts.curves.training,
        'sky',
        epochs.map((one) => one.trainAccuracy * 100),
      ),
    ],
    best: best ? { epoch: best.epoch, value: best.accuracy * 100 } : null,
    text: (value) => `${fixed(value, 2)} %`,
  };
}

function edpCurve({ epochs, spec, log }: CurveInput): Curve {
  const systems = systemsInOrder(
    spec?.cost.systems ?? epochs.flatMap(({ costs }) => costs.map(({ system }) => system)),
  ).toReversed();
  const exact = systems.map((system) => epochs.map((one) => edpOf(one, system)));
  const predicted = systems.map((system) => epochs.map((one) => predictedEdpOf(one, system)));
  const scale = columnScale(exact.flat(), 'J·s');
  const inUnit = (values: readonly (number | null)[]) =>
    values.map((value) => (value === null ? null : value * scale.factor));
  const hasProxy = predicted.flat().some((value) => value !== null);
  return {
    title: trainTexts.curves.edp,
    quantity: wordTexts.edp,
    unit: scale.unit,
    log,
    range: 'from-zero',
    // Exact as dots and the proxy as a line, so that a drift of the proxy is seen; without a proxy a line reads best.
    series: systems.flatMap((system, at) => {
      const { label, hue } = SYSTEM_STYLES[system];
      const simulated = line(system, label, hue, inUnit(exact[at]));
      if (!hasProxy) return [simulated];
      const proxy = line(`${system}-proxy`, trainTexts.curves.predicted(label), hue, inUnit(predicted[at]));
      return [
        { ...simulated, name: trainTexts.curves.exact(label), short: label, drawn: 'dots' as const },
        { ...proxy, short: trainTexts.curves.proxy },
      ];
    }),
    text: (value) => `${significant(value)} ${scale.unit}`,
  };
}

/** Hues for layers; more layers than hues are left to the table below. */
const LAYER_HUES: readonly DataHue[] = ['green', 'sky', 'purple', 'amber', 'verm', 'blue', 'grey'];

/** One line per layer. */
const LAYER_CURVES = {
  density: { title: (): string => wordTexts.spikeDensity, key: 'spikeDensity' },
  windows: { title: (): string => wordTexts.twDensity, key: 'twDensity' },
  active: { title: (): string => trainTexts.curves.activeFraction, key: 'activeFraction' },
} as const;
const isLayerCurve = (id: CurveId): id is keyof typeof LAYER_CURVES => id in LAYER_CURVES;

function layerCurve({ epochs, log }: CurveInput, id: keyof typeof LAYER_CURVES): Curve {
  const { key } = LAYER_CURVES[id];
  const title = LAYER_CURVES[id].title();
  const names = epochs.at(-1)?.layers.map(({ name }) => name) ?? [];
  return {
    title,
    quantity: title,
    unit: '%',
    log,
    range: 'from-zero',
    series: names.slice(0, LAYER_HUES.length).map((name, at) =>
      line(
        name,
        name,
        LAYER_HUES[at],
        epochs.map((one) => {
          const layer = one.layers.find((candidate) => candidate.name === name);
          return layer ? layer[key] * 100 : null;
        }),
      ),
    ),
    text: (value) => `${significant(value)} %`,
  };
}
