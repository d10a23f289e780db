/** The sequential colour map (five anchors, linear between them) and the ink that reads on it. */
import type { Tokens } from '../design/tokens.ts';

const DARK_INK = '#0B0E12';
const LIGHT_INK = '#FFFFFF';

/** share 0..1 → colour. */
export function sequential(tokens: Tokens, share: number): string {
  const anchors = [tokens.seq0, tokens.seq1, tokens.seq2, tokens.seq3, tokens.seq4];
  const at = Math.max(0, Math.min(1, share)) * (anchors.length - 1);
  const low = Math.min(Math.floor(at), anchors.length - 2);
  return mix(anchors[low], anchors[low + 1], at - low);
}

/** White or near black, whichever contrasts more (WCAG relative luminance). */
export function inkOn(fill: string): string {
  const level = luminance(fill) + 0.05;
  return 1.05 / level >= level / (luminance(DARK_INK) + 0.05) ? LIGHT_INK : DARK_INK;
}

const channels = (hex: string): number[] => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

export function mix(from: string, to: string, share: number): string {
  const target = channels(to);
  return (
    '#' +
    channels(from)
      .map((value, index) => Math.round(value + (target[index] - value) * share))
      .map((value) => value.toString(16).padStart(2, '0'))
      .join('')
  );
}

function luminance(hex: string): number {
  const [red, green, blue] = channels(hex).map((value) => {
    const level = value / 255;
    return level <= 0.03928 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
