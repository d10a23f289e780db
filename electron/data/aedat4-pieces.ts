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
import type { Aedat4Header } from '../../engine/events/formats/aedat4-header.ts';
import { addedCounts, noCounts, wholePackets } from '../../engine/events/formats/aedat4-packets.ts';
import type { Aedat4Counts } from '../../engine/events/formats/aedat4-packets.ts';
import type { PieceDecoder } from '../../engine/events/pieces/piece-decoder.ts';
import type { Sensor } from '../../engine/events/sensor.ts';
import { runDecoder } from './decoders/run-decoder.ts';

export function openAedat4Pieces(head: Uint8Array, path: string): Outcome<PieceDecoder> {
  const header = readAedat4Header(head);
  if (!header) return refuse(aedat4HeadIssue(path));
  const { streams } = header;
  const events = [...streams].find(([, { type }]) => type === 'EVTS');
  const counts = { ...noCounts(), eventStream: events ? events[0] : null };
  return accept(aedat4Decoder(header, events?.[1].size ?? null, path, counts));
}

function aedat4Decoder(
  header: Pick<Aedat4Header, 'compression' | 'dataStart' | 'dataEnd'>,
  declared: Sensor | null,
  path: string,
  start: Aedat4Counts,
): PieceDecoder {
  const { compression, dataStart, dataEnd } = header;
  let counts = start;
  return {
    start: dataStart,
    end: dataEnd,
    declared,
    usual: AEDAT4_SENSORS,
    decode: async (bytes) => {
      const usedBytes = wholePackets(bytes);
      const ask = { bytes: bytes.slice(0, usedBytes), compression, eventStream: counts.eventStream };
      const answer = await runDecoder('aedat4-packets', ask, path);
      if (!answer.ok) return answer;
      counts = addedCounts(counts, answer.value.counts);
      return accept({ columns: answer.value.columns, usedBytes });
    },
    fork: () => aedat4Decoder(header, declared, path, { ...counts }),
    finish: (rest) => {
      const refusal = aedat4Refusal(counts, path);
      return refusal ? refuse(refusal) : accept(null, aedat4Warnings(counts, rest, path));
    },
  };
}
