/** One icon per kind of work, the same in the status bar and in the job list. */
import {
  ChartLine,
  Database,
  FileStack,
  FlaskConical,
  GraduationCap,
  ListChecks,
  Play,
  Scale,
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
  paper: ChartLine,
};

export const jobIcon = (kind: JobKind): LucideIcon => ICONS[kind];
