/** The four charts of a training over its epochs, as input for the chart builder. */
import type { EpochMetrics, TrainSpec } from '../../../../engine/contract/index.ts';
import type { EpochLinesInput, EpochSeries } from '../../charts/epoch-lines.ts';
import { SYSTEM_STYLES, systemsInOrder, type DataHue } from '../../charts/series-style.ts';
import { columnScale, fixed, significant } from '../../format/index.ts';
import { bestEpoch, edpOf, switchAfter } from './progress.ts';

export const CURVES = ['loss', 'density', 'edp', 'accuracy'] as const;
export type CurveId = (typeof CURVES)[number];
export const CURVE_NAMES: Readonly<Record<CurveId, string>> = {
  loss: 'Loss',
  density: 'Density',
  edp: 'EDP',
  accuracy: 'Accuracy',
};

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
    best: null,
  };
  if (id === 'loss') return { ...common, ...lossCurve(input) };
  if (id === 'density') return { ...common, ...densityCurve(input) };
  return id === 'edp' ? { ...common, ...edpCurve(input) } : { ...common, ...accuracyCurve(input) };
}

type Curve = Omit<EpochLinesInput, 'epochs' | 'plannedEpochs' | 'switchAfter' | 'best'> &
  Partial<Pick<EpochLinesInput, 'best'>>;

const line = (
  id: string,
  name: string,
  hue: EpochSeries['hue'],
  values: readonly (number | null)[],
): EpochSeries => ({ id, name, hue, values, drawn: 'line' });

function lossCurve({ epochs, log }: CurveInput): Curve {
  return {
    title: 'Loss',
    quantity: 'Loss',
    unit: '',
    log,
    range: 'from-zero',
    series: [
      line(
        'total',
        'total',
        'ink',
        epochs.map((one) => one.lossTotal),
      ),
      line(
        'accuracy',
        'accuracy',
        'sky',
        epochs.map((one) => one.lossAccuracy),
      ),
      line(
        'hardware',
        'β × hardware',
        'verm',
        epochs.map((one) => (one.betaNow > 0 ? one.betaNow * one.lossHardware : null)),
      ),
    ],
    text: (value) => significant(value),
  };
}

function accuracyCurve({ epochs }: CurveInput): Curve {
  const best = bestEpoch(epochs);
  return {
    title: 'Accuracy',
    quantity: 'Accuracy',
    unit: '%',
    log: false,
    range: 'accuracy',
    series: [
      line(
        'held-out',
        'held out',
        'purple',
        epochs.map((one) => one.testAccuracy * 100),
      ),
      line(
        'training',
        'training',
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
  const all = systems.map((system) => epochs.map((one) => edpOf(one, system)));
  const scale = columnScale(all.flat(), 'J·s');
  return {
    title: 'EDP per inference',
    quantity: 'EDP',
    unit: scale.unit,
    log,
    range: 'from-zero',
    series: systems.map((system, at) =>
      line(
        system,
        SYSTEM_STYLES[system].label,
        SYSTEM_STYLES[system].hue,
        all[at].map((value) => (value === null ? null : value * scale.factor)),
      ),
    ),
    text: (value) => `${significant(value)} ${scale.unit}`,
  };
}

/** Hues for layers; more layers than hues are left to the table below. */
const LAYER_HUES: readonly DataHue[] = ['green', 'sky', 'purple', 'amber', 'verm', 'blue', 'grey'];

function densityCurve({ epochs, log }: CurveInput): Curve {
  const names = epochs.at(-1)?.layers.map(({ name }) => name) ?? [];
  return {
    title: 'Spike density',
    quantity: 'Spike density',
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
          return layer ? layer.spikeDensity * 100 : null;
        }),
      ),
    ),
    text: (value) => `${significant(value)} %`,
  };
}
