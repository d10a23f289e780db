/** The spikes that enter (and leave) each mapped layer in one run, as the simulator takes them. */
import { warningAt } from '../contract/index.ts';
import type { Issue, NirSilentFiring, SpikeTensor } from '../contract/index.ts';
import { sizeOf } from '../exchange/nir/graph.ts';
import type { MappedLayer } from '../exchange/nir/mapping/map-graph.ts';
import type { NirExecutor } from './executor.ts';
import { Recorder, spikesOf, withOwnSpikes } from './recorder.ts';
import { firingInSilence } from '../workload/silent-firing.ts';

export interface LayerInputs {
  readonly inputs: readonly SpikeTensor[];
  readonly silentFiring: readonly NirSilentFiring[];
  readonly warnings: readonly Issue[];
}

export class LayerRecording {
  private readonly executor: NirExecutor;
  private readonly layers: readonly MappedLayer[];
  private readonly recorders: ReadonlyMap<string, Recorder>;

  constructor(executor: NirExecutor, layers: readonly MappedLayer[]) {
    this.executor = executor;
    this.layers = layers;
    const { shapes } = executor.program.graph;
    const names = new Set(layers.flatMap(({ source, neuron }) => [source, neuron]));
    this.recorders = new Map([...names].map((name) => [name, new Recorder(shapes.get(name)?.output ?? [])]));
  }

  watch = (step: number): void => {
    for (const [name, recorder] of this.recorders) recorder.add(step, this.executor.signal(name));
  };

  /** tws: time window size per layer. */
  finish(timesteps: number, tws: readonly number[], path: string): LayerInputs {
    const inputs: SpikeTensor[] = [];
    const silentFiring: NirSilentFiring[] = [];
    const warnings: Issue[] = [];
    this.layers.forEach((layer, i) => {
      const [source, own] = [this.recorder(layer.source), this.recorder(layer.neuron)];
      const size = sizeOf(source.shape);
      const input = layer.isRecurrent
        ? spikesOf(
            withOwnSpikes(source.recorded, size, own.recorded, timesteps),
            [size + sizeOf(own.shape)],
            timesteps,
          )
        : spikesOf(source.recorded, source.shape, timesteps);
      inputs.push(input.tensor);
      if (input.clipped > 0)
        warnings.push(clippedWarning(layer, input.clipped, input.tensor.events.length, path));
      const output = spikesOf(own.recorded, own.shape, timesteps).tensor;
      const inSilentWindows = firingInSilence(layer.spec, input.tensor, output, tws[i]).spikes;
      silentFiring.push({ layer: layer.spec.name, spikes: output.events.length, inSilentWindows });
    });
    return { inputs, silentFiring, warnings };
  }

  private recorder(name: string): Recorder {
    const recorder = this.recorders.get(name);
    if (!recorder) throw new Error(`LayerRecording: ${name} was not recorded`);
    return recorder;
  }
}

function clippedWarning({ spec, source }: MappedLayer, clipped: number, all: number, path: string): Issue {
  const message =
    `${clipped} of ${all} entries from "${source}" are not single spikes (several events of a pixel in a step, or ` +
    `graded values); the systems hold binary spikes, so each costs one`;
  return warningAt(`${path}:${spec.name}`, 'nir/clipped', message);
}
