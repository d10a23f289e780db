// The pane that takes units out: what it asks, where refusals show, what goes into the training form.
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_TRAIN, errorAt, refuse } from '../../../engine/contract/index.ts';
import { useApi } from '../../../renderer/src/stores/api.ts';
import { FIRST_SHRINK, shrinkFieldOf, shrinkSpecOf } from '../../../renderer/src/views/train/shrink-form.ts';
import { useShrink } from '../../../renderer/src/views/train/shrink-store.ts';
import { useTrainForm } from '../../../renderer/src/views/train/train-form-store.ts';
import { FakeHost } from '../../support/fake-api.ts';
import { SHRUNK } from '../../support/fake/shrink.ts';

const FORM = {
  ...FIRST_SHRINK,
  checkpoint: ' /runs/last.spikexckpt ',
  systems: ['ptb'] as const,
  tws: '2, 3',
};

describe('the specification', () => {
  it('takes data, seed and hardware from the training, the rest from the pane', () => {
    const { data, seed, cost } = DEFAULT_TRAIN;
    expect(shrinkSpecOf({ ...FORM, units: '8, 16 128' }, DEFAULT_TRAIN)).toEqual({
      checkpoint: '/runs/last.spikexckpt',
      data,
      seed,
      hardware: { systems: ['ptb'], tws: [2, 3], arch: cost.arch, archOverrides: {}, energy: cost.energy },
      drop: 5,
      samples: 220,
      units: [8, 16, 128],
      name: null,
    });
    const searched = shrinkSpecOf({ ...FORM, drop: null, samples: null }, DEFAULT_TRAIN);
    expect(searched).toMatchObject({ units: null, drop: NaN, samples: NaN });
  });

  it.each([
    ['units[1]', 'units'],
    ['units', 'units'],
    ['spec.units[0]', 'units'],
    ['spec.drop', 'drop'],
    ['drop', 'drop'],
    ['spec.hardware.tws[0]', 'tws'],
    ['tws', 'tws'],
    ['system', 'systems'],
    ['spec.hardware.systems', 'systems'],
    ['/runs/last.spikexckpt', 'checkpoint'],
    ['spec.checkpoint', 'checkpoint'],
    ['data.source', null],
    ['network', null],
    ['', null],
  ])('an issue at %s belongs to %s', (path, field) => {
    expect(shrinkFieldOf(errorAt(path, 'test/x', 'must'), FORM)).toBe(field);
  });
});

describe('the pane', () => {
  let host: FakeHost;
  beforeEach(() => {
    setActivePinia(createPinia());
    host = new FakeHost();
    useApi().install(host);
  });

  it('starts with the systems and window sizes of the training form', () => {
    const [training, pane] = [useTrainForm(), useShrink()];
    training.set('tws', '1');
    training.set('systems', ['ptb']);
    pane.open('/a.spikexckpt');
    expect(pane.form).toEqual({ ...FIRST_SHRINK, checkpoint: '/a.spikexckpt', systems: ['ptb'], tws: '1' });
    expect(pane.isOpen).toBe(true);
  });

  it('puts network, weights and bits into the training form and leaves the rest', async () => {
    const [training, pane] = [useTrainForm(), useShrink()];
    training.set('epochs', 7);
    pane.open('/a.spikexckpt');
    await pane.start();
    expect(pane.report).toEqual(SHRUNK);
    expect(pane.running).toBe(false);
    pane.use();
    expect(training.form).toMatchObject({
      network: 'nmnist-8-8',
      init: SHRUNK.checkpoint,
      bits: '32',
      epochs: 7,
    });
    expect(pane.isOpen).toBe(false);
    // Opened again for the same weights, it still shows what came of them; for others not.
    pane.open('/a.spikexckpt');
    expect(pane.report).toEqual(SHRUNK);
    pane.open('/b.spikexckpt');
    expect(pane.report).toBeNull();
  });

  it('gives bits per layer where they differ', async () => {
    const [training, pane] = [useTrainForm(), useShrink()];
    pane.report = { ...SHRUNK, weightBits: [8, 4, 4] };
    pane.use();
    expect(training.form.bits).toBe('8, 4, 4');
  });

  it('shows refusals at their fields until they are changed, and no word of a cancel', async () => {
    const pane = useShrink();
    const answers = [
      refuse(
        errorAt('units[0]', 'shrink/units-range', 'must be 1 to 8'),
        errorAt('network', 'shrink/x', 'must'),
      ),
      refuse(errorAt('Remove units', 'job/cancelled', 'cancelled by the user')),
    ];
    const call = host.call.bind(host);
    host.call = ((name: Parameters<typeof call>[0], ask: never) =>
      name === 'shrink.result' ? Promise.resolve(answers.shift()) : call(name, ask)) as typeof host.call;
    pane.open('/a.spikexckpt');
    await pane.start();
    expect(pane.issuesOf('units').map(({ message }) => message)).toEqual(['must be 1 to 8']);
    expect(pane.general).toHaveLength(1);
    pane.set('units', '8');
    expect(pane.issuesOf('units')).toEqual([]);
    await pane.start();
    expect(pane.general).toEqual([]);
    expect(pane.report).toBeNull();
  });
});
