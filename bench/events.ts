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
import { median } from './types.ts';
import type { BenchResult, BenchSuite } from './types.ts';

const FILES = 1000;
const REPETITIONS = 7;
/** Bytes that one decoded event takes: x, y as 16 bits, polarity 8, time 64. */
const DECODED_BYTES = 13;

export const suite: BenchSuite = async (progress) => {
  const folder = mkdtempSync(join(tmpdir(), 'spikex-bench-'));
  try {
    progress(`making ${FILES} N-MNIST-like files`);
    const generation = await generated(join(folder, 'set'));
    const bytes = joinedFiles(join(folder, 'set', 'Train'));
    const joinedPath = join(folder, 'joined.bin');
    writeFileSync(joinedPath, bytes);
    progress(`decoding ${bytes.length / 5} events`);
    const ours = decodeRate(bytes);
    const copy = copyRate(bytes.length / 5);
    progress('loading and binning');
    const loading = await loadSeconds(join(folder, 'set'));
    const numpy = numpyFigures(joinedPath, join(folder, 'set', 'Train'), progress);
    return [
      rate('decode N-MNIST .bin, one thread', ours, numpy?.decode ?? null, 'NumPy, vectorised'),
      rate(
        'decode N-MNIST .bin against memory',
        ours,
        copy,
        'typed-array copy of the decoded bytes into new memory',
      ),
      {
        name: `load, hash, bin and pack ${FILES} N-MNIST-like files`,
        ours: loading,
        baseline: numpy?.load ?? null,
        baselineName: numpy ? 'NumPy: read, decode, bin (no hash)' : null,
        ratio: numpy ? numpy.load / loading : null,
        unit: 's',
        runs: REPETITIONS,
        note: 'files in the disk cache',
      },
      {
        name: 'generate synthetic N-MNIST and write it',
        ours: generation,
        baseline: null,
        baselineName: null,
        ratio: null,
        unit: 'samples/s',
        runs: 1,
        note: `${FILES} samples, one thread`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

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

/** Samples per second, writing included. */
async function generated(out: string): Promise<number> {
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
  return FILES / ((performance.now() - start) / 1000);
}

function joinedFiles(folder: string): Uint8Array {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.bin'),
  );
  return new Uint8Array(Buffer.concat(files.map((name) => readFileSync(join(folder, name)))));
}

function medianSeconds(work: () => void): number {
  work();
  return median(
    Array.from({ length: REPETITIONS }, () => {
      const start = performance.now();
      work();
      return (performance.now() - start) / 1000;
    }),
  );
}

function decodeRate(bytes: Uint8Array): number {
  const seconds = medianSeconds(() => {
    if (!decodeNmnistBin(bytes, 'joined.bin', null).ok) throw new Error('not decoded');
  });
  return bytes.length / 5 / seconds;
}

function copyRate(events: number): number {
  const source = new Uint8Array(events * DECODED_BYTES).fill(1);
  return events / medianSeconds(() => source.slice());
}

async function loadSeconds(source: string): Promise<number> {
  const spec: DataSpec = {
    source,
    split: 0.8,
    maxTrain: null,
    maxTest: null,
    bins: { timesteps: 30, mode: 'window', windowUs: 10_000 },
  };
  const seconds: number[] = [];
  for (let i = 0; i <= REPETITIONS; i++) {
    const start = performance.now();
    const loaded = await loadDataset(spec, { seed: 1 });
    if (!loaded.ok) throw new Error(loaded.issues[0].message);
    if (i > 0) seconds.push((performance.now() - start) / 1000);
  }
  return median(seconds);
}

const NUMPY_READER = `
import sys, time, glob, statistics, numpy as np
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
def median(work):
    work()
    seconds = []
    for _ in range(${REPETITIONS}):
        start = time.perf_counter(); work(); seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)
joined = np.fromfile(sys.argv[1], np.uint8)
files = glob.glob(sys.argv[2] + '/*/*.bin')
print(len(joined) / 5 / median(lambda: decode(joined)), median(lambda: load(files)))
`;

/** Null where Python or NumPy is missing. */
function numpyFigures(
  joined: string,
  folder: string,
  progress: (line: string) => void,
): { decode: number; load: number } | null {
  try {
    const text = execFileSync('python3', ['-c', NUMPY_READER, joined, folder], {
      encoding: 'utf8',
      timeout: 120_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [decode, load] = text.trim().split(' ').map(Number);
    return { decode, load };
  } catch {
    progress('no python3 with NumPy here: no peer for decoding and loading');
    return null;
  }
}
