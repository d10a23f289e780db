/** Writes a network, an accelerator, an energy table, spikes or a report in the forms of other tools; reads SCALE-Sim's. */
import { applyArchOverrides } from '../../engine/arch/arch.ts';
import {
  accept,
  type ArchConfig,
  type EnergyTable,
  type ExchangeFile,
  type ExchangeSpec,
  type Handlers,
  type NetworkSpec,
  type Outcome,
  type SystemReport,
} from '../../engine/contract/index.ts';
import { accelergyErt } from '../../engine/exchange/accelergy-out.ts';
import { scalesimBandwidthReport, scalesimComputeReport } from '../../engine/exchange/scalesim-reports.ts';
import { networkFromScalesim, scalesimCfg, scalesimTopology } from '../../engine/exchange/scalesim.ts';
import { timeloopArchitecture, timeloopProblem } from '../../engine/exchange/timeloop.ts';
import { memoriesOf, siliconOf } from '../../engine/sim/index.ts';
import { together } from '../resources/catalog.ts';
import type { FileAccess } from './file-access.ts';
import { simulationAsk, startSimulation } from './start-runs.ts';
import type { Workbench } from './workbench.ts';

type ExchangeCalls = 'exchange.write' | 'exchange.scalesim';

export function exchangeHandlers(workbench: Workbench, files: FileAccess): Pick<Handlers, ExchangeCalls> {
  return {
    'exchange.write': async ({ spec }) => {
      const allowed = await files.checkSimulateSpec(spec);
      if (!allowed.ok) return allowed;
      const written = await filesOf(workbench, files, spec);
      return written.ok ? accept({ files: written.value }, written.warnings) : written;
    },
    'exchange.scalesim': async ({ topology, cfg }) => {
      const network = networkFromScalesim(topology, cfg);
      return network.ok ? accept({ network: network.value }, network.warnings) : network;
    },
  };
}

type Files = Outcome<readonly ExchangeFile[]>;

async function filesOf(workbench: Workbench, access: FileAccess, spec: ExchangeSpec): Promise<Files> {
  const { kind, ...simulation } = spec;
  if (kind === 'npy') {
    const ask = simulationAsk(workbench, access, simulation);
    return ask.ok ? workbench.quick.ask('exchange.npy', ask.value) : ask;
  }
  if (kind === 'reports') {
    const started = await startSimulation(workbench, access, simulation);
    if (!started.ok) return started;
    const answer = await workbench.queue.answerOf('simulate', started.value.jobId);
    return answer.ok ? accept(answer.value.systems.flatMap(reports), answer.warnings) : answer;
  }
  const { catalog } = workbench;
  const found = together(
    await catalog.networks.find(spec.network, 'network'),
    together(await catalog.archs.find(spec.arch, 'arch'), await catalog.tables.find(spec.energy, 'energy')),
  );
  if (!found.ok) return found;
  const [network, [preset, table]] = found.value;
  const arch = applyArchOverrides(preset, spec.archOverrides, 'archOverrides');
  if (!arch.ok) return arch;
  return described(kind, network, arch.value, table);
}

function described(
  kind: 'scalesim' | 'timeloop' | 'ert',
  network: NetworkSpec,
  arch: ArchConfig,
  table: EnergyTable,
): Files {
  switch (kind) {
    case 'scalesim': {
      const topology = scalesimTopology(network);
      if (!topology.ok) return topology;
      return accept([
        textFile(`${network.name}.csv`, topology.value),
        textFile(`${network.name}.cfg`, scalesimCfg(arch, network)),
      ]);
    }
    case 'timeloop':
      return accept([
        textFile('architecture.yaml', timeloopArchitecture(arch)),
        ...network.layers
          .filter((layer) => layer.kind !== 'pool')
          .map((layer) => textFile(`problem-${layer.name}.yaml`, timeloopProblem(layer, network.timesteps))),
      ]);
    case 'ert': {
      const silicon = siliconOf(memoriesOf('spikex', network, arch), table);
      return accept([textFile(`${table.name}.yaml`, accelergyErt(table, silicon))]);
    }
  }
}

const reports = (report: SystemReport): ExchangeFile[] => [
  textFile(`${report.system}-COMPUTE_REPORT.csv`, scalesimComputeReport(report)),
  textFile(`${report.system}-BANDWIDTH_REPORT.csv`, scalesimBandwidthReport(report)),
];

const textFile = (name: string, text: string): ExchangeFile => ({
  name,
  content: new TextEncoder().encode(text),
});
