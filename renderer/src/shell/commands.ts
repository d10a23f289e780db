/** What the palette can do: pages, commands, runs. */
import {
  CircleDot,
  DatabaseBackup,
  Files,
  FileText,
  FlaskConical,
  FolderOpen,
  GraduationCap,
  Info,
  Keyboard,
  Languages,
  ListChecks,
  Moon,
  PanelLeft,
  Play,
  Route,
  Square,
  SquarePlay,
  Sun,
  SunMoon,
  type LucideIcon,
} from 'lucide-vue-next';
import { DEFAULT_DATASET, type RunRow } from '../../../engine/contract/index.ts';
import { saveFile } from '../charts/export.ts';
import { edp, percent } from '../format/index.ts';
import { useApi } from '../stores/api.ts';
import { useDemo } from '../stores/demo.ts';
import { useHost } from '../stores/host.ts';
import { useJobs } from '../stores/jobs.ts';
import { useRoute } from '../stores/route.ts';
import { useRuns } from '../stores/runs.ts';
import { useSelection } from '../stores/selection.ts';
import { useSettings } from '../stores/settings.ts';
import { useShell } from '../stores/shell.ts';
import { useTour } from '../stores/tour.ts';
import { texts } from '../texts/index.ts';
import { playbackTexts } from '../texts/playback.ts';
import { uploadTexts } from '../texts/uploads.ts';
import { LANGUAGES, LANGUAGE_NAMES } from '../texts/language.ts';
import { PAGES } from './pages.ts';
import type { Searchable } from './palette-search.ts';

export interface Command extends Searchable {
  readonly id: string;
  readonly group: keyof typeof texts.palette.groups;
  readonly icon: LucideIcon;
  /** Grey on the right: page, figures. */
  readonly detail?: string;
  readonly key?: string;
  readonly run: () => void;
}

export function pageCommands(): Command[] {
  const route = useRoute();
  return PAGES.map(({ id, title, about, icon, key }) => ({
    id: `page-${id}`,
    group: 'pages',
    icon,
    title,
    also: `${about} ${id}`,
    detail: about,
    key: `G ${key}`,
    run: () => route.go(id),
  }));
}

export function actionCommands(): Command[] {
  const { commands, pages } = texts;
  const route = useRoute();
  const settings = useSettings();
  const shell = useShell();
  const jobs = useJobs();
  const demo = useDemo();
  const make = (
    id: string,
    icon: LucideIcon,
    title: string,
    run: () => void,
    more: Partial<Command> = {},
  ): Command => ({ id, group: 'commands', icon, title, run, ...more });
  const openDataset = (source: string): void => {
    settings.dataset = source;
    route.go('data');
  };
  return [
    make(
      'run-demo',
      Play,
      commands.demo,
      () => {
        route.go('home');
        void demo.start();
      },
      { detail: pages.home.title },
    ),
    make('new-training', GraduationCap, commands.newTraining, () => route.go('train', 'new'), {
      detail: pages.train.title,
    }),
    make('playback', SquarePlay, playbackTexts.command, () => route.go('hardware', 'playback'), {
      detail: pages.hardware.title,
      also: 'schedule trace NTWU',
    }),
    make('open-folder', FolderOpen, commands.openFolder, () => (shell.chooserOpen = true), {
      detail: pages.data.title,
    }),
    make('uploads', Files, uploadTexts.open, () => (shell.uploadsOpen = true), {
      detail: pages.data.title,
      also: 'upload delete',
    }),
    make('open-embedded', FlaskConical, commands.synthetic, () => openDataset(DEFAULT_DATASET), {
      detail: pages.data.title,
    }),
    ...jobs.active.map((job) =>
      make(`cancel-${job.id}`, Square, texts.jobs.cancelJob(job.title), () => void jobs.cancel(job.id)),
    ),
    make('show-jobs', ListChecks, commands.showJobs, () => (jobs.listOpen = true), { key: 'J' }),
    make('show-keys', Keyboard, commands.showKeys, () => (shell.keysOpen = true), { key: '?' }),
    make('tour', Route, texts.tour.command, () => useTour().start()),
    make('diagnostics', FileText, commands.diagnostics, () => void saveDiagnostics()),
    make('backup', DatabaseBackup, commands.backup, () => void backUp()),
    make('about', Info, commands.about, () => (shell.aboutOpen = true)),
    make('theme-system', SunMoon, commands.themeSystem, () => (settings.theme = 'system')),
    make('theme-light', Sun, commands.themeLight, () => (settings.theme = 'light')),
    make('theme-dark', Moon, commands.themeDark, () => (settings.theme = 'dark')),
    make('language-system', Languages, commands.languageSystem, () => (settings.languageChoice = 'system')),
    ...LANGUAGES.map((one) =>
      make(`language-${one}`, Languages, LANGUAGE_NAMES[one], () => (settings.languageChoice = one), {
        also: 'language 语言',
      }),
    ),
    make('reset-panes', PanelLeft, commands.resetPanes, () => (settings.paneSizes = {})),
  ];
}

/** A text for bug reports, without names, notes or paths. */
async function saveDiagnostics(): Promise<void> {
  const answer = await useApi().call('host.diagnostics', {});
  if (answer.ok) saveFile(new Blob([answer.value.text], { type: 'text/plain' }), 'spikex-diagnostics.txt');
}

/** Into the backups folder beside the database; the notice says where, or why not. */
async function backUp(): Promise<void> {
  const file = `experiments-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.sqlite`;
  const answer = await useApi().call('host.backup', { file });
  const host = useHost();
  host.notice = answer.ok
    ? {
        code: 'backup/done',
        path: answer.value.file,
        message: texts.commands.backedUp,
        severity: 'warning',
      }
    : answer.issues[0];
}

export function runCommands(): Command[] {
  const route = useRoute();
  const selection = useSelection();
  return useRuns().rows.map((row) => ({
    id: `run-${row.id}`,
    group: 'runs',
    icon: CircleDot,
    title: row.name,
    also: `${row.experiment} ${row.network} ${row.dataset} ${row.id}`,
    detail: figuresOf(row),
    run: () => {
      selection.select(row.id);
      route.go('runs', row.id);
    },
  }));
}

/** Accuracy and EDP, so that many visits end in the palette. */
function figuresOf(row: RunRow): string {
  const spikex = row.costs.find(({ system }) => system === 'spikex') ?? row.costs[0];
  return [
    row.accuracy === null ? texts.jobs.states[row.state] : percent(row.accuracy).label,
    spikex && edp(spikex.edpJs).label,
  ]
    .filter(Boolean)
    .join(' · ');
}
