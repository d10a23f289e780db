/**
 * What an imported network is run on: event recordings cut into count frames, a .npy array of counts (T, ...) or
 * NIRData. Frames are laid out as the network's Input says: two channels OFF, ON, or one with both; rows = y.
 */
import { accept, errorAt, refuse, type Outcome } from '../../../engine/contract/index.ts';
import { parseNpy } from '../../../engine/exchange/npy.ts';
import { shapeText, sizeOf } from '../../../engine/exchange/nir/graph.ts';
import { readNirData, type NirRecording } from '../../../engine/exchange/nir/nir-data.ts';
import {
  countFrames,
  framesFromDense,
  framesFromEvents,
  type NirFrames,
} from '../../../engine/nir-run/frames.ts';
import { openSource } from '../dataset.ts';
import type { PathGuard } from '../folder-tree.ts';
import { readBytes } from '../read-bytes.ts';
import { readHdf5File } from './read-network-file.ts';

export interface NirSample {
  readonly frames: NirFrames;
  /** Null: not labelled. */
  readonly label: number | null;
}

export interface NirSamples {
  readonly count: number;
  readonly classes: readonly string[];
  read(index: number): Promise<Outcome<NirSample>>;
}

export interface SamplesAsk {
  readonly source: string;
  /** Of the network's Input, and its name. */
  readonly shape: readonly number[];
  readonly input: string;
  readonly dtS: number;
  /** Null: as long as each recording. */
  readonly timesteps: number | null;
  readonly guard?: PathGuard;
}

const MOST_STEPS = 65_535;

export async function openNirSamples(ask: SamplesAsk): Promise<Outcome<NirSamples>> {
  if (ask.source.endsWith('.npy')) return fromNpy(ask);
  if (/\.(h5|hdf5|nir|nird|nirdata)$/.test(ask.source)) return fromNirData(ask);
  return fromRecordings(ask);
}

async function fromRecordings(ask: SamplesAsk): Promise<Outcome<NirSamples>> {
  const { shape, timesteps } = ask;
  const opened = await openSource(ask.source, { guard: ask.guard });
  if (!opened.ok) return opened;
  const source = opened.value;
  const [channels, height, width] = shape;
  const { sensor } = source;
  const isFit =
    shape.length === 3 &&
    (channels === 1 || channels === 2) &&
    sensor.width <= width &&
    sensor.height <= height;
  if (!isFit)
    return refuse(
      errorAt(
        ask.source,
        'nir/sensor',
        `must fit the input ${shapeText(shape)} of the network (got ${sensor.width} x ${sensor.height} pixels of 2 polarities); choose other recordings`,
      ),
    );
  const frame = { channels, height, width } as const;
  const stepUs = ask.dtS * 1e6;
  return accept(
    {
      count: source.samples.length,
      classes: source.classes,
      read: async (index) => {
        const sample = source.samples[index];
        const content = await source.read(sample);
        if (!content.ok) return content;
        const file = await content.value.events();
        if (!file.ok) return file;
        const { stream } = file.value;
        const last = stream.tUs.reduce((most, t) => Math.max(most, t), 0);
        const steps = timesteps ?? Math.min(MOST_STEPS, Math.floor(last / stepUs) + 1);
        return accept({ frames: countFrames(stream, frame, steps, stepUs), label: sample.label });
      },
    },
    opened.warnings,
  );
}

async function fromNpy(ask: SamplesAsk): Promise<Outcome<NirSamples>> {
  const bytes = await readBytes(ask.source);
  if (!bytes.ok) return bytes;
  const array = parseNpy(bytes.value, ask.source);
  if (!array.ok) return array;
  const { shape, values: bytesOf, signed } = array.value;
  const values = signed ? Int8Array.from(bytesOf, (byte) => (byte << 24) >> 24) : bytesOf;
  const size = sizeOf(ask.shape);
  const steps = shape[0] ?? 0;
  if (steps < 1 || steps > MOST_STEPS || sizeOf(shape) !== steps * size)
    return refuse(
      errorAt(
        ask.source,
        'nir/npy-shape',
        `must be (T, ...) with the ${size} elements of the input ${shapeText(ask.shape)} per step (got ${shapeText(shape)})`,
      ),
    );
  const kept = Math.min(steps, ask.timesteps ?? steps);
  const frames = framesFromDense(values.subarray(0, kept * size), kept);
  return accept({ count: 1, classes: [], read: async () => accept({ frames, label: null }) });
}

async function fromNirData(ask: SamplesAsk): Promise<Outcome<NirSamples>> {
  const tree = await readHdf5File(ask.source);
  if (!tree.ok) return tree;
  const read = readNirData(tree.value, ask.source);
  if (!read.ok) return read;
  const size = sizeOf(ask.shape);
  const found = recordingFor(read.value, ask.input, size);
  if (!found)
    return refuse(
      errorAt(
        ask.source,
        'nirdata/node',
        `must record the network's input "${ask.input}" with ${size} neurons (got ${read.value.map(({ path, neurons }) => `${path.join('.')} with ${neurons}`).join(', ') || 'nothing'})`,
      ),
    );
  const steps = ask.timesteps ?? Math.min(MOST_STEPS, Math.max(1, Math.round(found.durationS / ask.dtS)));
  return accept({
    count: found.samples.length,
    classes: [],
    read: async (index) =>
      accept({ frames: framesFromEvents(found.samples[index], steps, ask.dtS), label: null }),
  });
}

/** The recording of the node of that name, or the only one that fits. */
function recordingFor(recordings: readonly NirRecording[], input: string, size: number): NirRecording | null {
  const fits = recordings.filter(({ neurons }) => neurons === size);
  const named = fits.find(({ path }) => path.join('.') === input);
  return named ?? (fits.length === 1 ? fits[0] : null);
}
