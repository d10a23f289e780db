/** The same network in PyTorch, where the system's Python has it; null and the reason where it has not. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

interface Rates {
  readonly training: number;
  readonly inference: number;
}

/** The leanest loops that PyTorch allows, and the operations of two libraries' neurons (torch-peer.py). */
export const TORCH_LAYOUTS = ['step', 'multi-step', 'snnTorch', 'SpikingJelly'] as const;
export type TorchLayout = (typeof TORCH_LAYOUTS)[number];

/** "PyTorch 2.1, lean step loop, 2 threads". */
export function layoutTitle(torch: string, layout: TorchLayout, workers: number): string {
  const loop =
    layout === 'snnTorch' || layout === 'SpikingJelly' ? `loop as ${layout}'s` : `lean ${layout} loop`;
  return `PyTorch ${torch}, ${loop}, ${workers} threads`;
}

export interface TorchPeer {
  readonly torch: string;
  readonly rates: Readonly<Record<TorchLayout, Rates>>;
}

export interface TorchAsk {
  /** Network file. */
  readonly network: string;
  readonly density: number;
  readonly batch: number;
  readonly workers: number;
  /** Least time per figure. */
  readonly seconds: number;
}

/** The first Python on the path, then the system's own: a version manager's Python seldom has the system's packages. */
const PYTHONS = ['python3', '/usr/bin/python3'] as const;

export function torchPeer(ask: TorchAsk): TorchPeer | string {
  const script = join(import.meta.dirname, 'torch-peer.py');
  const words = [ask.network, ask.density, ask.batch, ask.workers, ask.seconds].map(String);
  let reason = 'no python3 here, so no PyTorch to compare with';
  for (const python of PYTHONS) {
    const child = spawnSync(python, [script, ...words], { encoding: 'utf8', timeout: 900_000 });
    if (child.error) continue;
    if (child.status === 0) return JSON.parse(child.stdout) as TorchPeer;
    if (!child.stderr.includes('ModuleNotFoundError'))
      return `PyTorch failed: ${child.stderr.trim().split('\n').at(-1) ?? `exit code ${child.status}`}`;
    reason = 'the system Python has no PyTorch to compare with';
  }
  return reason;
}
