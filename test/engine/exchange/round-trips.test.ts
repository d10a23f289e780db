// What leaves for other tools comes back the same: networks as SCALE-Sim tables, energy tables as ERT, spikes as npy.
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import { memoriesOf, planSimulation, siliconOf, simulateNetwork } from '../../../engine/sim/index.ts';
import { parseAccelergy } from '../../../engine/exchange/accelergy.ts';
import { accelergyErt } from '../../../engine/exchange/accelergy-out.ts';
import { spikesFromNpy, spikesToNpy } from '../../../engine/exchange/npy.ts';
import { scalesimBandwidthReport, scalesimComputeReport } from '../../../engine/exchange/scalesim-reports.ts';
import { networkFromScalesim, scalesimCfg, scalesimTopology } from '../../../engine/exchange/scalesim.ts';
import { timeloopArchitecture, timeloopProblem } from '../../../engine/exchange/timeloop.ts';
import { Random } from '../../../engine/math/random.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { mutated } from '../../support/mutate.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { presetNetwork, presetTable } from '../../support/presets.ts';
import { times } from '../../support/soak.ts';

const NETWORKS = ['nmnist', 'nmnist-small', 'dvsg-medium', 'dvsg-large'];
const topologyOf = (name: string): string => valueOf(scalesimTopology(presetNetwork(name)));

describe('SCALE-Sim', () => {
  it('writes a padded map and a 1 x 1 convolution for a fully connected layer', () => {
    const [head, , second, ...rest] = topologyOf('dvsg-large').split('\n');
    expect(head).toBe(
      'Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,',
    );
    // CONV2: 16 -> 8 with a 3 x 3 kernel, stride 2, pad 1: 16 + 2
    expect(second).toMatch(/^CONV2, 18, 18, 3, 3, 32, 64, 2,$/);
    expect(rest.find((line) => line.startsWith('FC1'))).toBe('FC1, 1, 1, 1, 1, 2048, 256, 1,');
  });

  it.each(NETWORKS)('%s comes back the same with its cfg', (name) => {
    const network = presetNetwork(name);
    const cfg = { text: scalesimCfg(DEFAULT_ARCH_CONFIG, network), file: 'a.cfg' };
    const again = valueOf(networkFromScalesim({ text: topologyOf(name), file: 'a.csv' }, cfg));
    expect(again).toEqual(network);
  });

  it.each(NETWORKS)('%s keeps its layers without it, and says what was assumed', (name) => {
    const outcome = networkFromScalesim({ text: topologyOf(name), file: 'a.csv' }, null);
    const { layers } = presetNetwork(name);
    const [first, ...others] = valueOf(outcome).layers;
    expect(others).toEqual(layers.slice(1));
    expect(first.H).toBe(layers[0].H + 2 * layers[0].pad);
    expect(messagesOf(outcome)[0]).toContain('a.csv: says nothing of steps, neurons and padding');
  });

  it('writes the array and the buffers', () => {
    const text = scalesimCfg(DEFAULT_ARCH_CONFIG, presetNetwork('nmnist'));
    expect(text).toContain('ArrayHeight: 8\nArrayWidth: 8\nIfmapSramSzkB: 27\nFilterSramSzkB: 27\n');
    expect(text).toContain('Bandwidth: 150\n'); // 30 GB/s at 200 MHz
  });

  it.each([
    ['nothing', '', 'a.csv: must have a line of names and 1 to 256 layers (got 0); give a topology CSV'],
    ['too few columns', 'h\nA, 3, 3,\n', 'a.csv line 2: must have 8 values between commas (got 4); see '],
    ['a fraction', 'h\nA, 3, 3, 1.5, 1, 1, 1, 1,\n', 'must have whole numbers, 1 to 1000000, after the name'],
    ['an oblong map', 'h\nA, 3, 4, 1, 1, 1, 1, 1,\n', 'must have square maps and kernels (got 3, 4, 1, 1)'],
    ['a kernel beyond the map', 'h\nA, 3, 3, 5, 5, 1, 1, 1,\n', 'a.csv'],
  ])('refuses %s', (_, text, message) => {
    const outcome = networkFromScalesim({ text, file: 'a.csv' }, null);
    expect(outcome.ok).toBe(false);
    expect(messagesOf(outcome).join('\n')).toContain(message);
  });

  it('refuses the cfg of another network', () => {
    const cfg = { text: scalesimCfg(DEFAULT_ARCH_CONFIG, presetNetwork('nmnist')), file: 'a.cfg' };
    const outcome = networkFromScalesim({ text: topologyOf('nmnist-small'), file: 'a.csv' }, cfg);
    expect(messagesOf(outcome)[0]).toContain('must be the topology of the network in the cfg');
  });

  it('reads or refuses 2,000 damaged tables without throwing', () => {
    const random = new Random(4);
    const whole = new TextEncoder().encode(topologyOf('nmnist'));
    let refused = 0;
    for (let run = 0; run < times(2000, 50_000); run++) {
      const text = new TextDecoder().decode(mutated(whole, random));
      if (!networkFromScalesim({ text, file: 'a.csv' }, null).ok) refused++;
    }
    expect(refused).toBeGreaterThan(300);
  });

  it('reports cycles, utilisation and bytes per cycle in its columns', () => {
    const network = presetNetwork('nmnist-small');
    const plan = valueOf(
      planSimulation({
        network,
        systems: ['spikex'],
        tws: [3],
        arch: DEFAULT_ARCH_CONFIG,
        energy: presetTable('paper'),
      }),
    );
    const [report] = simulateNetwork(plan, randomInputs(network, 'random', 0.02, 1));
    const [head, first] = scalesimComputeReport(report).split('\n');
    expect(head).toBe(
      'LayerID, Total Cycles, Stall Cycles, Overall Util %, Mapping Efficiency %, Compute Util %,',
    );
    const [id, cycles, , overall] = first.split(',').map(Number);
    expect([id, cycles]).toEqual([0, Math.round(report.layers[0].cycles)]);
    expect(overall).toBeCloseTo(
      (100 * (report.layers[0].counts['ALU.alu'] ?? 0)) / (report.layers[0].cycles * 64),
      9,
    );
    const [, bandwidth] = scalesimBandwidthReport(report).split('\n');
    expect(Number(bandwidth.split(',')[5]) * report.layers[0].cycles).toBeCloseTo(
      report.layers[0].counts['DRAM.weight'] ?? 0,
      6,
    );
  });
});

describe('Accelergy', () => {
  it.each(['paper', 'cacti-32nm'])('%s gives the same prices again', (name) => {
    const table = presetTable(name);
    const memories = memoriesOf('spikex', presetNetwork('nmnist'), DEFAULT_ARCH_CONFIG);
    const silicon = siliconOf(memories, table);
    const outcome = parseAccelergy(accelergyErt(table, silicon), `${name}.yaml`);
    const { aluPj, rfPjPerByte, lbufPjPerByte, glbPjPerByte, dramPjPerByte } = table;
    expect(valueOf(outcome)).toMatchObject({
      aluPj,
      rfPjPerByte,
      lbufPjPerByte,
      glbPjPerByte,
      dramPjPerByte,
    });
  });

  it('writes the areas of the memories, one of each, in um2', () => {
    const network = presetNetwork('nmnist');
    const silicon = siliconOf(memoriesOf('spikex', network, DEFAULT_ARCH_CONFIG), presetTable('cacti-32nm'));
    const text = accelergyErt(presetTable('cacti-32nm'), silicon);
    const glb = silicon?.parts.find(({ part }) => part === 'GLB');
    expect(text).toContain(`    - name: system.chip.glb\n      area: ${(glb?.areaMm2 ?? 0) * 1e6}\n`);
  });
});

describe('npy', () => {
  it('spikes come back the same', () => {
    const [spikes] = randomInputs(presetNetwork('nmnist'), 'bursty', 0.05, 3);
    const bytes = spikesToNpy(spikes);
    expect(valueOf(spikesFromNpy(bytes, 'a.npy'))).toEqual(spikes);
    expect((bytes.length - 30 * 2 * 34 * 34) % 64).toBe(0);
  });
});

describe('Timeloop v0.4', () => {
  it('writes the nodes with their tags', () => {
    const text = timeloopArchitecture(DEFAULT_ARCH_CONFIG);
    expect(text).toContain('architecture:\n  version: 0.4\n  nodes:\n    - !Container\n      name: system\n');
    expect(text).toContain('    - !Component\n      name: glb\n      class: SRAM\n');
    expect(text).toContain('depth: 6912\n'); // 54 KB / 8 B
    expect(text).toContain('spatial:\n        meshX: 8\n        meshY: 8\n');
  });

  it('writes a layer as a seven-dimensional convolution, time in the batch', () => {
    const text = timeloopProblem(presetNetwork('nmnist').layers[1], 30);
    const instance = text.slice(text.indexOf('instance:')).replace(/\s+/g, ' ').trim();
    // CONV2: 12 -> 32 channels, 3 x 3, 14 x 14, T 30
    expect(instance).toBe('instance: C: 12 M: 32 R: 3 S: 3 N: 30 P: 14 Q: 14 Wstride: 1 Hstride: 1');
  });
});
