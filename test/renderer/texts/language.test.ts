// One catalogue, two languages: read in the language of the moment, followed by what has read it.
import { afterEach, describe, expect, it } from 'vitest';
import { computed } from 'vue';
import { inLanguage, language, systemLanguage } from '../../../renderer/src/texts/language.ts';

const en = {
  title: 'Runs',
  of: (count: number) => `${count} runs`,
  states: { done: 'Done', failed: 'Failed' },
  pair: ['Width', 'px'],
};
const zh = {
  title: '运行',
  of: (count: number) => `${count} 次运行`,
  states: { done: '完成', failed: '失败' },
  pair: ['宽', 'px'],
};
const texts = inLanguage(en, zh);

afterEach(() => {
  language.value = 'en';
});

describe('a catalogue in two languages', () => {
  it('is read in the language of the moment, at every depth', () => {
    const { states } = texts;
    expect([texts.title, texts.of(2), states.done, texts.pair[0]]).toEqual([
      'Runs',
      '2 runs',
      'Done',
      'Width',
    ]);
    language.value = 'zh';
    expect([texts.title, texts.of(2), states.done, texts.pair[0]]).toEqual([
      '运行',
      '2 次运行',
      '完成',
      '宽',
    ]);
  });

  it('is followed by what was computed from it', () => {
    const shown = computed(() => Object.entries(texts.states).map(([key, text]) => `${key}: ${text}`));
    expect(shown.value).toEqual(['done: Done', 'failed: Failed']);
    language.value = 'zh';
    expect(shown.value).toEqual(['done: 完成', 'failed: 失败']);
  });

  it('gives the same table each time, so that what compares tables sees no change', () => {
    expect(texts.states).toBe(texts.states);
  });
});

describe('the language of the system', () => {
  it('is the first one that the window knows, else English', () => {
    expect(systemLanguage(['zh-CN', 'en'])).toBe('zh');
    expect(systemLanguage(['fr-FR', 'zh-Hant-TW', 'en-US'])).toBe('zh');
    expect(systemLanguage(['de-DE', 'en-GB', 'zh'])).toBe('en');
    expect(systemLanguage(['de', 'ja'])).toBe('en');
    expect(systemLanguage([])).toBe('en');
  });
});
