/** What is held out of a dataset unless the user says otherwise: its Test part where there is one. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { DEFAULT_TRAIN, EMBEDDED_DATASETS } from '../../engine/contract/index.ts';

/** A Test folder, a folder that ends so, or a list of what to hold out. */
const TEST_PART = /^(?:.*[_-])?test(?:ing)?$|^(?:trials_to_)?test\w*\.txt$/i;

/** Share of the Train part to train on; null = the Test part is held out. What cannot be listed is named when it is opened. */
export function defaultSplit(source: string): number | null {
  const isEmbedded = EMBEDDED_DATASETS.some((name) => name === source);
  const names =
    !isEmbedded && existsSync(source) && statSync(source).isDirectory() ? readdirSync(source) : [];
  return names.some((name) => TEST_PART.test(name)) ? null : DEFAULT_TRAIN.data.split;
}
