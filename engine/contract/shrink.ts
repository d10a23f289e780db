/** Taking units out of a trained network where that lowers the EDP most (docs/training.md, "Removing units"). */
import type { SystemName } from './arch.ts';
import type { DataSpec } from './events.ts';
import type { LayerSpec } from './network.ts';
import type { CostSpec } from './training.ts';

export interface ShrinkSpec {
  /** File of the trained network. */
  readonly checkpoint: string;
  /** Its training part is judged on, without random transforms. */
  readonly data: DataSpec;
  /** Chooses the training part where the data are split. */
  readonly seed: number;
  readonly hardware: Pick<CostSpec, 'systems' | 'tws' | 'arch' | 'archOverrides' | 'energy'>;
  /** Accuracy on the samples that may be lost before training goes on, percentage points, 0..100. */
  readonly drop: number;
  /** Training samples judged on. */
  readonly samples: number;
  /** Units per conv and fc layer below the last; null = searched for. */
  readonly units: readonly number[] | null;
  /** Of the new network; null = made of the old name and the units. */
  readonly name: string | null;
}

export const DEFAULT_SHRINK: Pick<ShrinkSpec, 'drop' | 'samples'> = { drop: 5, samples: 220 };

/** Mean cost of one inference. */
export interface ShrinkCost {
  readonly system: SystemName;
  readonly energyPj: number;
  readonly latencyUs: number;
  readonly edpJs: number;
}

/** A network on the samples judged on. */
export interface ShrinkFigures {
  /** 0..1 */
  readonly accuracy: number;
  readonly loss: number;
  /** On a few of the samples. */
  readonly costs: readonly ShrinkCost[];
}

export interface ShrinkLayer extends Pick<LayerSpec, 'name' | 'kind'> {
  readonly before: number;
  readonly after: number;
  /** Units of the old network that stay, ascending, from 0. */
  readonly kept: readonly number[];
}

/** One round of the search: this layer went down to so many units. */
export interface ShrinkStep {
  readonly layer: string;
  readonly units: number;
  readonly figures: ShrinkFigures;
}

export interface ShrinkReport {
  readonly name: string;
  /** Files of the new network: its description, and its weights as a checkpoint of epoch 0. */
  readonly network: string;
  readonly checkpoint: string;
  /** Training samples judged on, and those of them whose cost was simulated. */
  readonly samples: number;
  readonly costSamples: number;
  /** Weight bits per layer, 32 = float; as trained. */
  readonly weightBits: readonly number[];
  /** Conv and fc layers below the last. */
  readonly layers: readonly ShrinkLayer[];
  readonly before: ShrinkFigures;
  readonly after: ShrinkFigures;
  /** Empty where the units were given. */
  readonly steps: readonly ShrinkStep[];
}
