/** Facts about a recording of any length, in one way through the file. */
import { accept, errorAt, refuse, warningAt } from '../../engine/contract/index.ts';
import type { Outcome } from '../../engine/contract/index.ts';
import { MOST_OUTSIDE } from '../../engine/events/formats/event-stream.ts';
import { Scan } from '../../engine/events/pieces/scan.ts';
import type { ScanFacts } from '../../engine/events/pieces/scan.ts';
import { sensorText } from '../../engine/events/sensor.ts';
import { cancelledIssue } from './sample-source.ts';
import type { RecordingPieces } from './recording-pieces.ts';

export async function scanRecording(
  recording: RecordingPieces,
  path: string,
  shouldStop: () => boolean = () => false,
): Promise<Outcome<ScanFacts>> {
  const scan = new Scan(recording.declared, recording.usual);
  const read = await recording.each((columns) => {
    if (shouldStop()) return refuse(cancelledIssue(path));
    scan.add(columns);
    return accept(null);
  });
  if (!read.ok) return read;
  const facts = scan.facts();
  const { outside, events, size } = facts;
  if (outside === 0) return accept(facts, read.warnings);
  const got = `got ${outside} of ${events + outside} outside`;
  const must = `must hold events inside the ${sensorText(size)} sensor`;
  if (outside > MOST_OUTSIDE * (events + outside)) {
    return refuse(
      errorAt(
        path,
        'events/outside-sensor',
        `${must} (${got}); the file is damaged, in another format or of a larger sensor`,
      ),
    );
  }
  const warning = warningAt(
    path,
    'events/outside-left-out',
    `${must} (${got}); they are left out, probably single damaged events`,
  );
  return accept(facts, [...read.warnings, warning]);
}
