/**
 * One layer of a network laid out as a trace: the report that the simulator gives, and the schedule behind it. Layers
 * that cannot be laid out are refused by name: pixel values (a dense product), residual adds (a second phase), channels
 * that share passes (`ptb.packing`), and layers with more work units than are kept in memory.
 */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type {
  ArchConfig,
  ArraySystem,
  EnergyTable,
  LayerReport,
  LayerSpec,
  NetworkSpec,
  Outcome,
  SpikeTensor,
} from '../../contract/index.ts';
import { systemTws } from '../../schedule/dispatch.ts';
import { Scratch } from '../../schedule/scratch.ts';
import { windowCount } from '../../schedule/time-windows.ts';
import { fieldWords } from '../../schedule/unit-fields.ts';
import { contextOf } from '../layer-context.ts';
import { rowOf } from '../own-channel.ts';
import { layerWork, LayerInput, simulateLayer } from '../simulate-layer.ts';
import { arraySchedule } from './array-schedule.ts';
import { ChannelSpikes } from './channel-spikes.ts';
import { LayerTrace } from './layer-trace.ts';

/** Words of 32 work units each: 256 MB. */
const MOST_WORDS = 2 ** 26;

export interface TraceRequest {
  readonly network: NetworkSpec;
  /** Name of the layer. */
  readonly layer: string;
  readonly system: ArraySystem;
  /** Of this layer. */
  readonly tws: number;
  readonly arch: ArchConfig;
  readonly energy: EnergyTable;
  /** The spikes that enter each layer. */
  readonly inputs: readonly SpikeTensor[];
}

export interface TracedLayer {
  readonly layer: LayerSpec;
  readonly report: LayerReport;
  readonly trace: LayerTrace;
  readonly spikes: ChannelSpikes;
}

export function traceLayer(request: TraceRequest): Outcome<TracedLayer> {
  const { network, system, tws, arch, energy, inputs } = request;
  const index = network.layers.findIndex(({ name }) => name === request.layer);
  if (index < 0) {
    const known = network.layers.map(({ name }) => name).join(', ');
    return refuse(
      errorAt(
        'layer',
        'playback/layer',
        `must be a layer of ${network.name} (got "${request.layer}"); choose ${known}`,
      ),
    );
  }
  const layer = network.layers[index];
  const context = contextOf(network, index, inputs);
  const reason = unplayable(layer, context.direct, request);
  if (reason) return refuse(errorAt('layer', 'playback/unplayable', reason));
  const input = new LayerInput(layer, inputs[index], arch, new Scratch(), context);
  const spikes = new ChannelSpikes(layer.kind === 'pool' ? rowOf(layer) : layer, inputs[index]);
  const schedule = arraySchedule(input, system, layerWork(input, system, tws, arch), spikes, arch);
  const report = simulateLayer(input, system, tws, arch, energy);
  return accept({ layer, report, trace: new LayerTrace(schedule), spikes });
}

function unplayable(
  layer: LayerSpec,
  direct: boolean,
  { system, tws, arch, inputs }: TraceRequest,
): string | null {
  if (direct)
    return `must get spikes to be played back (got ${layer.name}, which gets pixel values and runs as one dense product); choose a later layer`;
  if (layer.add !== undefined)
    return `must be without a residual add to be played back (got ${layer.name}, whose added map runs as a second phase); choose another layer`;
  if (system === 'ptb' && arch.ptb.packing !== 'none')
    return `must not share passes between channels to be played back (got ptb.packing=${arch.ptb.packing}); set ptb.packing=none`;
  const words = fieldWords(layer, windowCount(inputs[0].timesteps, systemTws(system, tws)));
  return words <= MOST_WORDS
    ? null
    : `must have at most ${MOST_WORDS * 32} work units to be played back (got ${layer.name} with up to ${words * 32}); take a larger TWS or a smaller layer`;
}
