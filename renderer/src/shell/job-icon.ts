/** One icon per kind of work, the same in the status bar and in the job list. */
import {
  ChartLine,
  Database,
  FileStack,
  FlaskConical,
  GraduationCap,
  Grid3x3,
  ListChecks,
  Network,
  Play,
  Scale,
  Scissors,
  Telescope,
  type LucideIcon,
} from 'lucide-vue-next';
import type { JobKind } from '../../../engine/contract/index.ts';

const ICONS: Readonly<Record<JobKind, LucideIcon>> = {
  train: GraduationCap,
  demo: FlaskConical,
  simulate: Play,
  explain: Scale,
  index: Database,
  'make-dataset': FileStack,
  evaluate: ListChecks,
  shrink: Scissors,
  paper: ChartLine,
  sweep: Grid3x3,
  'train-sweep': Grid3x3,
  search: Telescope,
  'nir-run': Network,
};

export const jobIcon = (kind: JobKind): LucideIcon => ICONS[kind];
