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
}
