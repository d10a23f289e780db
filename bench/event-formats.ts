/** Decoding of one recording of a million events in each format, against a copy of the decoded bytes and a NumPy reader. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStream, Outcome } from '../engine/contract/index.ts';
import { decodeAedat3 } from '../engine/events/formats/aedat3.ts';
import { encodeAedat3 } from '../engine/events/formats/aedat3-encode.ts';
import { decodeAedat4 } from '../engine/events/formats/aedat4.ts';
import { encodeAedat4 } from '../engine/events/formats/aedat4-encode.ts';
import { decodeDat, encodeDat } from '../engine/events/formats/dat.ts';
import { decodeEvt2 } from '../engine/events/formats/evt2.ts';
import { decodeEvt3 } from '../engine/events/formats/evt3.ts';
import { encodeEvt2, encodeEvt3 } from '../engine/events/formats/evt-encode.ts';
import { decodeNmnistBin, encodeNmnistBin } from '../engine/events/formats/nmnist-bin.ts';
import { decodeSlayerBs3, encodeSlayerBs3 } from '../engine/events/formats/slayer-bs3.ts';
import { Random } from '../engine/math/random.ts';
import { median } from './types.ts';
import type { BenchResult } from './types.ts';

const EVENTS = 1_000_000;
const REPETITIONS = 15;
/** Not counted: until then the decoders are being compiled, which a folder of recordings pays once. */
const WARM_UP = 10;
const DECODED_BYTES = 13;

type Decode = (bytes: Uint8Array) => Outcome<unknown>;
interface Subject {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly decode: Decode;
}

export function formatRates(folder: string, progress: (line: string) => void): BenchResult[] {
  const subjects = subjectsOf(recording());
  const decoded = new Uint8Array(EVENTS * DECODED_BYTES).fill(1);
  const seconds = new Map<string, number[]>();
  for (let i = 0; i < WARM_UP; i++) for (const { bytes, decode } of subjects) decode(bytes);
  for (let i = 0; i < REPETITIONS; i++) {
    progress(`formats, repetition ${i + 1} of ${REPETITIONS}`);
    for (const { name, bytes, decode } of subjects) note(seconds, name, () => decode(bytes));
    note(seconds, 'copy', () => decoded.slice());
  }
  const rate = (name: string): number => EVENTS / median(seconds.get(name) ?? []) / 1e6;
  const numpy = numpyRates(folder, subjects);
  return subjects.flatMap(({ name }) => {
    const peer = numpy?.[name] ?? null;
    const result = {
      name: `decode ${name}, 1 M events`,
      ours: rate(name),
      unit: 'M events/s',
      runs: REPETITIONS,
      note: '',
    };
    const copy = {
      ...result,
      baseline: rate('copy'),
      baselineName: 'copy of the decoded bytes',
      ratio: rate(name) / rate('copy'),
    };
    return peer === null
      ? [copy]
      : [copy, { ...result, baseline: peer, baselineName: 'NumPy, vectorised', ratio: rate(name) / peer }];
  });
}

/** A quarter of a megapixel, eight events per µs, no two neighbours alike. */
function recording(): EventStream {
  const random = new Random(1);
  const columns = { x: new Uint16Array(EVENTS), y: new Uint16Array(EVENTS), p: new Uint8Array(EVENTS) };
  const tUs = Float64Array.from({ length: EVENTS }, (_, i) => i >> 3);
  for (let i = 0; i < EVENTS; i++) {
    columns.x[i] = random.below(240);
    columns.y[i] = random.below(180);
    columns.p[i] = random.below(2);
  }
  return { width: 240, height: 180, ...columns, tUs };
}

function subjectsOf(stream: EventStream): Subject[] {
  const bytesOf = (encoded: Outcome<Uint8Array>): Uint8Array => {
    if (!encoded.ok) throw new Error(encoded.issues[0].message);
    return encoded.value;
  };
  return [
    {
      name: '.bin',
      bytes: bytesOf(encodeNmnistBin(stream, 'a')),
      decode: (b) => decodeNmnistBin(b, 'a.bin', null),
    },
    { name: '.dat', bytes: bytesOf(encodeDat(stream, 'a')), decode: (b) => decodeDat(b, 'a.dat', null) },
    { name: 'EVT 2.0', bytes: bytesOf(encodeEvt2(stream, 'a')), decode: (b) => decodeEvt2(b, 'a.raw', null) },
    { name: 'EVT 3.0', bytes: bytesOf(encodeEvt3(stream, 'a')), decode: (b) => decodeEvt3(b, 'a.raw', null) },
    {
      name: '.bs3',
      bytes: bytesOf(encodeSlayerBs3(stream, 'a')),
      decode: (b) => decodeSlayerBs3(b, 'a.bs3', null),
    },
    {
      name: 'AEDAT 3.1',
      bytes: bytesOf(encodeAedat3(stream, 'a', 'DAVIS240C')),
      decode: (b) => decodeAedat3(b, 'a', null),
    },
    {
      name: 'AEDAT 4',
      bytes: bytesOf(encodeAedat4(stream, 'a')),
      decode: (b) => decodeAedat4(b, 'a', null, () => ''),
    },
  ];
}

function note(seconds: Map<string, number[]>, name: string, work: () => unknown): void {
  const start = performance.now();
  work();
  seconds.set(name, [...(seconds.get(name) ?? []), (performance.now() - start) / 1000]);
}

const NUMPY_READER = `
import sys, json, time, numpy as np
def dat(b):
    w = b[-8000000:].view('<u4').reshape(-1, 2); d = w[:, 1]
    return (d & 16383).astype(np.uint16), ((d >> 14) & 16383).astype(np.uint16), (d >> 28).astype(np.uint8), w[:, 0].astype(np.float64)
def evt2(b):
    start = bytes(b[:200]).index(b'% end\\n') + 6
    w = b[start:start + (len(b) - start) // 4 * 4].copy().view('<u4'); kind = w >> 28; cd = kind <= 1
    high = np.where(kind == 8, (w & 0xfffffff).astype(np.float64) * 64, 0); base = np.maximum.accumulate(high)[cd]; e = w[cd]
    return ((e >> 11) & 2047).astype(np.uint16), (e & 2047).astype(np.uint16), kind[cd].astype(np.uint8), base + ((e >> 22) & 63)
def rate(work, b):
    times = []
    for _ in range(7):
        start = time.perf_counter(); out = work(b); times.append(time.perf_counter() - start)
    assert len(out[0]) == 1000000
    return 1 / sorted(times)[3]
print(json.dumps({'.dat': rate(dat, np.fromfile(sys.argv[1], np.uint8)), 'EVT 2.0': rate(evt2, np.fromfile(sys.argv[2], np.uint8))}))
`;

/** In millions of events per second; null where Python or NumPy is missing. */
function numpyRates(folder: string, subjects: readonly Subject[]): Record<string, number> | null {
  const files = ['.dat', 'EVT 2.0'].map((name, i) => {
    const file = join(folder, `numpy-${i}`);
    writeFileSync(file, subjects.find((subject) => subject.name === name)?.bytes ?? '');
    return file;
  });
  try {
    const answer = execFileSync('python3', ['-c', NUMPY_READER, ...files], {
      encoding: 'utf8',
      timeout: 120_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(answer);
  } catch {
    return null;
  }
}
