/** Energy tables for tests. */
import type { EnergyTable } from '../../engine/contract/index.ts';

/** Every access and accumulation costs 1 pJ, so energy is the sum of all counters. */
export const UNIT_TABLE: EnergyTable = {
  schema: 'spikex-energy/1',
  name: 'unit',
  title: 'Unit',
  source: 'test',
  licence: 'test',
  fitted: false,
  notes: 'every count is 1 pJ',
  aluPj: 1,
  rfPjPerByte: 1,
  lbufPjPerByte: 1,
  glbPjPerByte: 1,
  dramPjPerByte: 1,
};
