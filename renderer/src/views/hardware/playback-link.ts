/** Ways from other pages to the playback: a simulation's own setting is handed over, the drafts stay as they are. */
import {
  ARRAY_SYSTEMS,
  type RunDetail,
  type SimulateSpec,
  type SystemName,
  type SystemReport,
} from '../../../../engine/contract/index.ts';
import { useRoute } from '../../stores/route.ts';
import { simulateSpecOf } from '../simulate/spec.ts';
import { usePlayback } from './playback-store.ts';

export const PLAYBACK_PLACE = 'playback';

export function usePlaybackLink() {
  const playback = usePlayback();
  const route = useRoute();
  const canPlay = (system: SystemName): boolean => ARRAY_SYSTEMS.some((name) => name === system);

  function play(
    { network, arch, archOverrides, energy, tws, spikes }: SimulateSpec,
    title: string,
    layers: readonly string[],
    system: string,
    layer: string | null,
  ): void {
    const one = 'samples' in spikes ? { ...spikes, samples: 1 } : spikes;
    playback.handOver(
      { title, layers, network, arch, archOverrides, energy, tws, spikes: one },
      system,
      layer,
    );
    route.go('hardware', PLAYBACK_PLACE);
  }

  /** layer null: the playback's own choice. */
  function fromReport(spec: SimulateSpec, report: SystemReport, layer: string | null): void {
    const layers = report.layers.map(({ name }) => name);
    play(spec, spec.network, layers, report.system, layer);
  }

  /** The first system of a run whose array can be watched; null where it has none. */
  function systemOf({ costs }: RunDetail): SystemName | null {
    return costs.find(({ system }) => canPlay(system))?.system ?? null;
  }

  function fromRun(detail: RunDetail): void {
    const { row, spec, costs } = detail;
    const setting = simulateSpecOf(spec, row);
    const system = systemOf(detail);
    const layers = costs.find((cost) => cost.system === system)?.layers.map(({ name }) => name) ?? [];
    if (setting && system !== null) play(setting, row.name, layers, system, null);
  }

  return { canPlay, systemOf, fromReport, fromRun };
}
