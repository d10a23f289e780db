/** What the panes of the Simulate page share: the shown result, the system and layer in focus, linked hover. */
import { computed, ref } from 'vue';
import type { SystemName } from '../../../../engine/contract/index.ts';
import { systemsInOrder } from '../../charts/series-style.ts';
import { useHost } from '../../stores/host.ts';
import { useSelection } from '../../stores/selection.ts';
import { simulateTexts } from '../../texts/simulate.ts';
import { specText } from './labels.ts';
import { useSimulations } from './simulate-store.ts';
import { baselineOf } from './stats.ts';

export function useSimulationView() {
  const host = useHost();
  const store = useSimulations();
  const selection = useSelection();

  const result = computed(() => store.shown);
  /** Reading order of legends and bars: baselines first. */
  const systems = computed(() => {
    const reports = result.value?.systems ?? [];
    return systemsInOrder(reports.map(({ system }) => system)).flatMap((system) =>
      reports.filter((report) => report.system === system),
    );
  });
  const asked = ref<SystemName | null>(null);
  /** The system whose figures are read: SpikeX unless another one was chosen. */
  const report = computed(
    () => systems.value.find(({ system }) => system === asked.value) ?? systems.value.at(-1) ?? null,
  );
  const system = computed({
    get: (): SystemName => report.value?.system ?? 'spikex',
    set: (chosen) => (asked.value = chosen),
  });
  const baseline = computed(() => (report.value ? baselineOf(systems.value, report.value.system) : null));

  /** null = the whole network. */
  const layerName = ref<string | null>(null);
  const layer = computed(() => report.value?.layers.find(({ name }) => name === layerName.value) ?? null);

  /** Points of all charts are named by system and layer. */
  const hoverKey = computed(() => {
    const { system: over, layer: at } = selection.hover;
    return over !== null && at !== null ? `${over} ${at}` : null;
  });
  const parts = (key: string): [SystemName | null, string] => {
    const found = systems.value.find(({ system: one }) => key.startsWith(`${one} `));
    return [found?.system ?? null, found ? key.slice(found.system.length + 1) : key];
  };
  function hover(key: string | null): void {
    if (key === null) {
      selection.leave();
      return;
    }
    const [over, at] = parts(key);
    selection.point({ system: over, layer: at });
  }
  function select(key: string): void {
    const [chosen, at] = parts(key);
    asked.value = chosen;
    layerName.value = at;
  }

  const caption = computed(() => {
    const now = result.value;
    if (!now) return '';
    const table = now.systems[0]?.energyTable ?? '';
    const version = host.info ? simulateTexts.version(host.info.appVersion) : '';
    const { sampled } = now;
    const many = sampled && sampled.samples > 1;
    const what = many ? simulateTexts.samples.mean(sampled.samples, sampled.of) : simulateTexts.oneInference;
    return simulateTexts.caption(specText(now.spec), what, table, now.runId, version);
  });

  return { result, systems, system, report, baseline, layerName, layer, hoverKey, hover, select, caption };
}

export type SimulationView = ReturnType<typeof useSimulationView>;
