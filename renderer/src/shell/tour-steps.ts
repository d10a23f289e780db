/** The tour: on which page, beside which part of it, in which order. The words are in the texts. */
import type { PageId } from './page-ids.ts';
import { texts } from '../texts/index.ts';

export interface TourStep {
  readonly page: PageId;
  /** data-test of what is pointed at. */
  readonly target: string;
  readonly title: string;
  readonly text: string;
}

const PLACES: readonly (readonly [keyof typeof texts.tour.steps, PageId, string])[] = [
  ['demo', 'home', 'run-demo'],
  ['data', 'data', 'page-data'],
  ['network', 'network', 'network-graph'],
  ['hardware', 'hardware', 'block-picture'],
  ['simulate', 'simulate', 'simulate-start'],
  ['train', 'train', 'page-train'],
  ['compare', 'compare', 'page-compare'],
  ['palette', 'home', 'open-palette'],
];

export const TOUR_STEPS: readonly TourStep[] = PLACES.map(([id, page, target]) => ({
  page,
  target,
  get title() {
    return texts.tour.steps[id].title;
  },
  get text() {
    return texts.tour.steps[id].text;
  },
}));
