/** Networks of other tools: report, take over, run; trainings as NIR. The browser door reads allowed files only. */
import { basename, join } from 'node:path';
import { accept, DEFAULT_TRAIN, type Handlers } from '../../engine/contract/index.ts';
import type { FileAccess } from './file-access.ts';
import { runAsNirFiles } from './nir-export.ts';
import { libraryFolder } from './paths.ts';
import type { Workbench } from './workbench.ts';

type NirCall = 'nir.report' | 'nir.import' | 'nir.run' | 'nir.export';

export function nirHandlers(workbench: Workbench, files: FileAccess): Pick<Handlers, NirCall> {
  const { quick, queue } = workbench;
  return {
    'nir.report': async (ask) => {
      const allowed = await files.checkFile(ask.file);
      return allowed.ok ? quick.ask('nir.report', ask) : allowed;
    },
    'nir.import': async (ask) => {
      const allowed = await files.checkFile(ask.file);
      return allowed.ok
        ? quick.ask('nir.import', { ...ask, folder: join(libraryFolder(), 'networks') })
        : allowed;
    },
    'nir.run': async ({ spec }) => {
      for (const check of [files.checkFile(spec.file), files.checkSource(spec.data)]) {
        const allowed = await check;
        if (!allowed.ok) return allowed;
      }
      const { systems, tws, ...ask } = spec;
      const { arch, archOverrides, energy } = DEFAULT_TRAIN.cost;
      const hardware = systems.length ? { systems, tws, arch, archOverrides, energy } : null;
      const job = queue.start(
        'nir-run',
        { ...ask, timesteps: spec.steps ?? 1, hardware, recordTo: null, limits: files.limits },
        { title: `Run ${basename(spec.file)}` },
      );
      const answer = await queue.answerOf('nir-run', job.id);
      return answer.ok ? accept(answer.value, answer.warnings) : answer;
    },
    'nir.export': (ask) => runAsNirFiles(workbench, ask),
  };
}
