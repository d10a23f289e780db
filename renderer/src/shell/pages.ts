/** The pages of the window: what the activity bar shows, what the palette and the keys reach. */
import {
  ChartScatter,
  Cpu,
  Database,
  FileInput,
  FileText,
  GraduationCap,
  House,
  Play,
  Table2,
  Telescope,
  Waypoints,
  type LucideIcon,
} from 'lucide-vue-next';
import type { Component } from 'vue';
import type { JobKind } from '../../../engine/contract/index.ts';
import { texts } from '../texts/index.ts';
import type { PageId } from './page-ids.ts';

export interface Page {
  readonly id: PageId;
  readonly title: string;
  /** One line for tooltips and the palette. */
  readonly about: string;
  readonly icon: LucideIcon;
  /** Second key after G. */
  readonly key: string;
  /** Lines in the activity bar part the groups: describe, run, read. */
  readonly group: 'start' | 'describe' | 'run' | 'read';
  /** Jobs that put a dot on the page's icon while they run. */
  readonly jobs: readonly JobKind[];
  readonly load: () => Promise<{ default: Component }>;
}

const page = (
  id: PageId,
  icon: LucideIcon,
  key: string,
  group: Page['group'],
  jobs: readonly JobKind[],
  load: Page['load'],
): Page => ({
  id,
  get title() {
    return texts.pages[id].title;
  },
  get about() {
    return texts.pages[id].about;
  },
  icon,
  key,
  group,
  jobs,
  load,
});

export const PAGES: readonly Page[] = [
  page('home', House, 'H', 'start', ['demo'], () => import('../views/home/HomePage.vue')),
  page(
    'data',
    Database,
    'D',
    'describe',
    ['index', 'make-dataset'],
    () => import('../views/data/DataPage.vue'),
  ),
  page('network', Waypoints, 'N', 'describe', [], () => import('../views/network/NetworkPage.vue')),
  page('hardware', Cpu, 'W', 'describe', [], () => import('../views/hardware/HardwarePage.vue')),
  page('import', FileInput, 'I', 'describe', ['nir-run'], () => import('../views/import/ImportPage.vue')),
  page('simulate', Play, 'S', 'run', ['simulate'], () => import('../views/simulate/SimulatePage.vue')),
  page(
    'train',
    GraduationCap,
    'T',
    'run',
    ['train', 'train-sweep', 'shrink'],
    () => import('../views/train/TrainPage.vue'),
  ),
  page('search', Telescope, 'E', 'run', ['search'], () => import('../views/search/SearchPage.vue')),
  page('runs', Table2, 'R', 'read', [], () => import('../views/runs/RunsPage.vue')),
  page('compare', ChartScatter, 'C', 'read', [], () => import('../views/compare/ComparePage.vue')),
  page('paper', FileText, 'P', 'read', ['paper'], () => import('../views/paper/PaperPage.vue')),
];
