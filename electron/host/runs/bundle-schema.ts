/** What a bundle may hold. It comes from outside: every field is checked before a row is written. */
import { z } from 'zod';
import { RUN_STATES } from '../../../engine/contract/index.ts';

const text = (most: number) => z.string().max(most);
const long = text(2 ** 28);
const id = z.string().regex(/^[0-9a-z]{1,64}$/);
const hash = z.string().regex(/^[0-9a-f]{8,64}$/);
const value = z.union([long, z.number(), z.null()]);
const row = z.record(text(64), value);
const number = z.custom<number>((given) => typeof given === 'number');

export const MANIFEST = z.object({
  schema: z.literal('spikex-bundle/1'),
  appVersion: text(64),
  runs: z.array(z.object({ id, name: text(10_000), sha256: hash })).max(65_000),
  checkpoints: z.array(z.object({ sha256: hash, bytes: z.number().int().min(0) })).max(65_000),
});

export const CARRIED_RUN = z.object({
  id,
  name: text(10_000),
  kind: z.enum(['train', 'simulate', 'search', 'import']),
  state: z.enum(RUN_STATES),
  experiment: text(10_000),
  project: text(10_000),
  tags: z.array(text(200)).max(1000),
  columns: z.record(text(64), z.union([long, number, z.null()])),
  spec: long,
  provenance: long,
  evaluation: long.nullable(),
  epochs: z.array(z.object({ epoch: z.number().int(), at_ms: z.number().int(), report: long })),
  curves: z.array(
    z.object({
      key: text(10_000),
      axis: text(200),
      points: z.array(
        z.object({ step: z.number(), value: number.nullable(), at_ms: z.number().int().nullable() }),
      ),
    }),
  ),
  simulations: z.array(
    z.object({
      columns: z.record(text(64), z.union([long, number, z.null()])),
      layers: z.array(z.record(text(64), z.union([long, number, z.null()]))),
    }),
  ),
  candidates: z.array(row),
  artifacts: z.array(
    z.object({
      kind: text(64),
      epoch: z.number().int().nullable(),
      file: text(4096),
      sha256: hash,
      bytes: z.number().int().nullable(),
      created_at_ms: z.number().int(),
    }),
  ),
  energyTables: z.array(z.object({ hash, name: text(1000), body: long })),
});
