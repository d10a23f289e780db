// Recorded activity on disk: round trip, cap, damage, and that nothing half-written is ever found.
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ActivityWriter,
  openActivity,
  readActivity,
  type ActivityHeader,
} from '../../../electron/data/activity-file.ts';
import type { Outcome } from '../../../engine/contract/index.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { shapeOf } from '../../../engine/workload/recorded-inputs.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { presetNetwork } from '../../support/presets.ts';
import { temporaryHome } from '../cli/run-cli.ts';

const network = presetNetwork('nmnist-small');
const samples = [1, 2, 3].map((seed) => randomInputs(network, 'bursty', 0.02, seed));
const header: ActivityHeader = {
  schema: 'spikex-activity/1',
  network: 'n',
  runId: 'r',
  checkpointSha256: 'c',
  shapes: samples[0].map(shapeOf),
  of: 7,
};

function written(count = 3): string {
  const file = join(temporaryHome(), 'deep', 'a.spikexact');
  const writer = valueOf(ActivityWriter.open(file, header));
  for (const inputs of samples.slice(0, count)) expect(writer.add(inputs)).toBe(true);
  expect(writer.finish()).toBe(statSync(file).size);
  return file;
}

describe('recorded activity', () => {
  it('is read as it was recorded, so many samples as are wanted', () => {
    const file = valueOf(openActivity(written()));
    expect(file).toMatchObject({ header, samples: 3 });
    expect([...readActivity(file, 99, fail)]).toEqual(samples);
    expect([...readActivity(file, 2, fail)]).toEqual(samples.slice(0, 2));
  });

  it('takes a fraction of its events', () => {
    const bytes = samples
      .flat()
      .reduce((sum, { ptr, events }) => sum + ptr.byteLength + events.byteLength, 0);
    expect(statSync(written()).size).toBeLessThan(bytes / 4);
  });

  it('is not there before it is whole, and never after it was dropped', () => {
    const file = join(temporaryHome(), 'a.spikexact');
    const writer = valueOf(ActivityWriter.open(file, header));
    writer.add(samples[0]);
    expect(existsSync(file)).toBe(false);
    writer.drop();
    expect(writer.add(samples[1])).toBe(false);
    expect(writer.finish()).toBeNull();
    expect(readdirSync(join(file, '..')).filter((name) => name.includes('spikexact'))).toEqual([]);
  });

  it('is refused where it was cut or is something else', () => {
    const cut = written();
    truncateSync(cut, statSync(cut).size - 3);
    const other = join(temporaryHome(), 'b.spikexact');
    writeFileSync(other, 'no activity at all, but long enough');
    for (const file of [cut, other])
      expect(messagesOf(openActivity(file))).toEqual([
        `${file}: must be whole recorded activity (got damage); delete the file`,
      ]);
    expect(messagesOf(openActivity(join(other, '..', 'none.spikexact')))[0]).toContain('must exist');
  });

  it('ends at a damaged sample, and says so', () => {
    const file = written();
    const bytes = readFileSync(file);
    bytes[bytes.length - 40] ^= 0xff; // in the last sample
    writeFileSync(file, bytes);
    const damages: Outcome<never>[] = [];
    const read = [...readActivity(valueOf(openActivity(file)), 3, (damage) => damages.push(damage))];
    expect(read).toEqual(samples.slice(0, 2));
    expect(damages.flatMap((damage) => messagesOf(damage))).toEqual([
      `${file}: must be whole recorded activity (got damage); delete the file`,
    ]);
  });
});

function fail(damage: Outcome<never>): void {
  throw new Error(messagesOf(damage).join());
}
