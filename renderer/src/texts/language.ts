/** The language of the window, and catalogues that are read in it. */
import { shallowRef } from 'vue';

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What follows the `lang` attribute and asks for fonts and line breaks. */
export const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-Hans' };

/** Each in its own words, in every language. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: '简体中文' };

/** The language of the moment. What reads a text in a template, `computed` or `watch` follows it. */
export const language = shallowRef<Language>('en');

/** The first language of the system that the window knows; English where there is none. */
export function systemLanguage(preferred: readonly string[]): Language {
  const codes = preferred.map((tag) => tag.toLowerCase().split('-')[0]);
  return codes.map((code) => LANGUAGES.find((one) => one === code)).find((one) => one !== undefined) ?? 'en';
}

/** The shape of a catalogue in another language: same keys, same arguments, other words. */
export type Translation<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { readonly [K in keyof T]: Translation<T[K]> };

/**
 * One catalogue for all languages: every property is looked up in the language of the moment. So a text must be
 * read where it is shown (template, `computed`, function, getter), never into a constant of a module.
 */
export function inLanguage<T extends object>(en: T, zh: Translation<T>): Translation<T> {
  return follow({ en, zh: zh as object }) as Translation<T>;
}

function follow(catalogues: Readonly<Record<Language, object>>): object {
  const inner = new Map<string, object>();
  return new Proxy(catalogues.en, {
    get(_, key) {
      const value: unknown = Reflect.get(catalogues[language.value], key);
      if (typeof key === 'symbol' || !isTable(value)) return value;
      let table = inner.get(key);
      if (!table) {
        const { en, zh } = catalogues;
        table = follow({ en: Reflect.get(en, key) as object, zh: Reflect.get(zh, key) as object });
        inner.set(key, table);
      }
      return table;
    },
  });
}

const isTable = (value: unknown): value is object => typeof value === 'object' && value !== null;
