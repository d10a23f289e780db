/** What the user chose once: theme, sizes of panes, the dataset at hand. */
import { defineStore } from 'pinia';
import { computed, ref, watchEffect } from 'vue';
import { DEFAULT_DATASET } from '../../../engine/contract/index.ts';
import { DARK, LIGHT, type Tokens } from '../design/tokens.ts';
import { LANGUAGES, language, systemLanguage } from '../texts/language.ts';
import { isNumberTable, isOneOf, isText, isTextList, remembered } from './remembered.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEMES)[number];

export const LANGUAGE_CHOICES = ['system', ...LANGUAGES] as const;
export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];

/** Networks, bundles and descriptions are opened by their own pages. */
const NO_DATASET = /\.(nir|net|json|spikexbundle)$/i;

const RECENT_LIMIT = 6;

export const useSettings = defineStore('settings', () => {
  const theme = remembered<ThemeChoice>('theme', 'system', isOneOf(THEMES));
  const languageChoice = remembered<LanguageChoice>('language', 'system', isOneOf(LANGUAGE_CHOICES));
  /** Sizes of panes in pixels by the splitter's name. */
  const paneSizes = remembered<Record<string, number>>('panes', {}, isNumberTable);
  /** Dataset that Data shows and Train proposes: an embedded name or a folder. */
  const dataset = remembered('dataset', DEFAULT_DATASET as string, isText);
  /** Folders and files that were opened, the latest first. */
  const recentPaths = remembered<string[]>('recent-folders', [], isTextList);
  const recentDatasets = computed(() => recentPaths.value.filter((path) => !NO_DATASET.test(path)));

  const systemDark = ref(false);
  followSystem((dark) => (systemDark.value = dark));

  const dark = computed(() => (theme.value === 'system' ? systemDark.value : theme.value === 'dark'));
  watchEffect(
    () => {
      const chosen = languageChoice.value;
      language.value = chosen === 'system' ? systemLanguage(navigator.languages) : chosen;
    },
    { flush: 'sync' },
  );
  const tokens = computed<Tokens>(() => (dark.value ? DARK : LIGHT));

  function rememberPath(path: string): void {
    recentPaths.value = [path, ...recentPaths.value.filter((other) => other !== path)].slice(0, RECENT_LIMIT);
  }

  function forgetPaths(paths: readonly string[]): void {
    recentPaths.value = recentPaths.value.filter((path) => !paths.includes(path));
  }

  return {
    theme,
    languageChoice,
    dark,
    tokens,
    paneSizes,
    dataset,
    recentPaths,
    recentDatasets,
    rememberPath,
    forgetPaths,
  };
});

function followSystem(changed: (dark: boolean) => void): void {
  if (typeof matchMedia !== 'function') return;
  const query = matchMedia('(prefers-color-scheme: dark)');
  changed(query.matches);
  query.addEventListener('change', ({ matches }) => changed(matches));
}
