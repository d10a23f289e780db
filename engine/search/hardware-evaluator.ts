/**
 * The exact cost of a candidate on recorded activity: mean energy and latency of one inference, simulated layer by layer. A
 * layer's cost depends on its own window size and on the accelerator only, so it is kept for every other candidate that
 * shares them; measurements of the spikes are kept for every accelerator that looks at them alike. Units in names.
 */
import { capacities } from '../arch/arch.ts';
import {
  averagePowerMwOf,
  edpJsOf,
  type ArchConfig,
  type CandidateMetrics,
  type SearchSpace,
  type SpikeTensor,
  type SystemCost,
} from '../contract/index.ts';
import {
  averageNetwork,
  contextOf,
  LayerInput,
  planSimulation,
  Scratch,
  simulateLayer,
} from '../sim/index.ts';
import { buildHardware, type Hardware, type HardwareBase } from './hardware.ts';
import { choiceAt, isHardwareKey, windowsAt, type Point } from './space.ts';

export interface HardwareGround extends HardwareBase {
  /** The spikes that enter each layer, one entry per sample. */
  readonly samples: readonly (readonly SpikeTensor[])[];
}

export interface LayerMean {
  readonly energyPj: number;
  readonly latencyUs: number;
}

interface KeyedHardware extends Hardware {
  readonly key: string;
}

export const NO_METRICS: CandidateMetrics = {
  edpJs: null,
  energyPj: null,
  latencyUs: null,
  areaMm2: null,
  averagePowerMw: null,
  errorRate: null,
};

export class HardwareEvaluator {
  private readonly ground: HardwareGround;
  private readonly space: SearchSpace;
  private readonly scratch = new Scratch();
  private readonly hardware = new Map<string, KeyedHardware | null>();
  private readonly inputs = new Map<string, LayerInput>();
  private readonly layers = new Map<string, LayerMean>();

  constructor(ground: HardwareGround, space: SearchSpace) {
    this.ground = ground;
    this.space = space;
  }

  /** All null where the candidate cannot be built or cannot run the network. */
  evaluate(point: Point): CandidateMetrics {
    const means = this.layersAt(point);
    const hardware = this.hardwareAt(point);
    if (!means || !hardware) return NO_METRICS;
    let energyPj = 0;
    let latencyUs = 0;
    for (const mean of means) {
      energyPj += mean.energyPj;
      latencyUs += mean.latencyUs;
    }
    return {
      energyPj,
      latencyUs,
      edpJs: edpJsOf(energyPj, latencyUs),
      averagePowerMw: averagePowerMwOf(energyPj, latencyUs),
      areaMm2: hardware.areaMm2,
      errorRate: null,
    };
  }

  /** Mean cost per layer; null where the candidate cannot run the network. */
  layersAt(point: Point): readonly LayerMean[] | null {
    const hardware = this.hardwareAt(point);
    if (!hardware) return null;
    const tws = this.twsAt(point);
    return this.ground.network.layers.map((_, layer) => this.layerMean(hardware, layer, tws[layer]));
  }

  /** Null where the candidate cannot run the network. */
  configAt(point: Point): ArchConfig | null {
    return this.hardwareAt(point)?.config ?? null;
  }

  /** Cost layer by layer; empty where the candidate cannot run the network. */
  costsAt(point: Point): SystemCost[] {
    const { network, system, energy, samples } = this.ground;
    const config = this.configAt(point);
    if (!config) return [];
    // PTB with one size per layer is simulated as asked, not at the best of the sizes.
    const arch = system === 'ptb' ? { ...config, ptb: { ...config.ptb, tws: 'layer' as const } } : config;
    const plan = planSimulation({ network, systems: [system], tws: this.twsAt(point), arch, energy });
    return plan.ok ? averageNetwork(plan.value, samples) : [];
  }

  twsAt(point: Point): number[] {
    return windowsAt(this.space, this.ground.tws, point);
  }

  /** Accumulations that the spikes ask for, mean of one inference: weights of output channels met by a spike. */
  accumulations(): number {
    const { network, samples, arch, system, tws } = this.ground;
    let sum = 0;
    samples.forEach((_, sample) =>
      network.layers.forEach(({ kind, M }, layer) => {
        const input = this.inputOf(arch, layer, sample);
        if (kind !== 'pool' && !input.context.direct) sum += M * input.unitsFor(system, tws[layer]).gatedAdds;
      }),
    );
    return sum / samples.length;
  }

  private hardwareAt(point: Point): KeyedHardware | null {
    const overrides: Record<string, string | number | boolean> = {};
    for (const [key, value] of Object.entries(choiceAt(this.space, point)))
      if (isHardwareKey(key)) overrides[key] = value;
    const key = JSON.stringify(overrides);
    const known = this.hardware.get(key);
    if (known !== undefined) return known;
    const outcome = buildHardware(this.ground, overrides);
    const built = outcome.ok ? { key, ...outcome.value } : null;
    this.hardware.set(key, built);
    return built;
  }

  private layerMean(hardware: KeyedHardware, layer: number, tws: number): LayerMean {
    const key = `${layer}/${tws}/${hardware.key}`;
    const known = this.layers.get(key);
    if (known) return known;
    const { samples, system, energy } = this.ground;
    let energyPj = 0;
    let latencyUs = 0;
    for (let sample = 0; sample < samples.length; sample++) {
      const report = simulateLayer(
        this.inputOf(hardware.config, layer, sample),
        system,
        tws,
        hardware.config,
        energy,
      );
      energyPj += report.energyPj;
      latencyUs += report.latencyUs;
    }
    const mean = { energyPj: energyPj / samples.length, latencyUs: latencyUs / samples.length };
    this.layers.set(key, mean);
    return mean;
  }

  /** Shared by accelerators with the same columns, time blocks, raster blocks and packing. */
  private inputOf(config: ArchConfig, layer: number, sample: number): LayerInput {
    const { glbSpikeBytes, lbufWeightBytes } = capacities(config);
    const key = [
      layer,
      sample,
      config.array.cols,
      config.tbWindows,
      glbSpikeBytes,
      config.ptb.packing,
      // Packing groups the inputs of an fc layer by what fits the local buffer.
      config.ptb.packing === 'none' ? '' : `${lbufWeightBytes}/${config.array.rows}`,
    ].join('/');
    const known = this.inputs.get(key);
    if (known) return known;
    const { network, samples } = this.ground;
    const inputs = samples[sample];
    const context = contextOf(network, layer, inputs);
    const input = new LayerInput(network.layers[layer], inputs[layer], config, this.scratch, context);
    this.inputs.set(key, input);
    return input;
  }
}
