/** AEDAT 4 piece by piece: packets are cut here and unpacked in the decoder thread. */
import { accept, refuse } from '../../engine/contract/index.ts';
import type { Outcome } from '../../engine/contract/index.ts';
import {
  AEDAT4_SENSORS,
  aedat4HeadIssue,
  aedat4Refusal,
  aedat4Warnings,
} from '../../engine/events/formats/aedat4.ts';
import { readAedat4Header } from '../../engine/events/formats/aedat4-header.ts';
import { addedCounts, noCounts, wholePackets } from '../../engine/events/formats/aedat4-packets.ts';
import type { PieceDecoder } from '../../engine/events/pieces/piece-decoder.ts';
import { runDecoder } from './decoders/run-decoder.ts';

export function openAedat4Pieces(head: Uint8Array, path: string): Outcome<PieceDecoder> {
  const header = readAedat4Header(head);
  if (!header) return refuse(aedat4HeadIssue(path));
  const { compression, dataStart, dataEnd, streams } = header;
  const events = [...streams].find(([, { type }]) => type === 'EVTS');
  let counts = { ...noCounts(), eventStream: events ? events[0] : null };
  return accept({
    start: dataStart,
    end: dataEnd,
    declared: events?.[1].size ?? null,
    usual: AEDAT4_SENSORS,
    decode: async (bytes) => {
      const usedBytes = wholePackets(bytes);
      const ask = { bytes: bytes.slice(0, usedBytes), compression, eventStream: counts.eventStream };
      const answer = await runDecoder('aedat4-packets', ask, path);
      if (!answer.ok) return answer;
      counts = addedCounts(counts, answer.value.counts);
      return accept({ columns: answer.value.columns, usedBytes });
    },
    finish: (rest) => {
      const refusal = aedat4Refusal(counts, path);
      return refusal ? refuse(refusal) : accept(null, aedat4Warnings(counts, rest, path));
    },
  });
}
