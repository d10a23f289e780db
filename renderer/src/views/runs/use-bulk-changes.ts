/** Changes of many runs at once, each with its way back. */
import { shallowRef } from 'vue';
import type { Issue, RunChange, RunRow } from '../../../../engine/contract/index.ts';
import { count } from '../../format/index.ts';
import { useApi } from '../../stores/api.ts';
import { useRuns } from '../../stores/runs.ts';
import { runsTexts } from '../../texts/runs.ts';

interface Step {
  readonly runIds: readonly string[];
  readonly change: RunChange;
}
export interface Done {
  readonly text: string;
  readonly back: readonly Step[];
}

export function useBulkChanges() {
  const api = useApi();
  const runs = useRuns();
  const last = shallowRef<Done | null>(null);
  const issues = shallowRef<readonly Issue[]>([]);

  async function change(rows: readonly RunRow[], asked: RunChange): Promise<boolean> {
    const back = stepsBack(rows, asked);
    const ok = await send({ runIds: rows.map(({ id }) => id), change: asked });
    const text = runsTexts.bulk.done(
      runsTexts.count(count(rows.length), rows.length === 1),
      runsTexts.bulk.said[asked.kind],
    );
    if (ok) last.value = { text, back };
    return ok;
  }

  async function send({ runIds, change: asked }: Step): Promise<boolean> {
    if (runIds.length === 0) return true;
    const answer = await api.call('runs.change', { runIds, change: asked });
    issues.value = answer.ok ? [] : answer.issues;
    await runs.load();
    return answer.ok;
  }

  async function undo(): Promise<void> {
    const steps = last.value?.back ?? [];
    last.value = null;
    for (const step of steps) await send(step);
  }

  async function renameProject(project: string, to: string): Promise<boolean> {
    const answer = await api.call('runs.renameProject', { project, to });
    issues.value = answer.ok ? [] : answer.issues;
    if (answer.ok) last.value = { text: runsTexts.renamed(project, to), back: [] };
    await runs.load();
    return answer.ok;
  }

  return { last, issues, change, renameProject, undo };
}

/** What brings every one of these runs back to how it is now. */
export function stepsBack(rows: readonly RunRow[], change: RunChange): Step[] {
  const ids = (of: readonly RunRow[]): string[] => of.map(({ id }) => id);
  switch (change.kind) {
    case 'tag':
      return [
        {
          runIds: ids(rows.filter(({ tags }) => !tags.includes(change.tag))),
          change: { kind: 'untag', tag: change.tag },
        },
      ];
    case 'untag':
      return [
        {
          runIds: ids(rows.filter(({ tags }) => tags.includes(change.tag))),
          change: { kind: 'tag', tag: change.tag },
        },
      ];
    case 'note':
      return [...Map.groupBy(rows, ({ note }) => note)].map(([note, own]) => ({
        runIds: ids(own),
        change: { kind: 'note', note },
      }));
    case 'project':
      return [...Map.groupBy(rows, ({ project }) => project)].map(([project, own]) => ({
        runIds: ids(own),
        change: { kind: 'project', project },
      }));
    case 'archive':
      return [{ runIds: ids(rows.filter(({ archived }) => !archived)), change: { kind: 'unarchive' } }];
    case 'unarchive':
      return [{ runIds: ids(rows.filter(({ archived }) => archived)), change: { kind: 'archive' } }];
    case 'delete':
      return [{ runIds: ids(rows), change: { kind: 'restore' } }];
    case 'restore':
      return [{ runIds: ids(rows), change: { kind: 'delete' } }];
    case 'purge':
      return [];
  }
}
