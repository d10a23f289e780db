/** What a fresh run carries of notes and groups, for rows made by hand. */
import type { RunRow } from '../../engine/contract/index.ts';

export const PLAIN: Pick<RunRow, 'project' | 'tags' | 'note' | 'archived' | 'seedGroup' | 'rerunOf'> = {
  project: 'Default',
  tags: [],
  note: '',
  archived: false,
  seedGroup: 'g',
  rerunOf: null,
};
