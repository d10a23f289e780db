/** Energy tables (resources/tech): energy per counted action. */
export interface EnergyTable {
  readonly schema: 'spikex-energy/1';
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly licence: string;
  /** True where the values were fitted to published results and are not physical. */
  readonly fitted: boolean;
  readonly notes: string;
  /** One gated accumulation, pJ. */
  readonly aluPj: number;
  /** One byte read or written at each level, pJ. */
  readonly rfPjPerByte: number;
  readonly lbufPjPerByte: number;
  readonly glbPjPerByte: number;
  readonly dramPjPerByte: number;
  /** Area and leakage of memories; null or missing where the table has none. */
  readonly silicon?: SiliconTable | null;
}

export interface SiliconTable {
  /** Bytes of the registers of one PE. */
  readonly rfBytes: number;
  /** Where the rows come from. */
  readonly source: string;
  /** RF: registers of a PE; SRAM: global and local buffer. By rising size, at least two each. */
  readonly rf: readonly MemoryRow[];
  readonly sram: readonly MemoryRow[];
}

/** One memory of this size. */
export interface MemoryRow {
  readonly bytes: number;
  readonly areaMm2: number;
  readonly leakageMw: number;
}
