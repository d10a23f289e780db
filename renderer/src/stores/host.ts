/** Facts about the host, its presets and its energy tables; read once, and again after a reconnection. */
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import {
  DEFAULT_ENERGY_TABLE,
  type ArchConfig,
  type EnergyTable,
  type HostInfo,
  type Issue,
  type NetworkSpec,
} from '../../../engine/contract/index.ts';
import { useApi } from './api.ts';

export const useHost = defineStore('host', () => {
  const api = useApi();
  const info = shallowRef<HostInfo | null>(null);
  const tables = shallowRef<readonly EnergyTable[]>([]);
  const networks = shallowRef<readonly NetworkSpec[]>([]);
  const archs = shallowRef<readonly ArchConfig[]>([]);
  /** Names among them that the user keeps. */
  const ownNetworks = shallowRef<readonly string[]>([]);
  const ownArchs = shallowRef<readonly string[]>([]);
  const issues = shallowRef<readonly Issue[]>([]);
  /** The last word of the host about itself, such as a database that became read only. */
  const notice = shallowRef<Issue | null>(null);
  const energyTable = computed(
    () => tables.value.find(({ name }) => name === DEFAULT_ENERGY_TABLE) ?? tables.value[0] ?? null,
  );

  async function load(): Promise<void> {
    const [host, tech, nets, arrays] = await Promise.all([
      api.call('host.info', {}),
      api.call('tech.list', {}),
      api.call('networks.list', {}),
      api.call('archs.list', {}),
    ]);
    if (host.ok) info.value = host.value;
    if (tech.ok) tables.value = tech.value.tables;
    if (nets.ok) {
      ownNetworks.value = nets.value.own;
      networks.value = nets.value.networks;
    }
    if (arrays.ok) {
      ownArchs.value = arrays.value.own;
      archs.value = arrays.value.archs;
    }
    issues.value = [host, tech, nets, arrays].flatMap((outcome) =>
      outcome.ok ? outcome.warnings : outcome.issues,
    );
  }

  function follow(): void {
    api.on('host.notice', ({ issue }) => (notice.value = issue));
    api.onReopened(() => void load());
    void load();
  }

  return { info, tables, networks, archs, ownNetworks, ownArchs, issues, notice, energyTable, load, follow };
});
