/** Files for and of other tools (docs/exchange.md), by name and content. */
import type { NetworkSpec } from './network.ts';
import type { SimulateSpec } from './simulation.ts';

/** scalesim: topology and cfg; timeloop: architecture and problems; ert: energy and area tables; npy: spikes of every
 * layer, and weights where they come from a run; reports: of a simulation, in SCALE-Sim's columns. */
export const EXCHANGE_KINDS = ['scalesim', 'timeloop', 'ert', 'npy', 'reports'] as const;
export type ExchangeKind = (typeof EXCHANGE_KINDS)[number];

export interface ExchangeFile {
  readonly name: string;
  readonly content: Uint8Array;
}

export interface ExchangeSpec extends SimulateSpec {
  readonly kind: ExchangeKind;
}

export interface NamedText {
  readonly file: string;
  readonly text: string;
}

/** A SCALE-Sim topology, with the cfg written beside it for an exact way back. */
export interface ScalesimSource {
  readonly topology: NamedText;
  readonly cfg: NamedText | null;
}

export interface ScalesimNetwork {
  readonly network: NetworkSpec;
}
