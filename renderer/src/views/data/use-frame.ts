/**
 * The picture of the window that is shown. Short windows are counted here from slices; long ones by the host. While
 * events are on their way the last picture stays, and `waiting` says so.
 */
import { ref, shallowRef, watch, type Ref } from 'vue';
import type { Outcome, PolarityFrame, RecordingView } from '../../../../engine/contract/index.ts';
import { FrameCounter } from '../../components/polarity.ts';
import { Slices, type FetchSlice } from './slices.ts';

/** A million events are counted in some milliseconds. */
const MOST_LOCAL_SLICES = 8;

export interface FrameAsks {
  readonly slice: FetchSlice;
  readonly frame: (view: number, startUs: number, lengthUs: number) => Promise<Outcome<PolarityFrame>>;
}

export function useFrame(
  recording: Ref<RecordingView | null>,
  startUs: Readonly<Ref<number>>,
  lengthUs: Readonly<Ref<number>>,
  asks: FrameAsks,
) {
  const frame = shallowRef<PolarityFrame | null>(null);
  const waiting = ref(false);
  const slices = new Slices(asks.slice);
  const counter = new FrameCounter();
  let isAsking = false;

  function update(): void {
    const view = recording.value;
    if (!view) {
      frame.value = null;
      return;
    }
    const fromUs = view.startUs + startUs.value;
    const range = Slices.range(view, fromUs, fromUs + lengthUs.value);
    if (range[1] - range[0] > MOST_LOCAL_SLICES) {
      void ask(view);
      return;
    }
    const found = slices.get(view, range, update);
    waiting.value = found === null;
    if (!found) return;
    frame.value = counter.count(view, found, fromUs, fromUs + lengthUs.value);
    slices.prefetch(view, range[1]);
  }

  /** One question at a time; what was asked for meanwhile is asked next. */
  async function ask(view: RecordingView): Promise<void> {
    waiting.value = true;
    if (isAsking) return;
    isAsking = true;
    const asked = [startUs.value, lengthUs.value] as const;
    const outcome = await asks.frame(view.id, ...asked);
    isAsking = false;
    const isLate = view !== recording.value || asked[0] !== startUs.value || asked[1] !== lengthUs.value;
    if (outcome.ok && view === recording.value) frame.value = outcome.value;
    if (isLate) update();
    else waiting.value = false;
  }

  watch([recording, startUs, lengthUs], update, { immediate: true });
  return { frame, waiting };
}
