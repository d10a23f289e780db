// The instant estimate: the figures of a real simulation, without a run.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { APP_PATHS } from '../../../../electron/host/paths.ts';
import { preview } from '../../../../electron/jobs/kinds/preview.ts';
import { simulate } from '../../../../electron/jobs/kinds/simulate.ts';
import type { PreviewSpec, SimulateSpec } from '../../../../engine/contract/index.ts';
import { temporaryFolders } from '../../../support/temp-folder.ts';
import { inlineContext } from './job-context.ts';

const resource = (name: string): string => readFileSync(join(APP_PATHS.resources, name), 'utf8');
const shared = { systems: ['spikex', 'ptb'], tws: [3], energy: 'paper' } as const;
const spikes = { kind: 'random', rate: 0.05, seed: 1 } as const;
const spec: PreviewSpec = {
  ...shared,
  spikes,
  network: resource('networks/nmnist.json'),
  arch: resource('arch/spikex-8x8.json'),
};

describe('simulate.preview', () => {
  const folder = temporaryFolders();
  const ask = (changes: Partial<PreviewSpec> = {}) =>
    preview({ spec: { ...spec, ...changes }, recorded: null, limits: null }, inlineContext(folder()));

  it('gives what the simulation job gives', async () => {
    const whole: SimulateSpec = {
      ...shared,
      spikes,
      network: 'nmnist',
      arch: 'spikex-8x8',
      archOverrides: {},
    };
    const run = await simulate(
      { runId: 'r', spec: whole, recorded: null, limits: null },
      inlineContext(folder()),
    );
    const quick = await ask();
    expect(run.ok && quick.ok && quick.value.systems).toEqual(run.ok && run.value.systems);
    const again = await ask();
    expect(again.ok && again.value.systems).toEqual(run.ok && run.value.systems);
  });

  it('draws other spikes for another network', async () => {
    const network = spec.network.replace('"timesteps": 30', '"timesteps": 31');
    const [one, other] = [await ask(), await ask({ network })];
    const spikesOf = (answer: typeof one) => answer.ok && answer.value.systems[0].layers[0].spikes;
    expect(spikesOf(other)).not.toBe(spikesOf(one));
  });

  it('says which draft is wrong, all at once', async () => {
    const answer = await ask({ network: '{}', arch: '{"array":{"rows":0}}' });
    const paths = answer.ok ? [] : answer.issues.map(({ path }) => path);
    expect(paths).toContain('arch.array.rows');
    expect(paths).toContain('network.layers');
  });
});
