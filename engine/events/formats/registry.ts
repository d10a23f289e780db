/**
 * Every event format that can be read, one entry each; the order is the order in which contents are tried.
 * `matches` looks at the first bytes (and the lower-case name where the content alone is ambiguous) and is
 * missing for formats without a signature, which are known by `extensions` only.
 */
import type { EventFormat, EventStream, Outcome } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { decodeNmnistBin } from './nmnist-bin.ts';

export interface FormatEntry {
  readonly format: EventFormat;
  readonly title: string;
  readonly extensions: readonly string[];
  readonly matches?: (bytes: Uint8Array, lowerCaseName: string) => boolean;
  /** `sensor`: the size where the caller knows it; null where it is to be read or inferred. */
  readonly decode: (bytes: Uint8Array, path: string, sensor: Sensor | null) => Outcome<EventStream>;
}

export const FORMATS: readonly FormatEntry[] = [
  {
    format: 'nmnist-bin',
    title: 'N-MNIST, N-Caltech101 and SLAYER records',
    extensions: ['.bin', '.bs2'],
    decode: decodeNmnistBin,
  },
];
