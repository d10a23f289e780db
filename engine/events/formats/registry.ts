/**
 * Every event format that can be read, one entry each; the order is the order in which contents are tried.
 * `matches` looks at the first bytes (and the lower-case name where the content alone is ambiguous) and is
 * missing for formats without a signature, which are known by `extensions` only.
 */
import type { EventFormat, EventStream, Outcome } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { decodeAedat1 } from './aedat1.ts';
import { decodeAedat2 } from './aedat2.ts';
import { decodeAedat3 } from './aedat3.ts';
import { readAedatHeader } from './aedat-header.ts';
import { isAedat4 } from './aedat4-header.ts';
import { isHdf5, isMat5, isNpz } from './container-magic.ts';
import { decodeDat, isDatHeader } from './dat.ts';
import { decodeEventText, isEventText } from './event-text.ts';
import type { EventTextOptions } from './event-text.ts';
import { decodeEvt2 } from './evt2.ts';
import { decodeEvt21 } from './evt21.ts';
import { decodeEvt3 } from './evt3.ts';
import { evtVersion } from './evt-header.ts';
import { startsWith } from './header-lines.ts';
import { decodeNmnistBin } from './nmnist-bin.ts';
import { decodeNpyEvents, isNpyEvents } from './npy-events.ts';
import { decodeSlayerBs1 } from './slayer-bs1.ts';
import { decodeSlayerBs3 } from './slayer-bs3.ts';

export interface FormatEntry {
  readonly format: EventFormat;
  readonly title: string;
  readonly extensions: readonly string[];
  /** The extensions are those of other things too (notes, label lists): no reason to take a file for a recording. */
  readonly sharedExtensions?: true;
  readonly matches?: (bytes: Uint8Array, lowerCaseName: string) => boolean;
  /**
   * `sensor`: the size where the caller knows it; null where it is to be read or inferred. A null decoder: a container
   * that libraries open, outside of the engine (decode-packed.ts goes on from there).
   */
  readonly decode:
    | ((
        bytes: Uint8Array,
        path: string,
        sensor: Sensor | null,
        text?: EventTextOptions,
      ) => Outcome<EventStream>)
    | null;
}

export const FORMATS: readonly FormatEntry[] = [
  {
    format: 'aedat2',
    title: 'AEDAT 2.0',
    extensions: ['.aedat'],
    matches: (bytes) => startsWith(bytes, 0, '#!AER-DAT2.'),
    decode: decodeAedat2,
  },
  {
    format: 'aedat3',
    title: 'AEDAT 3.1',
    extensions: ['.aedat'],
    matches: (bytes) => startsWith(bytes, 0, '#!AER-DAT3.'),
    decode: decodeAedat3,
  },
  {
    format: 'aedat4',
    title: 'AEDAT 4.0',
    extensions: ['.aedat4'],
    matches: isAedat4,
    decode: null,
  },
  {
    format: 'hdf5',
    title: 'HDF5 with events',
    extensions: ['.h5', '.hdf5'],
    matches: isHdf5,
    decode: null,
  },
  {
    format: 'npz',
    title: 'NumPy archives of events',
    extensions: ['.npz'],
    matches: isNpz,
    decode: null,
  },
  {
    format: 'mat',
    title: 'MATLAB files of events',
    extensions: ['.mat'],
    matches: isMat5,
    decode: null,
  },
  {
    format: 'evt2',
    title: 'Prophesee RAW, EVT 2.0',
    extensions: ['.raw'],
    matches: (bytes, name) => evtVersion(bytes, name) === 'evt2',
    decode: decodeEvt2,
  },
  {
    format: 'evt21',
    title: 'Prophesee RAW, EVT 2.1',
    extensions: ['.raw'],
    matches: (bytes, name) => evtVersion(bytes, name) === 'evt21',
    decode: decodeEvt21,
  },
  {
    format: 'evt3',
    title: 'Prophesee RAW, EVT 3.0',
    extensions: ['.raw'],
    matches: (bytes, name) => evtVersion(bytes, name) === 'evt3',
    decode: decodeEvt3,
  },
  {
    format: 'dat',
    title: 'ATIS and Prophesee DAT',
    extensions: ['.dat'],
    matches: isDatHeader,
    decode: decodeDat,
  },
  {
    format: 'npy',
    title: 'NumPy arrays of events',
    extensions: ['.npy'],
    matches: isNpyEvents,
    decode: decodeNpyEvents,
  },
  {
    format: 'text',
    title: 'text and CSV with t, x, y, p',
    extensions: ['.csv', '.txt'],
    sharedExtensions: true,
    matches: isEventText,
    decode: decodeEventText,
  },
  {
    // After text: tables of events may begin with # lines as well, and a missing version means 1.0.
    format: 'aedat1',
    title: 'AEDAT 1.0',
    extensions: ['.dat'],
    matches: (bytes, name) =>
      startsWith(bytes, 0, '#!AER-DAT1.') ||
      (/\.(dat|aedat)$/.test(name) && readAedatHeader(bytes)?.version === '1.0'),
    decode: decodeAedat1,
  },
  {
    format: 'nmnist-bin',
    title: 'N-MNIST and N-Caltech101 records',
    extensions: ['.bin'],
    decode: decodeNmnistBin,
  },
  { format: 'slayer-bs1', title: 'SLAYER 1-D', extensions: ['.bs1'], decode: decodeSlayerBs1 },
  { format: 'slayer-bs2', title: 'SLAYER 2-D', extensions: ['.bs2'], decode: decodeNmnistBin },
  { format: 'slayer-bs3', title: 'SLAYER 3-D', extensions: ['.bs3'], decode: decodeSlayerBs3 },
];
