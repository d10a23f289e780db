/** The words of the playback of a layer's schedule, on the Hardware page. */
import { inLanguage, type Translation } from './language.ts';
import { playbackZh } from './zh/playback.ts';

const en = {
  title: 'Playback',
  sub: (layer: string, system: string, tws: string) => `${layer} on ${system}, TWS ${tws}`,
  command: 'Play the schedule back on the PE array',
  playLayer: (layer: string, system: string) => `Play ${layer} back on ${system}`,
  system: 'System',
  layer: 'Layer',
  colour: 'Colour',
  colours: { spikes: 'Spikes', window: 'Window', position: 'Position' },
  colourHelp: {
    spikes: 'Spikes that a PE adds in this pass, of all that it could',
    window: 'Time window of the NTWU in each PE, early to late',
    position: 'Output position of the NTWU in each PE, first to last',
  },
  expand: 'Use the whole middle',
  shrink: 'Show the block picture, too',
  fromDrafts: 'the drafts of this page',
  fromRun: (name: string) => `from ${name}`,
  follow: 'Follow the drafts',
  laying: 'Laying the schedule out',
  cancel: 'Cancel',
  start: 'To the start',
  end: 'To the end',
  back: 'One step back',
  forward: 'One step on',
  stageBack: 'To the stage before',
  stageForward: 'To the next stage',
  play: 'Play',
  pause: 'Pause',
  speed: 'Speed',
  perSecond: (cycles: string) => `${cycles} cycles/s`,
  step: (at: string, of: string) => `step ${at} of ${of}`,
  cycle: (at: string, of: string) => `cycle ${at} of ${of}`,
  whole: 'Whole layer',
  closer: 'Closer',
  farther: 'Farther',
  array: (rows: string, cols: string) =>
    `PE array, ${rows} rows of output channels, ${cols} columns of NTWUs`,
  rowTile: (at: string, of: string, from: string, to: string) =>
    `row tile ${at} of ${of}: channels ${from} to ${to}`,
  channel: (at: string) => `input channel ${at}`,
  input: (at: string) => `input ${at}`,
  allChannels: 'all input channels',
  does: {
    pass: (what: string) => `integrates ${what}`,
    update: 'updates the potentials',
    drain: 'fills and drains',
    wait: 'waits for memory',
    silent: 'Nothing fires: the array has no work and only waits for its loads.',
  },
  pe: (row: string, col: string) => `PE ${row}, ${col}`,
  holds: (channel: string, position: string, window: string, from: string, to: string) =>
    `output channel ${channel} at ${position}, window ${window} (steps ${from} to ${to})`,
  holdsNothing: 'idle in this step',
  noRow: 'no output channel in this row tile',
  adds: (spikes: string, of: string) => `adds ${spikes} of ${of} possible spikes`,
  updates: (steps: string) => `updates ${steps} potentials, one after another`,
  position: (y: string, x: string) => `(${y}, ${x})`,
  neuron: 'the neuron',
  column: (position: string, window: string) => `${position} w${window}`,
  map: 'Input map',
  mapOf: (channel: string) => `Input map of channel ${channel}, with the receptive fields of the columns`,
  raster: 'Input spikes',
  rasterOf: (inputs: string, steps: string) =>
    `${inputs} inputs over ${steps} steps; bands: windows in the columns`,
  time: 'step',
  leftOut: (count: string) => `${count} spikes are not drawn`,
  lanes: {
    does: 'Array',
    busy: 'Columns',
    lbuf: 'LBUF',
    glb: 'GLB',
    weights: 'Weights in',
  },
  laneHelp: {
    does: 'What the array does: integrate, update, drain, wait for memory',
    busy: 'Occupied columns',
    lbuf: 'Bytes in the local buffer: this stage and the next one',
    glb: 'Bytes in the global buffer: this stage, the next one, and the spikes kept for later row tiles',
    weights: 'Weight bytes per cycle from the local buffer into the rows',
  },
  legend: {
    integrate: 'integrates',
    update: 'updates',
    drain: 'fills and drains',
    wait: 'waits',
    idle: 'idle',
  },
  strips: 'The layer over its cycles',
  stripsHelp:
    'Click to go there. Wheel or + and − to look closer. Arrow keys step, with Shift by stages; Space plays.',
  of: (value: string, most: string) => `${value} of ${most}`,
  figures: (utilisation: string, stalls: string, passes: string) =>
    `${utilisation} of columns, ${stalls} of cycles waiting, ${passes} passes`,
};

export type PlaybackTexts = Translation<typeof en>;
export const playbackTexts = inLanguage(en, playbackZh);
