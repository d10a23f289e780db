/** `exchange`: networks, accelerators, energy tables, spikes, weights and reports in the forms of other tools, and back. */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  accept,
  DEFAULT_NETWORK,
  errorAt,
  EXCHANGE_KINDS,
  refuse,
  type ExchangeFile,
  type Issue,
  type NamedText,
  type Outcome,
} from '../../../engine/contract/index.ts';
import { fileIssue } from '../../data/file-issues.ts';
import { readBytes } from '../../data/read-bytes.ts';
import { checkpointFromNpy } from '../../host/checkpoint-from-npy.ts';
import type { OpenWorkbench } from '../../host/workbench.ts';
import { done, refused, type Command } from '../command.ts';
import { HARDWARE_OPTIONS, hardwareFrom, issuesOf } from '../hardware-options.ts';
import type { Arguments } from '../options.ts';
import { DATABASE_OPTION, follow, withWorkbench } from '../session.ts';
import { spikeSourceFrom } from '../spike-source.ts';
import type { Terminal } from '../terminal.ts';
import { networkOfRun } from './simulate.ts';

const KINDS = [...EXCHANGE_KINDS, 'from-scalesim', 'from-npy'] as const;
type Kind = (typeof KINDS)[number];
type Files = Outcome<readonly ExchangeFile[]>;

export const exchange: Command = {
  name: 'exchange',
  summary:
    'SCALE-Sim, Timeloop v0.4, Accelergy ERT and NumPy files out; SCALE-Sim networks and NumPy weights in',
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
    weights: {
      kind: 'text',
      value: 'FOLDER',
      help: 'from-npy: LAYER.weight.npy of every layer with weights',
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
): Promise<Files> {
  if (kind === 'from-scalesim') return fromScalesim(args, workbench);
  if (kind === 'from-npy') return fromNpy(args, workbench);
  const hardware = hardwareFrom(args);
  const spikes = spikeSourceFrom(args);
  if (!hardware.ok || !spikes.ok) return refuse(...issuesOf(hardware), ...issuesOf(spikes));
  const network = args.text('network') ?? networkOfRun(workbench.store, spikes.value) ?? DEFAULT_NETWORK;
  const spec = { kind, network, spikes: spikes.value, ...hardware.value };
  const written = await follow(workbench, terminal, workbench.host.handlers['exchange.write']({ spec }));
  return written.ok ? accept(written.value.files, written.warnings) : written;
}

async function fromScalesim(args: Arguments, { host }: OpenWorkbench): Promise<Files> {
  const topology = args.text('topology');
  const cfg = args.text('cfg');
  if (topology === undefined)
    return refuse(errorAt('--topology', 'cli/topology', 'must be given (got none); name the topology CSV'));
  const [table, beside] = [await readText(topology), cfg === undefined ? null : await readText(cfg)];
  if (!table.ok) return table;
  if (beside && !beside.ok) return beside;
  const read = await host.handlers['exchange.scalesim']({
    topology: table.value,
    cfg: beside?.value ?? null,
  });
  if (!read.ok) return read;
  const { network } = read.value;
  const text = `${JSON.stringify(network, null, 2)}\n`;
  return accept([{ name: `${network.name}.json`, content: new TextEncoder().encode(text) }], read.warnings);
}

async function fromNpy(args: Arguments, { catalog }: OpenWorkbench): Promise<Files> {
  const folder = args.text('weights');
  const issues: Issue[] = [];
  if (folder === undefined)
    issues.push(
      errorAt('--weights', 'cli/weights', 'must be given (got none); name the folder of .npy files'),
    );
  const network = await catalog.networks.find(args.text('network') ?? DEFAULT_NETWORK, '--network');
  if (!network.ok || folder === undefined) return refuse(...issues, ...issuesOf(network));
  const checkpoint = await checkpointFromNpy(network.value, resolve(folder));
  return checkpoint.ok
    ? accept([{ name: `${network.value.name}.ckpt`, content: checkpoint.value }], network.warnings)
    : checkpoint;
}

async function readText(file: string): Promise<Outcome<NamedText>> {
  const bytes = await readBytes(resolve(file));
  return bytes.ok ? accept({ text: new TextDecoder().decode(bytes.value), file: basename(file) }) : bytes;
}

async function writeAll(folder: string, files: readonly ExchangeFile[]): Promise<Outcome<readonly string[]>> {
  try {
    await mkdir(folder, { recursive: true });
    for (const { name, content } of files) await writeFile(join(folder, name), content);
    return accept(files.map(({ name }) => join(folder, name)));
  } catch (error) {
    return refuse(fileIssue(error, folder));
  }
}
