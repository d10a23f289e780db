/**
 * Shapes that follow from the layers below, filled into a draft network: C and H of each layer are M and R of the
 * one below, R = floor((H + 2 pad - E) / stride) + 1 (SpikeX Table II's letters), an fc layer takes all outputs as
 * inputs, a pooling layer keeps the channels. A draft is an unchecked record; where a value is missing or wrong,
 * inference ends and the rest stays as written: `parseNetwork` says what is wrong.
 */
import { isRecord, type JsonRecord } from '../math/field-reader.ts';

interface Map {
  readonly channels: number;
  readonly side: number;
}

export function inferShapes(draft: JsonRecord): JsonRecord {
  const { input, layers } = draft;
  if (!isRecord(input) || !Array.isArray(layers)) return draft;
  let below = mapOf(input['channels'], input['width']);
  return {
    ...draft,
    layers: layers.map((layer: unknown) => {
      if (!below || !isRecord(layer)) {
        below = null;
        return layer;
      }
      const shaped = layer['kind'] === 'fc' ? fcOn(layer, below) : convOn(layer, below);
      below = mapOf(shaped['M'], shaped['R']);
      return shaped;
    }),
  };
}

function fcOn(layer: JsonRecord, below: Map): JsonRecord {
  return { ...layer, H: 1, R: 1, E: 1, C: below.channels * below.side ** 2, stride: 1, pad: 0 };
}

function convOn(layer: JsonRecord, below: Map): JsonRecord {
  const { E, stride, pad } = layer;
  const isPool = layer['kind'] === 'pool';
  const shaped = { ...layer, H: below.side, C: below.channels, ...(isPool ? { M: below.channels } : {}) };
  if (!isCount(E) || !isCount(stride) || !isWhole(pad)) return shaped;
  const R = outputSide(below.side, E, stride, pad);
  return R >= 1 ? { ...shaped, R } : shaped;
}

/** R of a conv layer; below 1 where the kernel does not fit. */
export const outputSide = (H: number, E: number, stride: number, pad: number): number =>
  Math.floor((H + 2 * pad - E) / stride) + 1;

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isCount = (value: unknown): value is number => isWhole(value) && value > 0;
const mapOf = (channels: unknown, side: unknown): Map | null =>
  isCount(channels) && isCount(side) ? { channels, side } : null;
