// The paper in a tiny setting through the host: trained, searched, costed; numbers are those of simulate and search by hand.
import { beforeAll, describe, expect, it } from 'vitest';
import { FileAccess } from '../../../electron/host/file-access.ts';
import { PaperConductor } from '../../../electron/host/paper/conductor.ts';
import { OWN_SETTINGS, paperState, partsOf } from '../../../electron/host/paper/paper-plan.ts';
import { figureReport, publishedPapers } from '../../../electron/host/paper/paper-report.ts';
import type { PaperAsk, PaperFigure } from '../../../engine/contract/index.ts';
import { paperNetworks, type NetworkSize } from '../../../engine/paper/index.ts';
import { hostOnDisk } from '../../support/host-on-disk.ts';
import { valueOf } from '../../support/outcomes.ts';

const TINY: NetworkSize = {
  network: 'n-mnist',
  preset: 'nmnist-small',
  data: 'nmnist',
  maxTrain: 80,
  maxTest: 20,
  epochs: 5,
  pretrainEpochs: 1,
  learningRate: 4e-3,
  betas: [0, 1e-2],
  seeds: [1],
  samples: 2,
  candidates: [2, 5],
};
const ASK: PaperAsk = { size: 'quick', datasets: { nmnist: null, gesture: null } };
const FIGURES: readonly PaperFigure[] = ['7', '13', 'edp'];
const plan = (size: PaperAsk['size'], datasets: PaperAsk['datasets']) =>
  paperNetworks(size, datasets, [TINY]);

const on = hostOnDisk('paper');
let conductor: PaperConductor;
const state = () => paperState(on.workbench, ASK, OWN_SETTINGS, plan);

beforeAll(async () => {
  const files = await FileAccess.open('cli', [], [on.folder]);
  conductor = new PaperConductor(on.workbench, files, on.workbench.host.handlers['search.start'], plan);
  valueOf(await conductor.run(ASK, FIGURES));
});

describe('the paper in a tiny setting', () => {
  it('runs everything once: another start finds it all', async () => {
    const parts = partsOf(await state()).filter(({ id }) => id.endsWith('n-mnist'));
    expect(parts.map(({ done, total }) => [done, total])).toEqual([
      [2, 2],
      [6, 6],
    ]);
    const before = valueOf(on.workbench.store.listRuns()).map(({ id }) => id);
    // Two over beta, HT + HAS, four searches.
    expect(before).toHaveLength(7);
    valueOf(await conductor.run(ASK, FIGURES));
    expect(valueOf(on.workbench.store.listRuns()).map(({ id }) => id)).toEqual(before);
    expect(valueOf(on.workbench.store.listRuns()).every(({ tags }) => tags.includes('paper'))).toBe(true);
  });

  it('measures the same whatever is published', async () => {
    const now = await state();
    const { spikex, hybrid } = await publishedPapers(on.workbench);
    const altered = {
      ...spikex,
      values: spikex.values.map((value) => ({
        ...value,
        value: typeof value.value === 'number' ? 7 : 'other',
      })),
    };
    for (const figure of FIGURES) {
      const [as, changed] = [spikex, altered].map((paper) =>
        figureReport(figure, now, { spikex: paper, hybrid }),
      );
      const bare = ({ rows, charts }: typeof as) => ({
        rows: rows.map(({ id, measured, status, reason }) => ({ id, measured, status, reason })),
        charts: charts.map(({ series }) => series),
      });
      expect(bare(changed)).toEqual(bare(as));
      expect(changed.rows.map(({ paper }) => paper)).not.toEqual(as.rows.map(({ paper }) => paper));
    }
  });

  it('agrees with simulate and search run by hand', async () => {
    const now = await state();
    const { searched, searches, base } = now.networks[0].state;
    const { rows } = figureReport('13', now, await publishedPapers(on.workbench));
    const row = (key: string) =>
      rows.find(({ id }) => id === `fig13.${key}-n-mnist.batch64`)?.measured as number;
    const { handlers } = on.workbench.host;
    const cost = async (runId: string, system: 'ptb' | 'spikex', tws: readonly number[]) => {
      const spec = {
        network: TINY.preset,
        systems: [system],
        tws,
        spikes: { kind: 'run' as const, runId, samples: TINY.samples },
        arch: 'spikex-8x8',
        archOverrides: { batch: 64, 'ptb.tws': 'layer' },
        energy: 'paper',
      };
      return valueOf(await handlers['simulate.run']({ spec })).systems[0].total;
    };
    const found = searches.find(({ batch, system }) => batch === 64 && system === 'spikex')?.report;
    const best = found?.best;
    const tws = [0, 1, 2].map((layer) => Number(best?.choice[`tws[${layer}]`]));
    const spikex = await cost(searched!.row.id, 'spikex', tws);
    expect(best!.metrics.energyPj! / spikex.energyPj).toBeCloseTo(1, 9);
    const nets = await Promise.all(
      TINY.candidates.map((size) => cost(base!.row.id, 'ptb', [size, size, size])),
    );
    const ptb = nets.reduce((a, b) => (b.edpJs < a.edpJs ? b : a));
    const gain = ptb.energyPj / spikex.energyPj;
    expect(row('spikex-with-ht-and-has-over-ptb-baseline-energy') / gain).toBeCloseTo(1, 9);
    const again = valueOf(await handlers['search.report']({ runId: found!.runId }));
    expect(again.best?.metrics).toEqual(best?.metrics);
  });

  it('refuses a second start while one runs, and stops', async () => {
    const first = conductor.run({ ...ASK, size: 'full' }, ['11']);
    expect((await conductor.run(ASK, FIGURES)).ok).toBe(false);
    while (!conductor.stop()) await new Promise((later) => setTimeout(later, 5));
    expect(await first).toMatchObject({ ok: false });
    expect(conductor.running).toBe(false);
    expect(conductor.issues).toEqual([]);
  });
});
