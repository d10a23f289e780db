// The look's own contrast rules (WCAG 2.2, 1.4.3 and 1.4.11), checked on every token instead of by eye.
import { describe, expect, it } from 'vitest';
import { DARK, LIGHT, writeTokens, type Tokens } from '../../../renderer/src/design/tokens.ts';

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const v = parseInt(hex.slice(at, at + 2), 16) / 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const TEXTS = ['t1', 't2', 't3'] as const;
const GROUNDS = ['bg', 'panel', 'sunken', 'raised', 'hover', 'accentS'] as const;
const MARKS = [
  'dGreen',
  'dAmber',
  'dSky',
  'dBlue',
  'dVerm',
  'dPurple',
  'dGrey',
  'ctl',
  'axis',
  'accentT',
] as const;

describe.each([LIGHT, DARK])('theme $name', (tokens: Tokens) => {
  it('has black on white as 21 to 1', () => expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5));

  it.each(TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)))(
    'text %s can be read on %s',
    (text, ground) => expect(contrast(tokens[text], tokens[ground])).toBeGreaterThanOrEqual(4.5),
  );

  it.each(['good', 'warn', 'bad'] as const)(
    'the word %s can be read on its own ground and on the panel',
    (tone) => {
      expect(contrast(tokens[tone], tokens[`${tone}S`])).toBeGreaterThanOrEqual(4.5);
      expect(contrast(tokens[tone], tokens.panel)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('has readable filled buttons', () => {
    expect(contrast(tokens.onAccent, tokens.accent)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(MARKS)('mark %s stands out from the panel', (mark) => {
    expect(contrast(tokens[mark], tokens.panel)).toBeGreaterThanOrEqual(3);
  });

  it('gives every hue once', () => {
    const hues = MARKS.slice(0, 7).map((mark) => tokens[mark]);
    expect(new Set(hues).size).toBe(hues.length);
  });
});

it('writes tokens as CSS variables', () => {
  const written = new Map<string, string>();
  const root = {
    style: { setProperty: (name: string, value: string) => written.set(name, value), colorScheme: '' },
    dataset: {} as Record<string, string>,
  };
  writeTokens(DARK, root);
  expect(written.get('--accent-h')).toBe(DARK.accentH);
  expect(written.get('--d-green')).toBe(DARK.dGreen);
  expect(written.get('--line2')).toBe(DARK.line2);
  expect(written.get('--picture-well')).toBe('#0A0D11');
  expect(written.has('--name')).toBe(false);
  expect(root.dataset['theme']).toBe('dark');
  expect(root.style.colorScheme).toBe('dark');
});
