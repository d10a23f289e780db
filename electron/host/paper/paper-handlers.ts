/** The calls of the Paper page: what there is, run what is missing, one figure at other settings, the report as files. */
import {
  accept,
  type Handlers,
  type Outcome,
  type PaperAsk,
  type PaperReport,
} from '../../../engine/contract/index.ts';
import { ZipWriter } from '../../archive/zip-write.ts';
import type { FileAccess } from '../file-access.ts';
import type { Workbench } from '../workbench.ts';
import { PaperConductor } from './conductor.ts';
import { paperFiles } from './paper-files.ts';
import { lookAt } from './paper-look.ts';
import { paperState } from './paper-plan.ts';
import { paperReport } from './paper-report.ts';

type Names = Extract<keyof Handlers, `paper.${string}`>;

export function paperHandlers(
  workbench: Workbench,
  files: FileAccess,
  startSearch: Handlers['search.start'],
): Pick<Handlers, Names> {
  const conductor = new PaperConductor(workbench, files, startSearch);
  const report = async (ask: PaperAsk): Promise<PaperReport> => {
    const { running, issues } = conductor;
    return paperReport(workbench, await paperState(workbench, ask), { running, issues });
  };
  return {
    'paper.report': async (ask) => accept(await report(ask)),
    'paper.start': async ({ figures, ...ask }) => {
      const allowed = await checkDatasets(files, ask);
      if (!allowed.ok) return allowed;
      if (!conductor.running)
        void conductor.run(ask, figures).finally(() => workbench.news.publish('paper.ended', {}));
      return accept({ running: conductor.running });
    },
    'paper.finish': async ({ figures, ...ask }) => conductor.run(ask, figures),
    'paper.stop': async () => accept({ stopped: conductor.stop() }),
    'paper.look': ({ figure, settings, ...ask }) => lookAt(workbench, files, ask, { figure, settings }),
    'paper.export': async (ask) => {
      const zip = new ZipWriter();
      for (const [name, text] of paperFiles(await report(ask)))
        zip.add({ name, bytes: new TextEncoder().encode(text) });
      return accept({ content: zip.end() });
    },
  };
}

async function checkDatasets(files: FileAccess, { datasets }: PaperAsk): Promise<Outcome<null>> {
  const given = [datasets.nmnist, datasets.gesture].filter((one) => one !== null);
  const checks = await Promise.all(given.map((source) => files.checkSource(source)));
  return checks.find(({ ok }) => !ok) ?? accept(null);
}
