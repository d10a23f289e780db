/** Job `nir-run`: an imported network on recordings: accuracy, activity, and its cost on every chosen system. */
import {
  accept,
  errorAt,
  refuse,
  type Issue,
  type NirLayerActivity,
  type NirReport,
  type NirRunReport,
  type Outcome,
} from '../../../engine/contract/index.ts';
import { nirDataTree, type NirEvent, type NirRecording } from '../../../engine/exchange/nir/nir-data.ts';
import { sizeOf } from '../../../engine/exchange/nir/graph.ts';
import { Classifier } from '../../../engine/nir-run/classify.ts';
import { compileNir } from '../../../engine/nir-run/compile.ts';
import { NirExecutor } from '../../../engine/nir-run/executor.ts';
import { LayerRecording, type LayerInputs } from '../../../engine/nir-run/layer-inputs.ts';
import { Recorder } from '../../../engine/nir-run/recorder.ts';
import { averageCosts, simulateNetwork } from '../../../engine/sim/index.ts';
import { runDecoder } from '../../data/decoders/run-decoder.ts';
import { openNirSamples, type NirSamples } from '../../data/nir/samples.ts';
import { guardFor } from '../../data/path-guard.ts';
import { Catalog } from '../../resources/catalog.ts';
import { writeFileAtomic } from '../../store/atomic-file.ts';
import type { JobContext } from '../context.ts';
import { loadNir, type LoadedNir, type NirAsk } from './nir-report.ts';
import { kernelBytes, prepareSimulation, type HardwareChoice } from './prepare.ts';

export interface NirRunAsk extends NirAsk {
  readonly data: string;
  /** Steps of each sample; null: as long as it is. */
  readonly steps: number | null;
  /** Samples at most, spread over the set; null: all. */
  readonly most: number | null;
  /** Null: nothing is simulated. */
  readonly hardware: HardwareChoice | null;
  /** Write the spikes of every neuron as NIRData; null: nowhere. */
  readonly recordTo: string | null;
  /** Real paths below which data may be read; null = anywhere. */
  readonly limits: readonly string[] | null;
}

/** Samples whose activity is kept. */
const RECORDED_SAMPLES = 16;

export async function nirRun(ask: NirRunAsk, context: JobContext): Promise<Outcome<NirRunReport>> {
  const loaded = await loadNir(ask);
  if (!loaded.ok) return loaded;
  const { report, shaped } = loaded.value;
  const several = severalPorts(report, ask.file);
  if (several) return refuse(several);
  if (ask.hardware && !report.network) return refuse(...notHeld(report));
  const program = compileNir(shaped, ask.options, await kernelBytes(context.paths), ask.file);
  if (!program.ok) return program;
  const samples = await openNirSamples({
    source: ask.data,
    shape: shaped.shapes.get(shaped.inputs[0])?.output ?? [],
    input: shaped.inputs[0],
    dtS: ask.options.dtS,
    timesteps: ask.steps,
    guard: await guardFor(ask.limits),
  });
  if (!samples.ok) return samples;
  const run = new Running(ask, loaded.value, new NirExecutor(program.value), samples.value, context);
  const ran = await run.all();
  if (!ran.ok) return ran;
  const simulated = await run.simulate();
  if (!simulated.ok) return simulated;
  const kept = await run.keepRecordings();
  if (!kept.ok) return kept;
  return accept({ ...ran.value, ...simulated.value }, [
    ...loaded.warnings,
    ...program.warnings,
    ...samples.warnings,
    ...ran.warnings,
    ...simulated.warnings,
  ]);
}

function severalPorts({ inputs, outputs }: NirReport, file: string): Issue | null {
  if (inputs.length === 1 && outputs.length === 1) return null;
  const got = `${inputs.length} inputs and ${outputs.length} outputs`;
  return errorAt(
    file,
    'nir/ports',
    `must have one Input and one Output to be run on recordings (got ${got})`,
  );
}

type Simulated = Pick<NirRunReport, 'systems' | 'costs' | 'silentFiring'>;

class Running {
  private readonly ask: NirRunAsk;
  private readonly loaded: LoadedNir;
  private readonly executor: NirExecutor;
  private readonly samples: NirSamples;
  private readonly context: JobContext;
  private readonly recorded: { recording: LayerRecording; timesteps: number }[] = [];
  private readonly spikes = new Map<string, { recorder: Recorder; samples: NirEvent[][] }>();
  private durationS = 0;

  constructor(
    ask: NirRunAsk,
    loaded: LoadedNir,
    executor: NirExecutor,
    samples: NirSamples,
    context: JobContext,
  ) {
    this.ask = ask;
    this.loaded = loaded;
    this.executor = executor;
    this.samples = samples;
    this.context = context;
  }

  async all(): Promise<Outcome<Omit<NirRunReport, keyof Simulated>>> {
    const { report, mapped } = this.loaded;
    const classifier = new Classifier(this.executor);
    const classes = Math.max(classifier.classes, this.samples.classes.length);
    const isLabelled = this.samples.classes.length > 0;
    const confusion = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
    const predictions: number[] = [];
    const broken: Issue[] = [];
    const count = Math.min(this.samples.count, this.ask.most ?? Infinity);
    let [correct, done, longest, steps, ms] = [0, 0, 0, 0, 0];
    if (this.ask.recordTo !== null) this.watchNeurons();
    for (let i = 0; i < count; i++) {
      if (this.context.shouldStop()) return refuse(errorAt(this.ask.data, 'data/cancelled', 'was stopped'));
      const sample = await this.samples.read(Math.floor((i * this.samples.count) / count));
      if (!sample.ok) {
        broken.push(...sample.issues.map((issue): Issue => ({ ...issue, severity: 'warning' })));
        continue;
      }
      const { frames, label } = sample.value;
      const watch = this.watching(mapped.isComplete && this.ask.hardware !== null, frames.timesteps);
      const started = performance.now();
      const predicted = classifier.predict(frames, watch);
      ms += performance.now() - started;
      this.endSample(frames.timesteps);
      predictions.push(predicted);
      if (label !== null) {
        confusion[label][predicted]++;
        if (label === predicted) correct++;
      }
      done++;
      steps += frames.timesteps;
      longest = Math.max(longest, frames.timesteps);
      this.context.progress({
        done: i + 1,
        total: count,
        unit: 'samples',
        message: 'running the network',
        secondsLeft: null,
      });
    }
    if (done === 0)
      return refuse(
        ...(broken.length ? broken : [errorAt(this.ask.data, 'nir/no-samples', 'must hold a sample')]),
      );
    return accept(
      {
        report,
        samples: done,
        timesteps: longest,
        accuracy: isLabelled ? correct / done : null,
        correct,
        total: done,
        confusion: isLabelled ? confusion : [],
        predictions,
        activity: this.activity(classifier, done, steps),
        samplesPerSecond: (1000 * done) / ms,
      },
      broken,
    );
  }

  async simulate(): Promise<Outcome<Simulated>> {
    const { hardware } = this.ask;
    const { report, mapped } = this.loaded;
    const none: Simulated = { systems: [], costs: [], silentFiring: [] };
    if (!hardware) return accept(none);
    const { network } = report;
    if (!network || !mapped.isComplete) return refuse(...notHeld(report));
    const timesteps = this.recorded[0].timesteps;
    const plan = await prepareSimulation(
      new Catalog(this.context.paths),
      { ...network, timesteps },
      hardware,
      '',
      null,
    );
    if (!plan.ok) return plan;
    const tws = network.layers.map((_, i) => hardware.tws[hardware.tws.length === 1 ? 0 : i]);
    const samples = this.recorded.map(({ recording, timesteps: steps }) =>
      recording.finish(steps, tws, this.ask.file),
    );
    const perSample = samples.map(({ inputs }) => simulateNetwork(plan.value, inputs));
    const systems = perSample[0];
    const costs = systems.map((_, i) => averageCosts(perSample.map((reports) => reports[i])));
    return accept({ systems, costs, silentFiring: summed(samples) }, [
      ...plan.warnings,
      ...samples[0].warnings,
    ]);
  }

  async keepRecordings(): Promise<Outcome<null>> {
    const { recordTo } = this.ask;
    if (recordTo === null) return accept(null);
    const recordings = [...this.spikes].map(([name, { recorder, samples }]): NirRecording => ({
      path: this.loaded.shaped.paths.get(name) ?? [name],
      observable: 'spikes',
      neurons: sizeOf(recorder.shape),
      durationS: this.durationS,
      samples,
    }));
    const bytes = await runDecoder('hdf5-write', { root: nirDataTree(recordings), gzip: 6 }, recordTo);
    if (!bytes.ok) return bytes;
    const written = writeFileAtomic(recordTo, bytes.value);
    return written.ok ? accept(null) : written;
  }

  private watching(isSimulated: boolean, timesteps: number): (step: number) => void {
    const watchers: ((step: number) => void)[] = [];
    if (isSimulated && this.recorded.length < RECORDED_SAMPLES) {
      const recording = new LayerRecording(this.executor, this.loaded.mapped.layers);
      this.recorded.push({ recording, timesteps });
      watchers.push(recording.watch);
    }
    for (const [name, { recorder }] of this.spikes)
      watchers.push((step) => recorder.add(step, this.executor.signal(name)));
    return (step) => {
      for (const watch of watchers) watch(step);
    };
  }

  private watchNeurons(): void {
    const { graph, populations } = this.executor.program;
    for (const name of [...graph.inputs, ...populations.keys()])
      this.spikes.set(name, { recorder: new Recorder(graph.shapes.get(name)?.output ?? []), samples: [] });
  }

  private endSample(timesteps: number): void {
    const { dtS } = this.ask.options;
    this.durationS = Math.max(this.durationS, timesteps * dtS);
    for (const { recorder, samples } of this.spikes.values()) {
      const { steps, elements, values } = recorder.recorded;
      samples.push(steps.map((step, i) => ({ neuron: elements[i], timeS: step * dtS, value: values[i] })));
      recorder.clear();
    }
  }

  private activity(classifier: Classifier, samples: number, steps: number): NirLayerActivity[] {
    return [...classifier.entries].map(([node, entries]) => {
      const neurons = sizeOf(this.loaded.shaped.shapes.get(node)?.output ?? []);
      return { node, neurons, spikes: entries / samples, density: entries / (neurons * steps) };
    });
  }
}

/** The nodes without which there is no network to simulate. */
function notHeld({ nodes, file }: NirReport): Issue[] {
  return nodes
    .filter(({ fit }) => fit === 'no')
    .map(({ name, type, reasons }) =>
      errorAt(
        `${file}:${name}`,
        'nir/unsupported',
        `must be held by the systems (got ${type}: ${reasons[0]}); run it without systems`,
      ),
    );
}

function summed(samples: readonly LayerInputs[]): NirRunReport['silentFiring'] {
  return samples[0].silentFiring.map(({ layer }, i) => ({
    layer,
    spikes: samples.reduce((sum, { silentFiring }) => sum + silentFiring[i].spikes, 0),
    inSilentWindows: samples.reduce((sum, { silentFiring }) => sum + silentFiring[i].inSilentWindows, 0),
  }));
}
