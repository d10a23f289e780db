/**
 * Labelled pictures as the event camera's simulator films them: grey values 0..1, rows from the top. Colours become grey
 * with the weights of ITU-R BT.601 (0.299, 0.587, 0.114).
 */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly grey: Float32Array;
}

export interface ImageSet {
  readonly title: string;
  readonly classes: readonly string[];
  /** One per picture. */
  readonly labels: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  image(index: number): GreyImage;
}

export const greyOf = (red: number, green: number, blue: number): number =>
  (0.299 * red + 0.587 * green + 0.114 * blue) / 255;

/** Names of classes that are known by number only. */
export const numberedClasses = (labels: Uint8Array): string[] =>
  Array.from({ length: labels.reduce((most, label) => Math.max(most, label), 0) + 1 }, (_, label) =>
    String(label),
  );
