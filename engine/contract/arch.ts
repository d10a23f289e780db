/** Accelerator descriptions (resources/arch). Keys are those of `--set KEY=VALUE` on the command line. */

export const SYSTEM_NAMES = ['spikex', 'ptb', 'serial', 'serial-dense'] as const;
/** Systems that this version can simulate. */
export type SystemName = (typeof SYSTEM_NAMES)[number];

/** What the user writes: any subset; the rest takes the defaults of `ArchConfig`. */
export type ArchSpec = {
  readonly [Group in keyof ArchConfig]?: ArchConfig[Group] extends object
    ? Partial<ArchConfig[Group]>
    : ArchConfig[Group];
} & { readonly schema?: 'spikex-arch/1' };

/** A complete, checked accelerator configuration. */
export interface ArchConfig {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  /** Processing elements: rows hold output channels, columns hold work units. */
  readonly array: { readonly rows: number; readonly cols: number };
  /** Global buffer. bytes: capacity; bytesPerCycle: GLB to LBUF bandwidth. */
  readonly glb: { readonly bytes: number; readonly bytesPerCycle: number };
  /** Local buffer. */
  readonly lbuf: { readonly bytes: number };
  /** Share of each buffer that holds weights (the rest holds spikes), 0..1; each share is double buffered. */
  readonly buffers: { readonly weightFraction: number };
  readonly clockMhz: number;
  readonly dram: { readonly gbPerSecond: number };
  readonly bits: { readonly weight: number; readonly psum: number };
  /** Time windows per time block (TB). */
  readonly tbWindows: number;
  /** Inferences that share one load of the weights. */
  readonly batch: number;
  readonly dispatch: { readonly unit: 'ic' | 'ntwu'; readonly mode: 'paper' | 'temporal' | 'spatial' };
  /** When the fill and drain of the array is charged. */
  readonly drain: 'stage' | 'rowtile' | 'none';
  /** Activation-induced weight tailoring: null = each system's own default (SpikeX on, others off). */
  readonly tailoring: boolean | null;
  readonly ptb: { readonly packing: 'none' | 'adjacent' | 'first-fit'; readonly tws: 'net' | 'layer' };
}
