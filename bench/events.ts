/** Event files: decoding against a memory copy and a NumPy reader; loading and binning 1,000 N-MNIST-like files. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDataset } from '../electron/data/load-dataset.ts';
import { makeDataset } from '../electron/data/make-dataset.ts';
import type { DataSpec } from '../engine/contract/index.ts';
import { decodeNmnistBin } from '../engine/events/formats/nmnist-bin.ts';
import { SyntheticNmnist } from '../engine/events/synthetic/synthetic-nmnist.ts';
import { formatRates } from './event-formats.ts';
import { median } from './types.ts';
import type { BenchResult, BenchSuite } from './types.ts';

const FILES = 1000;
const REPETITIONS = 7;
/** Bytes that one decoded event takes: x, y as 16 bits, polarity 8, time 64. */
const DECODED_BYTES = 13;

export const suite: BenchSuite = async (progress) => {
  const folder = mkdtempSync(join(tmpdir(), 'spikex-bench-'));
  try {
    const set = join(folder, 'set');
    const joined = join(folder, 'joined.bin');
    progress(`making ${FILES} N-MNIST-like files`);
    const generation = await generated(set);
    writeFileSync(joined, Buffer.concat(recordings(join(set, 'Train')).map((path) => readFileSync(path))));
    return [...(await measured(set, joined, progress)), ...formatRates(folder, progress), generation];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Every repetition measures all sides one after the other, so that other work on the machine touches all alike. */
async function measured(
  set: string,
  joined: string,
  progress: (line: string) => void,
): Promise<BenchResult[]> {
  const bytes = new Uint8Array(readFileSync(joined));
  const files = recordings(join(set, 'Train')).map((path) => new Uint8Array(readFileSync(path)));
  const events = bytes.length / 5;
  const decoded = new Uint8Array(events * DECODED_BYTES).fill(1);
  const short: number[] = [];
  const decode: number[] = [];
  const copy: number[] = [];
  const load: number[] = [];
  const numpy: NumpyFigures[] = [];
  for (let i = 0; i <= REPETITIONS; i++) {
    progress(i === 0 ? 'warming up' : `repetition ${i} of ${REPETITIONS}`);
    short[i] = events / secondsOf(() => files.forEach((file) => decodeNmnistBin(file, 'file.bin', null)));
    decode[i] = events / secondsOf(() => decodeNmnistBin(bytes, 'joined.bin', null));
    copy[i] = events / secondsOf(() => decoded.slice());
    load[i] = await loadSeconds(set);
    const peer = numpyFigures(joined, join(set, 'Train'));
    if (peer) numpy[i] = peer;
    else if (i === 0) progress('no python3 with NumPy here: no peer for decoding and loading');
  }
  const settled = (values: readonly number[]): number => median(values.slice(1));
  const peerOf = (key: keyof NumpyFigures): number | null =>
    numpy.length ? settled(numpy.map((figures) => figures[key])) : null;
  const peerLoad = peerOf('load');
  return [
    rate(`decode ${FILES} N-MNIST files in memory`, settled(short), peerOf('short'), 'NumPy, vectorised'),
    rate('decode one recording of 4 M events', settled(decode), peerOf('decode'), 'NumPy, vectorised'),
    rate('decode it against memory', settled(decode), settled(copy), 'copy of the decoded bytes'),
    {
      name: `load, hash, bin and pack ${FILES} N-MNIST-like files`,
      ours: settled(load),
      baseline: peerLoad,
      baselineName: peerLoad === null ? null : 'NumPy: read, decode, bin (no hash)',
      ratio: peerLoad === null ? null : peerLoad / settled(load),
      unit: 's',
      runs: REPETITIONS,
      note: 'files in the disk cache',
    },
  ];
}

function rate(name: string, ours: number, baseline: number | null, baselineName: string): BenchResult {
  return {
    name,
    ours: ours / 1e6,
    baseline: baseline === null ? null : baseline / 1e6,
    baselineName: baseline === null ? null : baselineName,
    ratio: baseline === null ? null : ours / baseline,
    unit: 'M events/s',
    runs: REPETITIONS,
    note: '',
  };
}

async function generated(out: string): Promise<BenchResult> {
  new SyntheticNmnist(1).sample(0); // compiles the code outside the measurement
  const start = performance.now();
  const made = await makeDataset({
    kind: 'synthetic-nmnist',
    out,
    trainSamples: FILES,
    testSamples: 0,
    seed: 1,
  });
  if (!made.ok) throw new Error(made.issues[0].message);
  return {
    name: 'generate synthetic N-MNIST and write it',
    ours: FILES / ((performance.now() - start) / 1000),
    baseline: null,
    baselineName: null,
    ratio: null,
    unit: 'samples/s',
    runs: 1,
    note: `${FILES} samples, one thread`,
  };
}

const recordings = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.bin'))
    .map((name) => join(folder, name));

/** Once to warm caches and memory, once measured; the peers are measured in the same way. */
function secondsOf(work: () => unknown): number {
  work();
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

async function loadSeconds(source: string): Promise<number> {
  const spec: DataSpec = {
    source,
    split: 0.8,
    maxTrain: null,
    maxTest: null,
    transforms: [],
    bins: { timesteps: 30, mode: 'window', windowUs: 10_000, factor: null },
  };
  const load = async (): Promise<void> => {
    const loaded = await loadDataset(spec, { seed: 1, input: null, cache: null });
    if (!loaded.ok) throw new Error(loaded.issues[0].message);
  };
  await load();
  const start = performance.now();
  await load();
  return (performance.now() - start) / 1000;
}

const NUMPY_READER = `
import sys, time, glob, numpy as np
def decode(b):
    b = b.reshape(-1, 5)
    t = ((b[:, 2] & 127).astype(np.uint32) << 16) | (b[:, 3].astype(np.uint32) << 8) | b[:, 4]
    return b[:, 0].astype(np.uint16), b[:, 1].astype(np.uint16), b[:, 2] >> 7, t.astype(np.float64)
def load(files):
    for name in files:
        x, y, p, t = decode(np.fromfile(name, np.uint8))
        step = (t // 10000).astype(np.int64)
        keep = step < 30
        dense = np.zeros((30, 2, 34, 34), bool)
        dense[step[keep], p[keep], y[keep], x[keep]] = True
def seconds(work):
    work()
    start = time.perf_counter(); work(); return time.perf_counter() - start
joined = np.fromfile(sys.argv[1], np.uint8)
files = glob.glob(sys.argv[2] + '/*/*.bin')
raw = [np.fromfile(name, np.uint8) for name in files]
events = len(joined) / 5
def every():
    for b in raw: decode(b)
print(events / seconds(lambda: decode(joined)), events / seconds(every), seconds(lambda: load(files)))
`;

interface NumpyFigures {
  readonly decode: number;
  readonly short: number;
  readonly load: number;
}

/** Null where Python or NumPy is missing. */
function numpyFigures(joined: string, folder: string): NumpyFigures | null {
  try {
    const text = execFileSync('python3', ['-c', NUMPY_READER, joined, folder], {
      encoding: 'utf8',
      timeout: 120_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [decode, short, load] = text.trim().split(' ').map(Number);
    return { decode, short, load };
  } catch {
    return null;
  }
}
