/** One hue and one symbol per system, one hue per memory level; the same in every chart, table and legend. */
import { LEVELS, type Level, type SystemName, type Usage } from '../../../engine/contract/index.ts';
import type { Tokens } from '../design/tokens.ts';
import { mix } from './sequential.ts';
import { systemTexts } from '../texts/systems.ts';

export type DataHue = 'green' | 'amber' | 'sky' | 'blue' | 'verm' | 'purple' | 'grey';

export interface SystemStyle {
  readonly label: string;
  /** One letter under its bar. */
  readonly letter: string;
  readonly hue: DataHue;
  /** ECharts symbol name. */
  readonly symbol: string;
  /** The same symbol as a path in a 12 × 12 box, for tables and legends. */
  readonly path: string;
  /** Symbol size in pixels that looks equal to the others. */
  readonly size: number;
}

/** Reading order of legends, tables and bar groups: baselines first. */
export const SYSTEM_ORDER: readonly SystemName[] = [
  'dense-is',
  'dense-ws',
  'dense-os',
  'serial-dense',
  'serial',
  'manycore',
  'hybrid',
  'spinalflow',
  'ptb',
  'spikex',
];

export const SYSTEM_STYLES: Readonly<Record<SystemName, SystemStyle>> = {
  'serial-dense': {
    get label() {
      return systemTexts.serialDense;
    },
    letter: 'D',
    hue: 'grey',
    symbol: 'rect',
    path: 'M2 2h8v8H2z',
    size: 8,
  },
  serial: {
    get label() {
      return systemTexts.serial;
    },
    letter: 'S',
    hue: 'blue',
    symbol: 'path://M1 1.5h10L6 10.5z',
    path: 'M1 1.5h10L6 10.5z',
    size: 10,
  },
  ptb: {
    label: 'PTB',
    letter: 'P',
    hue: 'amber',
    symbol: 'triangle',
    path: 'M6 1.5 11 10.5H1z',
    size: 10,
  },
  spikex: {
    label: 'SpikeX',
    letter: 'X',
    hue: 'green',
    symbol: 'circle',
    path: 'M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9z',
    size: 9,
  },
  spinalflow: {
    label: 'SpinalFlow',
    letter: 'F',
    hue: 'sky',
    symbol: 'path://M6 1 11 6 6 11 1 6z',
    path: 'M6 1 11 6 6 11 1 6z',
    size: 11,
  },
  hybrid: {
    get label() {
      return systemTexts.hybrid;
    },
    letter: 'H',
    hue: 'purple',
    symbol: 'path://M6 1 11 4.8 9.1 10.7H2.9L1 4.8z',
    path: 'M6 1 11 4.8 9.1 10.7H2.9L1 4.8z',
    size: 11,
  },
  manycore: {
    get label() {
      return systemTexts.manyCore;
    },
    letter: 'M',
    hue: 'verm',
    symbol: 'path://M3.5 1.6h5L11 6l-2.5 4.4h-5L1 6z',
    path: 'M3.5 1.6h5L11 6l-2.5 4.4h-5L1 6z',
    size: 11,
  },
  'dense-os': {
    get label() {
      return systemTexts.denseOs;
    },
    letter: 'O',
    hue: 'grey',
    symbol: 'path://M4.5 1h3v3.5H11v3H7.5V11h-3V7.5H1v-3h3.5z',
    path: 'M4.5 1h3v3.5H11v3H7.5V11h-3V7.5H1v-3h3.5z',
    size: 11,
  },
  'dense-ws': {
    get label() {
      return systemTexts.denseWs;
    },
    letter: 'W',
    hue: 'grey',
    symbol: 'path://M1 3.1 3.1 1 6 3.9 8.9 1 11 3.1 8.1 6 11 8.9 8.9 11 6 8.1 3.1 11 1 8.9 3.9 6z',
    path: 'M1 3.1 3.1 1 6 3.9 8.9 1 11 3.1 8.1 6 11 8.9 8.9 11 6 8.1 3.1 11 1 8.9 3.9 6z',
    size: 11,
  },
  'dense-is': {
    get label() {
      return systemTexts.denseIs;
    },
    letter: 'I',
    hue: 'grey',
    symbol: 'path://M1 1.5h10L7 6l4 4.5H1L5 6z',
    path: 'M1 1.5h10L7 6l4 4.5H1L5 6z',
    size: 11,
  },
};

/** From the arithmetic unit outwards; stacks are drawn in this order. */
export const LEVEL_HUES: Readonly<Record<Level, DataHue>> = {
  ALU: 'green',
  RF: 'amber',
  LBUF: 'sky',
  GLB: 'blue',
  DRAM: 'verm',
};

export const LEVEL_PARTS = LEVELS.map((level) => ({ id: level, name: level, hue: LEVEL_HUES[level] }));

/** What the bytes and additions are for. The ALU keeps its hue. */
export const USAGE_HUES: Readonly<Record<Usage, DataHue>> = {
  weight: 'purple',
  spike: 'sky',
  psum: 'grey',
  alu: 'green',
};

export const systemsInOrder = (systems: Iterable<SystemName>): SystemName[] => {
  const present = new Set(systems);
  return SYSTEM_ORDER.filter((system) => present.has(system));
};

/** Lines and points: at least 3:1 on the panel. */
export function dataColor(tokens: Tokens, hue: DataHue): string {
  const colors: Record<DataHue, string> = {
    green: tokens.dGreen,
    amber: tokens.dAmber,
    sky: tokens.dSky,
    blue: tokens.dBlue,
    verm: tokens.dVerm,
    purple: tokens.dPurple,
    grey: tokens.dGrey,
  };
  return colors[hue];
}

/** Fills: lighter, always next to a label or a separator; a tint below 1 fades towards the panel. */
export function fillColor(tokens: Tokens, hue: DataHue, tint = 1): string {
  const colors: Record<DataHue, string> = {
    green: tokens.fGreen,
    amber: tokens.fAmber,
    sky: tokens.fSky,
    blue: tokens.fBlue,
    verm: tokens.fVerm,
    purple: tokens.fPurple,
    grey: tokens.fGrey,
  };
  return tint < 1 ? mix(tokens.panel, colors[hue], tint) : colors[hue];
}
