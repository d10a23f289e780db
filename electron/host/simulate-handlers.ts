/** Calls about simulations: one of them, why it is so, and grids of them. */
import { accept, type Handlers } from '../../engine/contract/index.ts';
import { energyBand, ratioBands } from '../../engine/sim/index.ts';
import type { FileAccess } from './file-access.ts';
import { simulationAsk, startSimulation } from './start-runs.ts';
import type { Workbench } from './workbench.ts';

type SimulateCalls = 'simulate.run' | 'simulate.explain' | 'simulate.band' | 'sweep.start' | 'sweep.result';

export function simulateHandlers(workbench: Workbench, files: FileAccess): Pick<Handlers, SimulateCalls> {
  const { provenance, queue } = workbench;
  return {
    'simulate.run': async ({ spec }) => {
      const started = await startSimulation(workbench, files, spec);
      if (!started.ok) return started;
      const { runId, jobId } = started.value;
      const answer = await queue.answerOf('simulate', jobId);
      return answer.ok ? accept({ runId, ...answer.value }, answer.warnings) : answer;
    },

    'simulate.explain': async ({ spec, before, bandPercent }) => {
      for (const one of before ? [spec, before] : [spec]) {
        const allowed = await files.checkSimulateSpec(one);
        if (!allowed.ok) return allowed;
      }
      const after = simulationAsk(workbench, files, spec);
      const other = before && simulationAsk(workbench, files, before);
      if (!after.ok) return after;
      if (other && !other.ok) return other;
      const ask = { after: after.value, before: other?.value ?? null, bandPercent };
      const job = queue.start('explain', ask, { title: `Explain ${spec.network}`, runIds: [] });
      return queue.answerOf('explain', job.id);
    },

    'simulate.band': async ({ percent, systems }) => {
      const totals = systems.map(({ system, byComponentPj }) => ({ system, total: { byComponentPj } }));
      const bands = systems.map(({ system, byComponentPj }) => ({
        system,
        band: energyBand(byComponentPj, percent),
      }));
      return accept({ bands, ratios: ratioBands(totals, percent) });
    },

    'sweep.start': async ({ spec, vary, workers }) => {
      const allowed = await files.checkSimulateSpec(spec);
      if (!allowed.ok) return allowed;
      const ask = simulationAsk(workbench, files, spec);
      if (!ask.ok) return ask;
      const { appVersion } = provenance;
      const title = `Sweep ${spec.network} over ${vary.map(({ key }) => key).join(', ')}`;
      const job = queue.start('sweep', { ...ask.value, vary, workers, appVersion }, { title });
      return accept({ jobId: job.id });
    },
    'sweep.result': ({ jobId }) => queue.answerOf('sweep', jobId),
  };
}
