/** Slices of the recording that is shown, fetched when they are looked at; the ones used longest ago go first. */
import type { EventStream, Outcome, RecordingView } from '../../../../engine/contract/index.ts';

/** 1.7 MB each: a recording of eight million events stays whole. */
const MOST_KEPT = 64;
const MOST_FETCHED = 3;

export type FetchSlice = (view: number, slice: number) => Promise<Outcome<EventStream>>;

export class Slices {
  private readonly fetch: FetchSlice;
  private view = -1;
  /** In order of use, the latest last. */
  private readonly kept = new Map<number, EventStream>();
  private readonly fetching = new Set<number>();

  constructor(fetch: FetchSlice) {
    this.fetch = fetch;
  }

  /** Slices that hold events of [fromUs, toUs), absolute times: first, and one behind the last. */
  static range({ sliceStartsUs }: RecordingView, fromUs: number, toUs: number): readonly [number, number] {
    let first = 0;
    // A slice may begin with the time at which the one before it ends.
    while (first + 1 < sliceStartsUs.length && sliceStartsUs[first + 1] < fromUs) first++;
    let end = first;
    while (end < sliceStartsUs.length && sliceStartsUs[end] < toUs) end++;
    return [first, end];
  }

  /** The slices of the range, or null while some are on their way; `arrived` is called for each that comes. */
  get(
    recording: RecordingView,
    [first, end]: readonly [number, number],
    arrived: () => void,
  ): readonly EventStream[] | null {
    this.show(recording);
    const found: EventStream[] = [];
    for (let slice = first; slice < end; slice++) {
      const kept = this.kept.get(slice);
      if (!kept) this.load(slice, arrived);
      else {
        this.kept.delete(slice);
        this.kept.set(slice, kept);
        found.push(kept);
      }
    }
    return found.length === end - first ? found : null;
  }

  /** So that playing on does not wait. */
  prefetch(recording: RecordingView, slice: number): void {
    if (slice < recording.sliceStartsUs.length && !this.kept.has(slice)) this.load(slice, () => undefined);
  }

  private show({ id, firstSlice }: RecordingView): void {
    if (this.view === id) return;
    this.view = id;
    this.kept.clear();
    this.fetching.clear();
    this.kept.set(0, firstSlice);
  }

  private load(slice: number, arrived: () => void): void {
    if (!this.fetching.has(slice) && this.fetching.size < MOST_FETCHED) void this.fetchOne(slice, arrived);
  }

  private async fetchOne(slice: number, arrived: () => void): Promise<void> {
    const { view } = this;
    this.fetching.add(slice);
    const outcome = await this.fetch(view, slice);
    if (view !== this.view) return;
    this.fetching.delete(slice);
    if (!outcome.ok) return;
    this.kept.set(slice, outcome.value);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MOST_KEPT) break;
      this.kept.delete(oldest);
    }
    arrived();
  }
}
