/**
 * Ways out of the issues of a draft network that have one right number: C, H and R against the layer below, M of the
 * last layer against the classes. Left out: issues with several ways out, which keep their text alone.
 */
import type { DraftFix, Issue } from '../contract/index.ts';
import { isRecord, type JsonRecord } from '../math/field-reader.ts';
import { outputSide } from './infer-shapes.ts';

const PLACE = /layers\[(\d+)\]\.([A-Za-z]+)$/;

/** draft: the record whose check gave the issues. */
export function networkFixes(draft: JsonRecord, issues: readonly Issue[]): DraftFix[] {
  return issues.flatMap((issue) => {
    const [, index, field] = PLACE.exec(issue.path) ?? [];
    if (field === undefined) return [];
    const value = rightValue(draft, Number(index), field, issue.code);
    return value === null ? [] : [{ path: issue.path, field: `layers[${index}].${field}`, value }];
  });
}

function rightValue(draft: JsonRecord, at: number, field: string, code: string): number | null {
  const layer = layerAt(draft, at);
  if (!layer) return null;
  if (code === 'layer/output-side' || code === 'layer/past-the-map') {
    const [H, E, stride, pad] = ['H', 'E', 'stride', 'pad'].map((key) => Number(layer[key]));
    const R = outputSide(H, E, stride, pad);
    return R >= 1 ? R : null;
  }
  if (code === 'network/classes') {
    const { classes } = draft;
    return Array.isArray(classes) && layer['R'] === 1 ? classes.length : null;
  }
  if (code !== 'network/chain') return null;
  const { input } = draft;
  const below =
    at > 0
      ? { channels: Number(layerAt(draft, at - 1)?.['M']), side: Number(layerAt(draft, at - 1)?.['R']) }
      : isRecord(input) && { channels: Number(input['channels']), side: Number(input['width']) };
  if (!below) return null;
  const value =
    field === 'H' ? below.side : layer['kind'] === 'fc' ? below.channels * below.side ** 2 : below.channels;
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}

function layerAt(draft: JsonRecord, at: number): JsonRecord | null {
  const { layers } = draft;
  const layer: unknown = Array.isArray(layers) ? layers[at] : null;
  return isRecord(layer) ? layer : null;
}
