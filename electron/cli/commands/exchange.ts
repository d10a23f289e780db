/** `exchange`: networks, accelerators, energy tables, spikes and reports in the forms of other tools. */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { applyArchOverrides } from '../../../engine/arch/arch.ts';
import {
  accept,
  DEFAULT_NETWORK,
  errorAt,
  refuse,
  type Outcome,
  type SpikeTensor,
} from '../../../engine/contract/index.ts';
import { accelergyErt } from '../../../engine/exchange/accelergy-out.ts';
import { spikesToNpy } from '../../../engine/exchange/npy.ts';
import { scalesimBandwidthReport, scalesimComputeReport } from '../../../engine/exchange/scalesim-reports.ts';
import { networkFromScalesim, scalesimCfg, scalesimTopology } from '../../../engine/exchange/scalesim.ts';
import { timeloopArchitecture, timeloopProblem } from '../../../engine/exchange/timeloop.ts';
import { memoriesOf, siliconOf } from '../../../engine/sim/index.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { fileIssue } from '../../data/file-issues.ts';
import { readBytes } from '../../data/read-bytes.ts';
import type { OpenWorkbench } from '../../host/workbench.ts';
import { together } from '../../resources/catalog.ts';
import { done, refused, type Command } from '../command.ts';
import { HARDWARE_OPTIONS, hardwareFrom, issuesOf } from '../hardware-options.ts';
import type { Arguments } from '../options.ts';
import { DATABASE_OPTION, follow, withWorkbench } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { spikeSourceFrom } from '../spike-source.ts';

const KINDS = ['scalesim', 'timeloop', 'ert', 'npy', 'reports', 'from-scalesim'] as const;
type Kind = (typeof KINDS)[number];

/** Name in the folder and content. */
type Files = ReadonlyMap<string, string | Uint8Array>;

export const exchange: Command = {
  name: 'exchange',
  summary: 'SCALE-Sim tables and reports, Timeloop v0.4, Accelergy ERT and npy out; SCALE-Sim in',
  usage: `${KINDS.join(' | ')} OUT [--network NAME] [--arch NAME] [--energy NAME] [options of simulate]`,
  example: 'exchange scalesim out/scalesim --network nmnist',
  options: {
    network: { kind: 'text', value: 'NAME or FILE', help: `network (default ${DEFAULT_NETWORK})` },
    topology: { kind: 'text', value: 'FILE.csv', help: 'from-scalesim: the topology' },
    cfg: {
      kind: 'text',
      value: 'FILE.cfg',
      help: 'from-scalesim: the cfg written beside it, for an exact way back',
    },
    ...HARDWARE_OPTIONS,
    spikes: { kind: 'text', value: 'SOURCE', help: 'reports, npy: as in simulate (default random:0.02)' },
    seed: { kind: 'integer', min: 0, max: 4_294_967_295, help: 'seed of random spikes (default 1)' },
    ...DATABASE_OPTION,
  },
  positionals: { least: 2, most: 2, names: `${KINDS.join(' | ')} and a folder OUT` },
  run: (args, terminal) =>
    withWorkbench(args, terminal, async (workbench) => {
      const [kind, out] = args.positionals;
      const known = KINDS.find((one) => one === kind);
      if (!known)
        return refused([
          errorAt('exchange', 'cli/kind', `must be ${KINDS.join(', ')} (got ${kind}); choose one`),
        ]);
      const files = await filesOf(known, args, workbench, terminal);
      if (!files.ok) return refused(files.issues);
      const written = await writeAll(resolve(out), files.value);
      if (!written.ok) return refused(written.issues);
      return done({ files: written.value }, written.value.join('\n'), files.warnings);
    }),
};

async function filesOf(
  kind: Kind,
  args: Arguments,
  workbench: OpenWorkbench,
  terminal: Terminal,
): Promise<Outcome<Files>> {
  if (kind === 'from-scalesim') return fromScalesim(args);
  const hardware = hardwareFrom(args);
  const spikes = spikeSourceFrom(args);
  if (!hardware.ok || !spikes.ok) return refuse(...issuesOf(hardware), ...issuesOf(spikes));
  const { catalog } = workbench;
  const name = args.text('network') ?? DEFAULT_NETWORK;
  const found = together(
    await catalog.networks.find(name, '--network'),
    together(
      await catalog.archs.find(hardware.value.arch, '--arch'),
      await catalog.tables.find(hardware.value.energy, '--energy'),
    ),
  );
  if (!found.ok) return found;
  const [network, [preset, table]] = found.value;
  const arch = applyArchOverrides(preset, hardware.value.archOverrides, '--set');
  if (!arch.ok) return arch;
  switch (kind) {
    case 'scalesim': {
      const topology = scalesimTopology(network);
      if (!topology.ok) return topology;
      return files([
        [`${network.name}.csv`, topology.value],
        [`${network.name}.cfg`, scalesimCfg(arch.value, network)],
      ]);
    }
    case 'timeloop':
      return files([
        ['architecture.yaml', timeloopArchitecture(arch.value)],
        ...network.layers
          .filter((layer) => layer.kind !== 'pool')
          .map((layer) => [`problem-${layer.name}.yaml`, timeloopProblem(layer, network.timesteps)] as const),
      ]);
    case 'ert':
      return files([
        [
          `${table.name}.yaml`,
          accelergyErt(table, siliconOf(memoriesOf('spikex', network, arch.value), table)),
        ],
      ]);
    case 'npy': {
      if (spikes.value.kind !== 'random' && spikes.value.kind !== 'bursty')
        return refuse(
          errorAt(
            '--spikes',
            'cli/npy',
            `must be random:RATE or bursty:RATE (got ${spikes.value.kind}); recorded ones are in the activity file`,
          ),
        );
      const inputs = randomInputs(network, spikes.value.kind, spikes.value.rate, spikes.value.seed);
      return files(
        inputs.map((one: SpikeTensor, i) => [`${network.layers[i].name}.npy`, spikesToNpy(one)] as const),
      );
    }
    case 'reports': {
      const spec = { network: name, spikes: spikes.value, ...hardware.value };
      const answer = await follow(workbench, terminal, workbench.host.handlers['simulate.run']({ spec }));
      if (!answer.ok) return answer;
      return files(
        answer.value.systems.flatMap((report) => [
          [`${report.system}-COMPUTE_REPORT.csv`, scalesimComputeReport(report)] as const,
          [`${report.system}-BANDWIDTH_REPORT.csv`, scalesimBandwidthReport(report)] as const,
        ]),
      );
    }
  }
}

const files = (list: readonly (readonly [string, string | Uint8Array])[]): Outcome<Files> =>
  accept(new Map(list));

async function fromScalesim(args: Arguments): Promise<Outcome<Files>> {
  const topology = args.text('topology');
  const cfg = args.text('cfg');
  if (topology === undefined)
    return refuse(errorAt('--topology', 'cli/topology', 'must be given; name the topology CSV'));
  const [table, beside] = [await readText(topology), cfg === undefined ? null : await readText(cfg)];
  if (!table.ok) return table;
  if (beside && !beside.ok) return beside;
  const network = networkFromScalesim(table.value, beside?.value ?? null);
  if (!network.ok) return network;
  return accept(
    new Map([[`${network.value.name}.json`, `${JSON.stringify(network.value, null, 2)}\n`]]),
    network.warnings,
  );
}

async function readText(file: string): Promise<Outcome<{ text: string; file: string }>> {
  const bytes = await readBytes(resolve(file));
  return bytes.ok ? accept({ text: new TextDecoder().decode(bytes.value), file: basename(file) }) : bytes;
}

async function writeAll(folder: string, content: Files): Promise<Outcome<readonly string[]>> {
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of content) await writeFile(join(folder, name), text);
    return accept([...content.keys()].map((name) => join(folder, name)));
  } catch (error) {
    return refuse(fileIssue(error, folder));
  }
}
