/**
 * One recording from one format into another: once through the file for its size and times, once for its events, so
 * that large recordings take no more memory than small ones. The result appears whole or not at all.
 */
import { writeFile } from 'node:fs/promises';
import { accept, errorAt, refuse } from '../../engine/contract/index.ts';
import type { EventFormat, Outcome } from '../../engine/contract/index.ts';
import { joined } from '../../engine/events/formats/aedat4-packets.ts';
import { MOST_EVENTS } from '../../engine/events/formats/event-columns.ts';
import type { EventColumns } from '../../engine/events/formats/event-columns.ts';
import { withoutOutside } from '../../engine/events/formats/event-stream.ts';
import { npzMembers } from '../../engine/events/formats/npz-encode.ts';
import { openEncoder, PIECE_WRITERS } from '../../engine/events/pieces/piece-encoder.ts';
import type { PieceEncoder } from '../../engine/events/pieces/piece-encoder.ts';
import type { ScanFacts } from '../../engine/events/pieces/scan.ts';
import type { Sensor } from '../../engine/events/sensor.ts';
import { ZipWriter } from '../archive/zip-write.ts';
import { convertedLabels, labelsBeside } from './convert-labels.ts';
import type { LabelOptions } from './convert-labels.ts';
import { fileIssue } from './file-issues.ts';
import { PACKING } from './packing.ts';
import type { PackingName } from './packing.ts';
import { PartFile } from './part-file.ts';
import { openRecording } from './recording-pieces.ts';
import type { RecordingPieces } from './recording-pieces.ts';
import type { ReadOptions } from './decode-recording.ts';
import { scanRecording } from './scan-recording.ts';

export const WRITTEN_FORMATS = [...PIECE_WRITERS, 'npz'] as const;
export type WrittenFormat = (typeof WRITTEN_FORMATS)[number];

/** By the end of the name; .raw is EVT 3.0, as new cameras write it. */
const BY_EXTENSION: Readonly<Record<string, WrittenFormat>> = {
  bin: 'nmnist-bin',
  bs2: 'nmnist-bin',
  bs3: 'slayer-bs3',
  dat: 'dat',
  aedat: 'aedat3',
  aedat4: 'aedat4',
  raw: 'evt3',
  csv: 'text',
  txt: 'text',
  npz: 'npz',
};

export interface ConvertOptions extends ReadOptions, LabelOptions {
  /** Default: by the extension of the result. */
  readonly to?: WrittenFormat;
  /** Of AEDAT 4 packets. @default none */
  readonly compress?: PackingName;
  /** Subtract the first time, for formats whose clocks are short. */
  readonly fromZero?: boolean;
}

export interface Converted {
  readonly path: string;
  readonly format: WrittenFormat;
  readonly from: EventFormat;
  readonly events: number;
  readonly bytes: number;
  /** The label table that was written beside it. */
  readonly labels: string | null;
}

export async function convertEvents(
  input: string,
  output: string,
  options: ConvertOptions = {},
): Promise<Outcome<Converted>> {
  const format = options.to ?? BY_EXTENSION[output.slice(output.lastIndexOf('.') + 1).toLowerCase()];
  if (!format) return refuse(unknownTarget(output));
  const opened = await openRecording(input, options);
  if (!opened.ok) return opened;
  const recording = opened.value;
  const scanned = await scanRecording(recording, input);
  if (!scanned.ok) return scanned;
  const { firstUs, lastUs } = scanned.value;
  const shiftUs = options.fromZero ? firstUs : 0;
  const table =
    format === 'aedat3'
      ? await convertedLabels(input, options, { firstUs, lastUs, shiftUs })
      : tableRefusal(options);
  if (!table.ok) return table;
  try {
    const file = await PartFile.create(output);
    try {
      const written =
        format === 'npz'
          ? await writeNpz(recording, scanned.value, shiftUs, output, file)
          : await writePieces(
              recording,
              openEncoder(format, scanned.value.size, output, PACKING[options.compress ?? 'none']),
              scanned.value,
              shiftUs,
              file,
            );
      if (!written.ok) return written;
      await file.finish();
    } finally {
      await file.discard();
    }
    const labels = table.value && labelsBeside(output);
    if (labels && table.value) await writeFile(labels, table.value);
    const { events } = scanned.value;
    return accept({ path: output, format, from: recording.format, events, bytes: file.bytes, labels }, [
      ...scanned.warnings,
      ...table.warnings,
    ]);
  } catch (error) {
    return refuse(fileIssue(error, output));
  }
}

/** Label tables lie beside AEDAT 3.1 only. */
function tableRefusal(options: LabelOptions): Outcome<null> {
  if (options.labels === undefined && options.class === undefined) return accept(null);
  const message = 'must be left out for formats other than AEDAT 3.1 (.aedat), beside which label tables lie';
  return refuse(errorAt(options.class === undefined ? '--labels' : '--class', 'gesture/format', message));
}

async function writePieces(
  recording: RecordingPieces,
  encoder: PieceEncoder,
  { size }: ScanFacts,
  shiftUs: number,
  file: PartFile,
): Promise<Outcome<null>> {
  await file.write(encoder.head);
  return recording.each(async (columns) => {
    const bytes = encoder.encode(prepared(columns, size, shiftUs));
    if (!bytes.ok) return bytes;
    await file.write(bytes.value);
    return accept(null);
  });
}

async function writeNpz(
  recording: RecordingPieces,
  { size, events }: ScanFacts,
  shiftUs: number,
  path: string,
  file: PartFile,
): Promise<Outcome<null>> {
  const tooMany = () =>
    refuse(
      errorAt(
        path,
        'events/too-many',
        `must hold at most ${MOST_EVENTS / 4} events for .npz (got ${events}); choose a format that is written in pieces`,
      ),
    );
  if (events > MOST_EVENTS / 4) return tooMany();
  const parts: EventColumns[] = [];
  const read = await recording.each((columns) => {
    parts.push(prepared(columns, size, shiftUs));
    return accept(null);
  });
  if (!read.ok) return read;
  const zip = new ZipWriter();
  for (const [name, bytes] of Object.entries(npzMembers({ ...size, ...joined(parts) })))
    if (!zip.add({ name, bytes })) return tooMany();
  await file.write(zip.end());
  return read;
}

function prepared(columns: EventColumns, size: Sensor, shiftUs: number): EventColumns {
  const inside = withoutOutside(columns, size);
  return shiftUs === 0 ? inside : { ...inside, tUs: inside.tUs.map((t) => t - shiftUs) };
}

function unknownTarget(path: string) {
  const known = Object.entries(BY_EXTENSION).map(([extension, format]) => `.${extension} (${format})`);
  return errorAt(
    path,
    'events/unknown-target',
    `must end in the extension of a format that can be written (got another one); known are ${known.join(', ')}; or ` +
      'name the format with --to',
  );
}
