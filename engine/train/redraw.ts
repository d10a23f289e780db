/** Training samples that look different in every epoch: what the host hands in where transforms draw. */
import type { SpikeTensor } from '../contract/index.ts';

/** `sample`: its place in the training part; epochs count from 1. Of the training part's shape, the same bits for the same question. */
export type Redraw = (sample: number, epoch: number) => SpikeTensor;
