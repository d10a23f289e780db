// Runs out of one database and into another: equal to the last bit, whatever a damaged or hostile bundle holds.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { ZipWriter } from '../../../electron/archive/zip-write.ts';
import { readZip } from '../../../electron/archive/zip-read.ts';
import { bundleRuns, sha256 } from '../../../electron/host/runs/bundle.ts';
import { importRuns } from '../../../electron/host/runs/import/import-runs.ts';
import { Random } from '../../../engine/math/random.ts';
import { mutated } from '../../support/mutate.ts';
import { times } from '../../support/soak.ts';
import {
  epochMetrics,
  issues,
  newRun,
  openStore,
  runEnd,
  startedRun,
  TABLE,
  temporaryFolder,
  value,
} from '../store/fixtures.ts';

const into = (store: ReturnType<typeof openStore>, folder: string) => ({
  store,
  checkpoints: join(folder, 'checkpoints'),
  nowMs: 0,
  project: 'Imported',
});

/** A file with one full run, its id and its bundle. */
async function bundled() {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'from'));
  const weights = Buffer.from([1, 2, 3, 0, 255]);
  const file = join(folder, 'from', 'last.spikexckpt');
  writeFileSync(file, weights);
  const source = join(folder, 'a.db');
  const store = openStore(source);
  const id = value(
    store.createRun(newRun({ energyTable: TABLE, name: '=HYPERLINK("x")', project: 'thesis' })),
  );
  value(store.markRunning(id));
  value(store.addEpoch(id, epochMetrics(1, { lossTotal: Infinity, lossHardware: 0.1 + 0.2 })));
  value(store.addEpoch(id, epochMetrics(2, { lossTotal: NaN })));
  value(
    store.addPoints(id, [{ key: 'x', axis: 'seconds', points: [{ step: 1e-300, value: 5e-324, atMs: 12 }] }]),
  );
  value(store.finishRun(id, runEnd({ checkpoint: { file, sha256: sha256(weights) } })));
  value(store.changeRuns([id], { kind: 'tag', tag: 'best' }));
  value(store.changeRuns([id], { kind: 'note', note: '<script>alert(1)</script>' }));
  const bytes = Buffer.from(value(await bundleRuns(store, [id.slice(0, 11)], '0.1.0')));
  store.close();
  return { folder, source, id, bytes, weights };
}

/** Every number and text of a run's tables, as SQLite holds them; times and keys of the file left out. */
function dump(file: string): unknown {
  const db = new Database(file, { readonly: true });
  const rows = (sql: string): unknown[] => db.prepare(sql).raw().all();
  const found = {
    points: rows(
      'select c.key, c.axis, p.step, hex(p.value), p.value, p.at_ms from points p join curves c using (curve) order by 1, 3',
    ),
    epochs: rows('select epoch, at_ms, report from epochs order by 1'),
    documents: rows('select spec, provenance, evaluation from run_documents'),
    simulations: rows(
      'select position, system, tws, arch_name, energy_name, energy_hash, samples, cycles, latency_us, energy_pj, edp_js, counts from simulations order by 1',
    ),
    layers: rows(
      'select position, name, tws, mode, cycles, latency_us, energy_pj, utilization, spikes, counts, by_component_pj from layer_costs order by 1',
    ),
    tables: rows('select hash, name, body from energy_tables'),
    tags: rows('select tag from tags'),
    runs: rows(
      'select id, name, kind, state, created_at_ms, ended_at_ms, seed, accuracy, loss, note, seed_group from runs',
    ),
  };
  db.close();
  return found;
}

describe('a bundle', () => {
  it('brings runs elsewhere with byte-equal metrics, documents, counters and checkpoints', async () => {
    const { folder, source, id, bytes, weights } = await bundled();
    const target = join(folder, 'b.db');
    const store = openStore(target);
    writeFileSync(join(folder, 'runs.zip'), bytes);
    const report = value(await importRuns(join(folder, 'runs.zip'), into(store, folder)));
    expect(report).toMatchObject({ tool: 'bundle', runIds: [id], skipped: 0 });
    const { checkpoint, row } = value(store.getRun(id));
    expect(row).toMatchObject({ project: 'thesis', experiment: 'trials', tags: ['best'] });
    expect(readFileSync(checkpoint?.file ?? '')).toEqual(weights);
    expect(checkpoint?.file.startsWith(join(folder, 'checkpoints'))).toBe(true);
    // And once more from the copy: the same archive, but for where its checkpoint lies.
    const again = value(await bundleRuns(store, [id], '0.1.0'));
    const names = [...value(readZip(again, 'z')).keys()];
    expect(names).toEqual([...value(readZip(bytes, 'z')).keys()]);
    const skipped = value(await importRuns(join(folder, 'runs.zip'), into(store, folder)));
    expect(skipped).toMatchObject({ runIds: [], skipped: 1 });
    store.close();
    expect(dump(target)).toEqual(dump(source));
  });

  it('without its checkpoint file says so and carries the rest', async () => {
    const store = openStore();
    const id = startedRun(store, 1);
    value(store.finishRun(id, runEnd()));
    const made = await bundleRuns(store, [id], '0.1.0');
    expect(made.ok && made.warnings[0].message).toBe(
      `must be the checkpoint of run ${id} (got no such file); it is left out`,
    );
  });

  it('with other bytes, steps upwards or another shape is refused and writes nothing', async () => {
    const { folder, id, bytes } = await bundled();
    const files = value(readZip(bytes, 'z'));
    const remade = (change: (name: string, content: Uint8Array) => readonly [string, Uint8Array]): Buffer => {
      const zip = new ZipWriter();
      for (const [name, content] of files) {
        const [newName, newContent] = change(name, content);
        zip.add({ name: newName, bytes: newContent });
      }
      return zip.end();
    };
    const store = openStore(join(folder, 'c.db'));
    const refusal = async (content: Buffer) => {
      writeFileSync(join(folder, 'x.zip'), content);
      return issues(await importRuns(join(folder, 'x.zip'), into(store, folder)))[0];
    };
    const upwards = await refusal(
      remade((name, content) => [name.replace('checkpoints/', '../../'), content]),
    );
    expect(upwards.code).toBe('bundle/path');
    expect(upwards.message).toMatch(/nothing was unpacked$/);
    const text = await refusal(
      remade((name, content) => [
        name,
        name.startsWith('runs/') ? Buffer.from(content.toString().replace('0', '1')) : content,
      ]),
    );
    expect(text.message).toContain(`run ${id} with other bytes than its hash`);
    const noManifest = await refusal(
      remade((name, content) => [name === 'manifest.json' ? 'other.json' : name, content]),
    );
    expect(noManifest.message).toContain('no usable manifest.json');
    expect(value(store.countRuns())).toBe(0);
  });

  it('of damaged bytes never crashes and never adds half a run', async () => {
    const { folder, bytes } = await bundled();
    const store = openStore(join(folder, 'd.db'));
    for (let seed = 0; seed < times(60, 5000); seed++) {
      writeFileSync(join(folder, 'x.zip'), mutated(bytes, new Random(seed)));
      await importRuns(join(folder, 'x.zip'), into(store, folder));
    }
    expect(value(store.integrityCheck())).toEqual([]);
    expect(value(store.countRuns())).toBeLessThanOrEqual(1);
  });
});
