/**
 * SCALE-Sim (v2 and v3): a network as topology CSV (Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width,
 * Channels, Num Filter, Strides, every line ending in a comma) and back, an accelerator as cfg. Its tables know neither
 * padding nor time: an input map is written with its padding, and what a topology cannot say (padding, steps, neuron, classes)
 * stands in a section [spikex] of the cfg, which SCALE-Sim passes over. Without it, padding follows from the map below, and
 * steps and neuron are defaults, said as warnings. An fc layer is a 1 x 1 convolution on a 1 x 1 map.
 * Left out: pooling, residual and recurrent layers (refused by name), GEMM topologies, sparsity columns, memory offsets.
 */
import { accept, errorAt, refuse, warningAt } from '../contract/index.ts';
import type { ArchConfig, Issue, LayerSpec, NetworkSpec, Outcome } from '../contract/index.ts';
import { shown } from '../math/field-reader.ts';
import { parseNetwork } from '../workload/network.ts';

const COLUMNS = [
  'Layer name',
  'IFMAP Height',
  'IFMAP Width',
  'Filter Height',
  'Filter Width',
  'Channels',
  'Num Filter',
  'Strides',
] as const;
const SECTION = '[spikex]';
const MOST_LETTERS = 2 ** 20;
const MOST_LAYERS = 256;

/** network: only conv and fc layers in a chain. */
export function scalesimTopology(network: NetworkSpec): Outcome<string> {
  const odd = network.layers.filter(
    ({ kind, add, recurrent }) => kind === 'pool' || add !== undefined || recurrent === true,
  );
  if (odd.length)
    return refuse(
      ...odd.map(({ name }) =>
        errorAt(
          `layers ${name}`,
          'scalesim/layer',
          'must be a convolution or fully connected layer in a chain (got pooling, a residual or a recurrent one); SCALE-Sim has no other',
        ),
      ),
    );
  const lines = network.layers.map(({ name, H, E, C, M, stride, pad }) =>
    [name, H + 2 * pad, H + 2 * pad, E, E, C, M, stride].join(', '),
  );
  return accept([COLUMNS.join(', '), ...lines].map((line) => `${line},\n`).join(''));
}

/** Output stationary, with the array and buffers of `arch`; the [spikex] section makes the way back exact. */
export function scalesimCfg(arch: ArchConfig, network: NetworkSpec): string {
  const kb = (bytes: number): number => Math.max(1, Math.round(bytes / 1024));
  const { weightFraction } = arch.buffers;
  const { layers, ...rest } = network;
  const beside = {
    ...rest,
    layers: layers.map(({ kind, pad, R, ...layer }) => ({ ...layer, kind, pad, R })),
  };
  return [
    '[general]',
    `run_name = ${network.name}`,
    '',
    '[architecture_presets]',
    `ArrayHeight: ${arch.array.rows}`,
    `ArrayWidth: ${arch.array.cols}`,
    `IfmapSramSzkB: ${kb(arch.glb.bytes * (1 - weightFraction))}`,
    `FilterSramSzkB: ${kb(arch.glb.bytes * weightFraction)}`,
    `OfmapSramSzkB: ${kb(arch.lbuf.bytes)}`,
    'IfmapOffset: 0',
    'FilterOffset: 10000000',
    'OfmapOffset: 20000000',
    'Dataflow: os',
    `Bandwidth: ${Math.max(1, Math.round((arch.dram.gbPerSecond * 1000) / arch.clockMhz))}`,
    'MemoryBanks: 1',
    '',
    '[run_presets]',
    'InterfaceBandwidth: CALC',
    '',
    SECTION,
    `network: ${JSON.stringify(beside)}`,
    '',
  ].join('\n');
}

export interface ScalesimText {
  readonly text: string;
  /** Shown in front of issues. */
  readonly file: string;
}

/** cfg: null where there is none. */
export function networkFromScalesim(topology: ScalesimText, cfg: ScalesimText | null): Outcome<NetworkSpec> {
  const rows = rowsOf(topology);
  if (!rows.ok) return rows;
  const beside = cfg ? besideOf(cfg) : null;
  if (beside) return beside.ok ? joined(rows.value, beside.value, topology.file) : beside;
  const layers = rows.value.map((row, i) => layerOf(row, i > 0 ? rows.value[i - 1] : null));
  const [first] = layers;
  const last = layers[layers.length - 1];
  const name = topology.file.replace(/\.csv$/i, '');
  const assumed = warningAt(
    topology.file,
    'scalesim/assumed',
    'says nothing of steps, neurons and padding of the first layer: 4 steps, LIF with leak 0.9 and threshold 1 and no padding are taken; give the cfg that was written beside it, or change them',
  );
  const network = parseNetwork(
    {
      schema: 'spikex-network/1',
      name,
      title: name,
      description: 'Read from a SCALE-Sim topology',
      source: topology.file,
      timesteps: 4,
      input: { width: first.H, height: first.H, channels: first.C },
      neuron: { model: 'lif', leak: 0.9, threshold: 1, reset: 'zero' },
      classes: Array.from({ length: last.M }, (_, i) => String(i)),
      layers,
    },
    topology.file,
  );
  return network.ok ? accept(network.value, [assumed, ...network.warnings]) : network;
}

interface Row {
  readonly name: string;
  readonly side: number;
  readonly kernel: number;
  readonly channels: number;
  readonly filters: number;
  readonly stride: number;
}

function rowsOf({ text, file }: ScalesimText): Outcome<readonly Row[]> {
  const issues: Issue[] = [];
  const bad = (at: string, message: string): void => void issues.push(errorAt(at, 'scalesim/row', message));
  if (text.length > MOST_LETTERS)
    bad(file, `must be at most 1 MiB (got ${text.length} B); give a topology CSV`);
  const [, ...lines] = issues.length ? [] : text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  if (!issues.length && (lines.length === 0 || lines.length > MOST_LAYERS))
    bad(
      file,
      `must have a line of names and 1 to ${MOST_LAYERS} layers (got ${lines.length}); give a topology CSV`,
    );
  const rows = (issues.length ? [] : lines).map((line, i): Row => {
    const at = `${file} line ${i + 2}`;
    const cells = line.split(',').map((cell) => cell.trim());
    const numbers = cells.slice(1, COLUMNS.length).map(Number);
    if (cells.length < COLUMNS.length)
      bad(
        at,
        `must have ${COLUMNS.length} values between commas (got ${cells.length}); see ${COLUMNS.join(', ')}`,
      );
    else if (numbers.some((value) => !Number.isInteger(value) || value < 1 || value > 1e6))
      bad(
        at,
        `must have whole numbers, 1 to 1000000, after the name (got ${shown(line.trim())}); correct them`,
      );
    else if (numbers[0] !== numbers[1] || numbers[2] !== numbers[3])
      bad(
        at,
        `must have square maps and kernels (got ${numbers.slice(0, 4).join(', ')}); SpikeX has no others`,
      );
    const [side, , kernel, , channels, filters, stride] = numbers;
    return { name: cells[0] || `L${i + 1}`, side, kernel, channels, filters, stride };
  });
  return issues.length ? refuse(...issues) : accept(rows);
}

const outputSide = ({ side, kernel, stride }: Row): number => Math.floor((side - kernel) / stride) + 1;

/** Padding fills the difference to the map below; an fc layer takes all of it. */
function layerOf(row: Row, below: Row | null): LayerSpec {
  const { name, side, kernel, channels: C, filters: M, stride } = row;
  if (side === 1 && kernel === 1) return { name, kind: 'fc', H: 1, R: 1, E: 1, C, M, stride: 1, pad: 0 };
  const H = below ? Math.min(side, outputSide(below)) : side;
  const pad = Math.floor((side - H) / 2);
  return { name, kind: 'conv', H, R: outputSide(row), E: kernel, C, M, stride, pad };
}

/** The network as [spikex] keeps it; null where there is no such section. */
function besideOf({ text, file }: ScalesimText): Outcome<unknown> | null {
  if (text.length > MOST_LETTERS)
    return refuse(errorAt(file, 'scalesim/cfg', `must be at most 1 MiB (got ${text.length} B)`));
  const section = text.split(/^\[spikex\]\s*$/m)[1];
  const line = section?.match(/^network:\s*(.*)$/m)?.[1];
  if (line === undefined) return null;
  try {
    const value: unknown = JSON.parse(line);
    return accept(value);
  } catch {
    return refuse(
      errorAt(
        `${file} ${SECTION}`,
        'scalesim/cfg',
        'must hold the network as it was written; export it again',
      ),
    );
  }
}

/** The table must be of that network. */
function joined(rows: readonly Row[], beside: unknown, file: string): Outcome<NetworkSpec> {
  const network = parseNetwork(beside, file);
  if (!network.ok) return network;
  const own = scalesimTopology(network.value);
  const again = own.ok ? rowsOf({ text: own.value, file }) : own;
  if (again.ok && JSON.stringify(again.value) === JSON.stringify(rows)) return network;
  return refuse(
    errorAt(
      file,
      'scalesim/other',
      'must be the topology of the network in the cfg (got other layers); leave the cfg out',
    ),
  );
}
