/**
 * The cost proxy of a network: energy and latency of every layer behind the first, on every system and at every time
 * window size asked for, as curves of its input's window density. Fitted to the simulator's own samples, made from
 * recordings of the network as it is now. The first layer is left out: its input is the data, so nothing can be learnt.
 * One recording with all its variants is kept out of the fit; the error on it is reported.
 */
import type { ProxyFitError, SpikeTensor, SystemName } from '../contract/index.ts';
import { windowDensities } from '../workload/filled-windows.ts';
import { valueAt, type Curve } from './curve.ts';
import { fitCurve } from './fit-curve.ts';
import { layerSamples, type LayerSample } from './layer-samples.ts';
import { silent } from './thin.ts';

export interface LayerPoint {
  readonly energyPj: number;
  readonly latencyUs: number;
}

/** What a layer runs with. */
export interface LayerSetting {
  /** Time window size, steps. */
  readonly tws: number;
  /** Weight bits; null = those that the network has as it is. */
  readonly bits: number | null;
}

/** Exact cost of one layer for these input spikes: [system][setting]. Handed in, so that nothing here imports the simulator. */
export type MeasureLayer = (
  layer: number,
  spikes: SpikeTensor,
  settings: readonly LayerSetting[],
) => readonly (readonly LayerPoint[])[];

export interface ProxyTask {
  readonly layers: readonly string[];
  /** As `measure` orders them. */
  readonly systems: readonly SystemName[];
  /** Every layer is fitted at each. */
  readonly settings: readonly LayerSetting[];
  readonly measure: MeasureLayer;
}

export interface LayerCurves {
  readonly energyPj: Curve;
  readonly latencyUs: Curve;
}

/** Plain data: it goes into checkpoints. */
export interface ProxyFit {
  /** [layer][system][setting]; the first layer's entry is empty. */
  readonly curves: readonly (readonly (readonly LayerCurves[])[])[];
  readonly errors: readonly ProxyFitError[];
}

/** inputs[i]: the spikes that enter each layer in sample i. At least one sample. */
export function fitProxy(
  task: ProxyTask,
  inputs: readonly (readonly SpikeTensor[])[],
  seed: number,
): ProxyFit {
  const fitted = task.layers.map((_, layer) =>
    layer === 0
      ? null
      : fitLayer(
          task,
          layer,
          layerSamples(
            inputs.map((one) => one[layer]),
            seed + layer,
          ),
          inputs,
        ),
  );
  return {
    curves: fitted.map((layer) => layer?.curves ?? []),
    errors: fitted.flatMap((layer) => layer?.errors ?? []),
  };
}

interface Measured {
  readonly densities: readonly number[];
  readonly points: readonly (readonly LayerPoint[])[];
  readonly heldOut: boolean;
}

function fitLayer(
  task: ProxyTask,
  layer: number,
  samples: readonly LayerSample[],
  inputs: readonly (readonly SpikeTensor[])[],
): { curves: LayerCurves[][]; errors: ProxyFitError[] } {
  const { systems, settings, measure, layers } = task;
  const last = inputs.length - 1;
  const measured = samples.map(({ spikes, recording }): Measured => ({
    densities: densitiesAt(spikes, settings),
    points: measure(layer, spikes, settings),
    heldOut: last > 0 && recording === last,
  }));
  const fitOn = measured.filter(({ heldOut }) => !heldOut);
  const quiet = measure(layer, silent(inputs[0][layer]), settings);
  const errors: ProxyFitError[] = [];
  const curves = systems.map((system, s) =>
    settings.map(({ tws, bits }, k) => {
      const curveOf = (key: keyof LayerPoint): Curve =>
        fitCurve(
          fitOn.map(({ densities, points }) => ({ density: densities[k], cost: points[s][k][key] })),
          quiet[s][k][key],
        );
      const both = { energyPj: curveOf('energyPj'), latencyUs: curveOf('latencyUs') };
      const off = measured
        .filter(({ heldOut }) => heldOut)
        .map(({ densities, points }) => relativeEdpError(both, densities[k], points[s][k]))
        .sort((a, b) => a - b);
      errors.push({
        layer: layers[layer],
        system,
        tws,
        ...(bits === null ? {} : { bits }),
        median: quantile(off, 0.5),
        p90: quantile(off, 0.9),
      });
      return both;
    }),
  );
  return { curves, errors };
}

/** Place of a setting among those that were fitted. */
export function settingAt(settings: readonly LayerSetting[], tws: number, bits: number | null): number {
  const at = settings.findIndex((one) => one.tws === tws && one.bits === bits);
  if (at < 0) throw new Error(`settingAt: TWS ${tws} with ${bits ?? 'the usual'} weight bits was not fitted`);
  return at;
}

/** Window density of the spikes at each setting's size; each size is counted once. */
export function densitiesAt(spikes: SpikeTensor, settings: readonly LayerSetting[]): number[] {
  const sizes = [...new Set(settings.map(({ tws }) => tws))];
  const densities = windowDensities(spikes, sizes);
  return settings.map(({ tws }) => densities[sizes.indexOf(tws)]);
}

export const edpOf = ({ energyPj, latencyUs }: LayerPoint): number => energyPj * latencyUs;

export const costAt = (curves: LayerCurves, density: number): LayerPoint => ({
  energyPj: valueAt(curves.energyPj, density),
  latencyUs: valueAt(curves.latencyUs, density),
});

function relativeEdpError(curves: LayerCurves, density: number, exact: LayerPoint): number {
  return Math.abs(edpOf(costAt(curves, density)) / edpOf(exact) - 1);
}

/** Of rising values; 0 where there are none (nothing held out). */
const quantile = (sorted: readonly number[], share: number): number =>
  sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] : 0;
