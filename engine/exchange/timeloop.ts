/**
 * Timeloop v0.4 inputs: an accelerator as architecture YAML (nodes with the tags !Container and !Component) and a layer as problem
 * YAML (a seven-dimensional convolution C, M, R, S, N, P, Q; time steps are folded into the batch N). Depth of a storage =
 * its bytes over its width; bandwidths in words per cycle.
 * Left out: mapper, constraints, sparse optimisations; windows, tags and tailoring, which Timeloop has no word for.
 */
import type { ArchConfig, LayerSpec } from '../contract/index.ts';
import { Tagged, writeYaml } from './yaml.ts';

const VERSION = 0.4;
const WORD_BITS = 64;

export function timeloopArchitecture(arch: ArchConfig): string {
  const datawidth = arch.bits.weight;
  const storage = (name: string, bytes: number, wordsPerCycle: number) =>
    new Tagged('!Component', {
      name,
      class: 'SRAM',
      attributes: {
        depth: Math.max(1, Math.floor((bytes * 8) / WORD_BITS)),
        width: WORD_BITS,
        datawidth,
        read_bandwidth: wordsPerCycle,
        write_bandwidth: wordsPerCycle,
      },
    });
  const words = (bytesPerCycle: number): number => (bytesPerCycle * 8) / datawidth;
  return writeYaml({
    architecture: {
      version: VERSION,
      nodes: [
        new Tagged('!Container', {
          name: 'system',
          attributes: { technology: '32nm', global_cycle_seconds: 1e-6 / arch.clockMhz },
        }),
        new Tagged('!Component', {
          name: 'dram',
          class: 'DRAM',
          attributes: {
            type: 'LPDDR4',
            width: WORD_BITS,
            datawidth,
            shared_bandwidth: words((arch.dram.gbPerSecond * 1000) / arch.clockMhz),
          },
        }),
        new Tagged('!Container', { name: 'chip' }),
        storage('glb', arch.glb.bytes, words(arch.glb.bytesPerCycle)),
        storage('lbuf', arch.lbuf.bytes, words(arch.glb.bytesPerCycle)),
        new Tagged('!Container', {
          name: 'PE',
          spatial: { meshX: arch.array.cols, meshY: arch.array.rows },
        }),
        new Tagged('!Component', {
          name: 'rf',
          class: 'storage',
          subclass: 'regfile',
          attributes: { depth: 8, width: arch.bits.psum, datawidth: arch.bits.psum },
        }),
        new Tagged('!Component', {
          name: 'alu',
          class: 'compute',
          subclass: 'intmac',
          attributes: { datawidth, adder_width: arch.bits.psum },
        }),
      ],
    },
  });
}

/** A dense convolution of every time step. */
export function timeloopProblem(layer: LayerSpec, timesteps: number): string {
  const { C, M, E, R, stride } = layer;
  const sop = (...terms: string[][]): string[][][] => terms.map((term) => [term]);
  return writeYaml({
    problem: {
      version: VERSION,
      shape: {
        name: 'CNN_Layer',
        dimensions: ['C', 'M', 'R', 'S', 'N', 'P', 'Q'],
        coefficients: [
          { name: 'Wstride', default: 1 },
          { name: 'Hstride', default: 1 },
          { name: 'Wdilation', default: 1 },
          { name: 'Hdilation', default: 1 },
        ],
        data_spaces: [
          { name: 'Weights', projection: sop(['C'], ['M'], ['R'], ['S']) },
          {
            name: 'Inputs',
            projection: [
              [['N']],
              [['C']],
              [
                ['R', 'Wdilation'],
                ['P', 'Wstride'],
              ],
              [
                ['S', 'Hdilation'],
                ['Q', 'Hstride'],
              ],
            ],
          },
          { name: 'Outputs', projection: sop(['N'], ['M'], ['Q'], ['P']), read_write: true },
        ],
      },
      instance: { C, M, R: E, S: E, N: timesteps, P: R, Q: R, Wstride: stride, Hstride: stride },
    },
  });
}
