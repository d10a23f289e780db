/**
 * Recordings of a folder as samples: read, hashed, decoded, cut into trials, held against sensor and format of the set.
 * The recording decoded last is kept, because its trials are asked for one after the other.
 */
import { createHash } from 'node:crypto';
import { accept, errorAt, refuse } from '../../engine/contract/index.ts';
import type { EventFormat, Issue, Outcome } from '../../engine/contract/index.ts';
import type { Trial } from '../../engine/events/dataset-index.ts';
import type { DecodedFile } from '../../engine/events/decode.ts';
import { cutTrial } from '../../engine/events/labels/cut-trials.ts';
import { sensorText } from '../../engine/events/sensor.ts';
import type { Sensor } from '../../engine/events/sensor.ts';
import { decodeRecording } from './decode-recording.ts';
import type { LargeRecording } from './large-recording.ts';
import type { LargeRecordings } from './large-recordings.ts';
import { readBytes } from './read-bytes.ts';
import type { SampleContent, SampleRef } from './sample-source.ts';

/** 13 bytes each: what a file of 1 GiB may hold. */
const MOST_WHOLE = 2 ** 27;

interface Recording extends SampleContent {
  readonly path: string;
}

export class RecordingReader {
  readonly sensor: Sensor;
  readonly format: EventFormat;
  private last: { readonly path: string; readonly recording: Promise<Outcome<Recording>> } | null = null;

  private readonly recordings: LargeRecordings;

  constructor(sensor: Sensor, format: EventFormat, recordings: LargeRecordings) {
    this.sensor = sensor;
    this.format = format;
    this.recordings = recordings;
  }

  async read({ path, trial }: SampleRef): Promise<Outcome<SampleContent>> {
    if (!trial) return this.open(path);
    if (this.last?.path !== path) this.last = { path, recording: this.open(path) };
    const recording = await this.last.recording;
    return recording.ok ? accept(trialOf(recording.value, trial), recording.warnings) : recording;
  }

  private async open(path: string): Promise<Outcome<Recording>> {
    const large = await this.recordings.get(path);
    if (!large.ok) return large;
    if (large.value) return this.largeContent(large.value, path);
    const bytes = await readBytes(path);
    if (!bytes.ok) return bytes;
    let decoded: Promise<Outcome<DecodedFile>> | null = null;
    return accept({
      path,
      bytes: bytes.value.length,
      digest: createHash('sha256').update(bytes.value).digest('hex'),
      events: () => (decoded ??= this.decode(bytes.value, path)),
    });
  }

  private largeContent(large: LargeRecording, path: string): Outcome<Recording> {
    const { bytes, digest, format, warnings, facts } = large;
    const misfit = this.misfit(format, facts.size, path);
    if (misfit) return refuse(misfit);
    return accept({
      path,
      bytes,
      digest,
      large,
      events: async () => {
        const stream = await large.between(-Infinity, Infinity, MOST_WHOLE);
        return stream.ok ? accept({ format, stream: stream.value }, warnings) : stream;
      },
    });
  }

  private async decode(bytes: Uint8Array, path: string): Promise<Outcome<DecodedFile>> {
    const file = await decodeRecording(bytes, path, { sensor: this.sensor });
    const misfit = file.ok ? this.misfit(file.value.format, file.value.stream, path) : null;
    return misfit ? refuse(misfit) : file;
  }

  private misfit(format: EventFormat, size: Sensor, path: string): Issue | null {
    if (format !== this.format)
      return errorAt(
        path,
        'dataset/mixed-formats',
        `must be in the format of the other files, ${this.format} (got ${format}); convert it`,
      );
    if (size.width <= this.sensor.width && size.height <= this.sensor.height) return null;
    return errorAt(
      path,
      'dataset/mixed-sensors',
      `must be at most ${sensorText(this.sensor)} like the other files (got ${sensorText(size)}); leave it out`,
    );
  }
}

function trialOf(recording: Recording, trial: Trial): SampleContent {
  const { startUs, endUs } = trial;
  return {
    bytes: recording.bytes,
    digest: createHash('sha256').update(`${recording.digest} ${startUs} ${endUs}`).digest('hex'),
    events: async () => {
      const { large } = recording;
      const file = large ? await stretchOf(large, trial) : await recording.events();
      if (!file.ok) return file;
      const stream = cutTrial(file.value.stream, trial);
      if (stream.x.length > 0) return accept({ ...file.value, stream }, file.warnings);
      return refuse(
        errorAt(
          recording.path,
          'gesture/no-events',
          `must hold events from ${startUs} to ${endUs} µs (got none); take the labels of this recording, or fetch the ` +
            'whole recording',
        ),
      );
    },
  };
}

async function stretchOf(large: LargeRecording, { startUs, endUs }: Trial): Promise<Outcome<DecodedFile>> {
  const stream = await large.between(startUs, endUs, MOST_WHOLE);
  return stream.ok ? accept({ format: large.format, stream: stream.value }, large.warnings) : stream;
}
