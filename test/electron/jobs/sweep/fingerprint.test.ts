// The fingerprint follows what the simulator counts and nothing else.
import { describe, expect, it } from 'vitest';
import { modelFingerprint } from '../../../../electron/jobs/sweep/fingerprint.ts';
import { presetNetwork, presetTable } from '../../../support/presets.ts';

const network = presetNetwork('nmnist-small');

describe('fingerprint of the model', () => {
  it('is the same twice and under any prices', () => {
    const first = modelFingerprint(network, presetTable('paper'));
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(modelFingerprint(network, presetTable('cacti-32nm'))).toBe(first);
  });

  it('changes when any counter does', () => {
    const larger = { ...network, timesteps: network.timesteps + 1 };
    expect(modelFingerprint(larger, presetTable('paper'))).not.toBe(
      modelFingerprint(network, presetTable('paper')),
    );
  });
});
