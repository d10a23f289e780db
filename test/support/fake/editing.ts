/** The editors' calls of the fake host: real checks, invented costs, nothing kept. */
import { archKeys, checkArchDraft } from '../../../engine/arch/check-draft.ts';
import { accept, type Handlers } from '../../../engine/contract/index.ts';
import { bufferNeeds } from '../../../engine/sim/index.ts';
import { checkNetworkDraft } from '../../../engine/workload/check-draft.ts';
import { simulated } from './simulation.ts';

export const EDITING = {
  'networks.check': async ({ text, infer }) => accept(checkNetworkDraft(text, infer)),
  'archs.check': async ({ text }) => accept(checkArchDraft(text)),
  'archs.keys': async () => accept({ keys: archKeys() }),
  'library.save': async ({ text }) => accept({ name: String(JSON.parse(text).name) }),
  'library.remove': async () => accept({}),
  'simulate.preview': async ({ spec }) => {
    const { name } = JSON.parse(spec.network);
    const systems = simulated({ ...spec, network: name, arch: 'spikex-8x8', archOverrides: {} });
    const network = checkNetworkDraft(spec.network, false).network;
    const arch = checkArchDraft(spec.arch).arch;
    const needs =
      network && arch
        ? network.layers.map((layer) => bufferNeeds(layer, network.timesteps, spec.tws[0], arch))
        : [];
    return accept({ systems, needs, simulationMs: 1 });
  },
} satisfies Partial<Handlers>;
