/**
 * The configuration keys of the systems with a machine of their own, with defaults from their publications
 * (docs/systems.md): SpinalFlow (ISCA 2020), a many-core chip of the Loihi class (Davies et al., IEEE Micro 38(1),
 * 2018, Table 2: pre-silicon figures), the hybrid core (Aliyev et al., arXiv:2411.15409 and its hardware sources).
 * Energies of operations: Horowitz, ISSCC 2014 (45 nm): int16 add 0.05 pJ, int8 multiply 0.2 pJ.
 */
import type { ArchConfig } from '../contract/index.ts';
import type { NumberRule } from '../math/field-reader.ts';
import type { ArchField, ArchValue } from './fields.ts';

const count = (most: number, advice: string): NumberRule => ({ integer: true, least: 1, most, advice });
const amount = (most: number, advice: string): NumberRule => ({ least: 0, most, advice });
const MOST_BYTES = 2 ** 40;

const counted = (key: string, fallback: number, most: number, meaning: string): ArchField => ({
  key,
  fallback,
  meaning,
  number: count(most, `${fallback} is the default`),
});
const measured = (key: string, fallback: number, meaning: string): ArchField => ({
  key,
  fallback,
  meaning,
  number: amount(1e9, `${fallback} is the default`),
});

const weighed = (key: string, fallback: number, meaning: string): ArchField => ({
  key,
  fallback,
  meaning,
  number: { least: 0, above: true, most: 1e6, advice: `${fallback} is the default` },
});

/** auto, or numbers of neural cores separated by commas. */
const UNROLL = { test: /^(auto|[1-9]\d{0,4}(,[1-9]\d{0,4})*)$/, form: 'auto, 4 or 1,4,2' };

export const SYSTEM_FIELDS: readonly ArchField[] = [
  weighed('alu.accumulate', 1, 'cost of one accumulation, in accumulations of the energy table (fp32: 18)'),
  weighed('alu.mac', 5, 'cost of one multiply-accumulate, in accumulations of the energy table (fp32: 92)'),
  counted('spinalflow.pes', 128, 65_536, 'SpinalFlow: neurons of one tile'),
  counted(
    'spinalflow.filterBytes',
    576 * 1024,
    MOST_BYTES,
    'SpinalFlow: capacity of the filter buffer, bytes',
  ),
  {
    key: 'spinalflow.repeat',
    fallback: 'count',
    meaning: 'SpinalFlow: input neurons that fire more than once: work on every spike, or refuse',
    choices: ['count', 'refuse'],
  },
  counted('manycore.neuronsPerCore', 1024, 1_000_000, 'many-core: neurons per core'),
  counted('manycore.synapseBytes', 128 * 1024, MOST_BYTES, 'many-core: synapse memory per core, bytes'),
  counted(
    'manycore.axonsPerCore',
    4096,
    10_000_000,
    'many-core: different input neurons that reach one core',
  ),
  counted('manycore.cores', 128, 1_000_000, 'many-core: cores'),
  counted('manycore.coresPerTile', 4, 1024, 'many-core: cores that share a router'),
  counted('manycore.meshWidth', 8, 1024, 'many-core: tiles in a row of the mesh'),
  counted('manycore.spikeBits', 32, 1024, 'many-core: bits of a spike message'),
  measured('manycore.synapseNs', 3.5, 'many-core: time of a synaptic operation, ns'),
  measured('manycore.activeNs', 8.4, 'many-core: time of a neuron update with input, ns'),
  measured('manycore.inactiveNs', 5.3, 'many-core: time of a neuron update without input, ns'),
  measured('manycore.tileNs', 2.1, 'many-core: time of a spike within its tile, ns'),
  measured('manycore.hopXNs', 4.1, 'many-core: time of a hop to the tile beside, ns'),
  measured('manycore.hopYNs', 6.5, 'many-core: time of a hop to the tile above or below, ns'),
  measured('manycore.barrierNs', 465, 'many-core: time of the barrier after each step, ns'),
  measured('manycore.tickUs', 0, 'many-core: least duration of a step, us (TrueNorth: 1000)'),
  measured('manycore.synapsePj', 23.6, 'many-core: published energy of a synaptic operation, pJ'),
  measured('manycore.activePj', 81, 'many-core: published energy of a neuron update with input, pJ'),
  measured('manycore.inactivePj', 52, 'many-core: published energy of a neuron update without input, pJ'),
  measured('manycore.tilePj', 1.7, 'many-core: published energy of a spike within a tile, pJ'),
  measured('manycore.hopXPj', 3, 'many-core: published energy of a hop to the tile beside, pJ'),
  measured('manycore.hopYPj', 4, 'many-core: published energy of a hop to the tile above or below, pJ'),
  {
    key: 'hybrid.input',
    fallback: 'auto',
    meaning:
      'hybrid: direct = pixel values into the dense core; events = every layer is event-driven; auto = by the network',
    choices: ['auto', 'events', 'direct'],
  },
  {
    key: 'hybrid.unroll',
    fallback: 'auto',
    meaning: 'hybrid: neural cores per event-driven layer (divides M): auto, one number, or one per layer',
    text: UNROLL,
  },
  counted('hybrid.cores', 64, 1_000_000, 'hybrid: neural cores that unroll = auto may spend'),
  counted('hybrid.denseCols', 1, 65_535, 'hybrid: columns (output channels at a time) of the dense core'),
  counted(
    'hybrid.encoderChunks',
    4,
    1_000_000,
    'hybrid: parts of a spike map that the encoder takes one by one',
  ),
  {
    key: 'hybrid.weights',
    fallback: 'onchip',
    meaning: 'hybrid: weights stay on chip, or come from DRAM for each batch',
    choices: ['onchip', 'dram'],
  },
  {
    key: 'dense.time',
    fallback: 'folded',
    meaning:
      'dense arrays: all steps as one product, one product per step, or one product of multi-bit values',
    choices: ['folded', 'step', 'once'],
  },
];

const GROUPS = ['alu', 'spinalflow', 'manycore', 'hybrid', 'dense'] as const;
export type SystemGroups = Pick<ArchConfig, (typeof GROUPS)[number]>;

/** Values are checked against `SYSTEM_FIELDS`, which has one entry for every key of the groups. */
export function systemGroupsFrom(values: ReadonlyMap<string, ArchValue>): SystemGroups {
  const group = (name: string): Record<string, unknown> => {
    const fields = SYSTEM_FIELDS.filter((field) => field.key.startsWith(`${name}.`));
    return Object.fromEntries(fields.map(({ key }) => [key.slice(name.length + 1), values.get(key)]));
  };
  return Object.fromEntries(GROUPS.map((name) => [name, group(name)])) as unknown as SystemGroups;
}

/** In the order of `SYSTEM_FIELDS`. */
export function flatSystemGroups(config: SystemGroups): [string, ArchValue][] {
  const flat = new Map<string, ArchValue>(
    GROUPS.flatMap((name) =>
      Object.entries<ArchValue>({ ...config[name] }).map(
        ([key, value]) => [`${name}.${key}`, value] as const,
      ),
    ),
  );
  return SYSTEM_FIELDS.map(({ key }) => [key, flat.get(key) ?? null]);
}
