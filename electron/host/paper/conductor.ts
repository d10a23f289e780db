/**
 * Runs what is missing behind the figures, one job after another, and keeps what was measured. Finished parts are not
 * repeated, so a stopped reproduction goes on where it was. Every training and search is a stored run with the tag `paper`.
 */
import {
  accept,
  errorAt,
  refuse,
  type Handlers,
  type Issue,
  type Outcome,
  type PaperAsk,
  type PaperFigure,
} from '../../../engine/contract/index.ts';
import { NETWORK_TITLES, paperNetworks } from '../../../engine/paper/index.ts';
import { faultIssue, faultOf, logFaultToStderr } from '../../ipc/fault.ts';
import type { FileAccess } from '../file-access.ts';
import { startSeries } from '../start-series.ts';
import type { Workbench } from '../workbench.ts';
import { PaperCache } from './paper-cache.ts';
import {
  activityKey,
  drawnKey,
  OWN_SETTINGS,
  paperState,
  type PaperPlan,
  type PaperState,
} from './paper-plan.ts';

export const PAPER_TAG = 'paper';

type SearchStart = Handlers['search.start'];

export class PaperConductor {
  private readonly workbench: Workbench;
  private readonly files: FileAccess;
  private readonly startSearch: SearchStart;
  private readonly plan: PaperPlan;
  private current: { jobId: string | null; stopped: boolean } | null = null;
  /** Why the last one ended early. */
  issues: readonly Issue[] = [];

  constructor(
    workbench: Workbench,
    files: FileAccess,
    startSearch: SearchStart,
    plan: PaperPlan = paperNetworks,
  ) {
    this.workbench = workbench;
    this.files = files;
    this.startSearch = startSearch;
    this.plan = plan;
  }

  get running(): boolean {
    return this.current !== null;
  }

  stop(): boolean {
    if (!this.current) return false;
    this.current.stopped = true;
    if (this.current.jobId !== null) this.workbench.queue.cancel(this.current.jobId);
    return true;
  }

  /** Answers when everything that the figures need is there, or with why it is not. */
  async run(ask: PaperAsk, figures: readonly PaperFigure[]): Promise<Outcome<null>> {
    if (this.current)
      return refuse(errorAt('paper', 'paper/running', 'must not be running already; wait for it or stop it'));
    this.current = { jobId: null, stopped: false };
    this.issues = [];
    try {
      const ended = await this.conduct(ask, figures);
      if (!ended.ok && !this.current.stopped) this.issues = ended.issues;
      return ended;
    } catch (error) {
      const fault = faultOf('paper', error);
      logFaultToStderr(fault);
      this.issues = [faultIssue(fault)];
      return refuse(...this.issues);
    } finally {
      this.current = null;
    }
  }

  private async conduct(ask: PaperAsk, figures: readonly PaperFigure[]): Promise<Outcome<null>> {
    const wants = (...some: PaperFigure[]): boolean => some.some((figure) => figures.includes(figure));
    const before = await this.state(ask);
    const drawn = await this.draw(before, figures);
    if (!drawn.ok) return drawn;
    if (wants('5', '7', '13', 'edp'))
      for (let i = 0; i < before.networks.length; i++) {
        const trained = await this.train(before, i);
        if (!trained.ok) return trained;
        if (!wants('5', '13', 'edp')) continue;
        const searched = await this.trainSearched(await this.state(ask), i);
        if (!searched.ok) return searched;
        const costed = await this.cost(await this.state(ask), i);
        if (!costed.ok) return costed;
      }
    return wants('bits', 'coding') ? this.quantise(before) : accept(null);
  }

  private state(ask: PaperAsk): Promise<PaperState> {
    return paperState(this.workbench, ask, OWN_SETTINGS, this.plan);
  }

  private async draw({ drawn }: PaperState, figures: readonly PaperFigure[]): Promise<Outcome<null>> {
    const cache = new PaperCache(this.workbench);
    for (const { figure, draws, measured } of drawn) {
      if (measured || !figures.includes(figure)) continue;
      const work = { draws: [{ figure, draws }], activities: [], settings: OWN_SETTINGS, limits: null };
      const job = this.workbench.queue.start('paper', work, { title: `Paper, figure ${figure}` });
      const answer = await this.follow(job.id, this.workbench.queue.answerOf('paper', job.id));
      if (!answer.ok) return answer;
      const kept = cache.write(drawnKey(figure, draws, OWN_SETTINGS), answer.value.drawn[0]);
      if (!kept.ok) return kept;
    }
    return accept(null);
  }

  private async train({ networks }: PaperState, at: number): Promise<Outcome<null>> {
    const { planned, specs } = networks[at].state;
    const allowed = await this.files.checkTrainSpec(specs[0]);
    if (!allowed.ok) return allowed;
    const title = (left: number): string => `Paper, ${NETWORK_TITLES[planned.network]}: ${left} trainings`;
    return this.series(await startSeries(this.workbench, specs, title, this.files.limits));
  }

  /** The picked run once more, with the search in its loss. */
  private async trainSearched({ networks }: PaperState, at: number): Promise<Outcome<null>> {
    const { planned, searchedSpec } = networks[at].state;
    if (!searchedSpec) return accept(null);
    const title = (): string => `Paper, ${NETWORK_TITLES[planned.network]}: HT + HAS`;
    return this.series(await startSeries(this.workbench, [searchedSpec], title, this.files.limits));
  }

  private async quantise({ quantisation }: PaperState): Promise<Outcome<null>> {
    const title = (left: number): string => `Paper, bits and coding: ${left} trainings`;
    return this.series(await startSeries(this.workbench, quantisation.specs, title, null));
  }

  private async series(started: Awaited<ReturnType<typeof startSeries>>): Promise<Outcome<null>> {
    if (!started.ok) return started;
    const { jobId, runIds } = started.value;
    this.tag(runIds);
    if (jobId === null) return this.stopped() ?? accept(null);
    const answer = await this.follow(jobId, this.workbench.queue.answerOf('train-sweep', jobId));
    return answer.ok ? accept(null) : answer;
  }

  /** Activity of the picked runs, and the searches on it. */
  private async cost({ networks }: PaperState, at: number): Promise<Outcome<null>> {
    const { state, works, measured } = networks[at];
    const cache = new PaperCache(this.workbench);
    const { queue } = this.workbench;
    const missing = works.filter((_, i) => measured[i] === null);
    if (missing.length > 0) {
      const title = `Paper, ${NETWORK_TITLES[state.planned.network]}: activity`;
      const { limits } = this.files;
      const work = { draws: [], activities: missing, settings: OWN_SETTINGS, limits };
      const job = queue.start('paper', work, { title });
      const answer = await this.follow(job.id, queue.answerOf('paper', job.id));
      if (!answer.ok) return answer;
      for (const [i, one] of missing.entries()) {
        const kept = cache.write(activityKey(one, OWN_SETTINGS), answer.value.activities[i]);
        if (!kept.ok) return kept;
      }
    }
    for (const { spec, report } of state.searches) {
      if (report) continue;
      const started = await this.startSearch({ spec });
      if (!started.ok) return started;
      this.tag([started.value.runId]);
      const { jobId } = started.value;
      const answer = await this.follow(jobId, queue.answerOf('search', jobId));
      if (!answer.ok) return answer;
    }
    return accept(null);
  }

  private tag(runIds: readonly string[]): void {
    const { store, news } = this.workbench;
    const changed = store.changeRuns(runIds, { kind: 'tag', tag: PAPER_TAG });
    if (changed.ok && changed.value.length) news.publish('runs.changed', { runIds: changed.value });
  }

  private async follow<T>(jobId: string, answer: Promise<Outcome<T>>): Promise<Outcome<T>> {
    if (this.current) this.current.jobId = jobId;
    if (this.current?.stopped) this.workbench.queue.cancel(jobId);
    const outcome = await answer;
    return this.stopped() ?? outcome;
  }

  private stopped(): Outcome<never> | null {
    return this.current?.stopped
      ? refuse(errorAt('paper', 'paper/stopped', 'was stopped by the user'))
      : null;
  }
}
