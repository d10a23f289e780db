// Opens a recording as the window does, looks at a slice and some frames of it, and says how much memory that took.
import { openDataset } from '../../../electron/data/dataset.ts';
import { SampleViewer } from '../../../electron/data/sample-viewer.ts';
import { DEFAULT_TRAIN } from '../../../engine/contract/index.ts';

const opened = await openDataset(process.argv[2]);
if (!opened.ok) throw new Error(opened.issues[0].message);
const viewer = new SampleViewer(opened.value);
const view = await viewer.view({ index: 0, transforms: [], bins: DEFAULT_TRAIN.data.bins }, 1);
if (!view.ok) throw new Error(view.issues[0].message);
const { durationUs } = view.value.recording;
const slice = await viewer.slice({ view: 1, slice: 200 });
let events = 0;
for (let i = 0; i < 20; i++) {
  const frame = await viewer.frame({ view: 1, startUs: (i * durationUs) / 21, lengthUs: 20_000 });
  if (frame.ok) events = frame.value.events;
}
process.stdout.write(
  JSON.stringify({
    events: view.value.recording.events,
    frame: events,
    slice: slice.ok ? slice.value.x.length : 0,
    memoryMb: process.resourceUsage().maxRSS / 1024,
  }),
);
