import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import { isShapedLike } from '../../../renderer/src/stores/kept-form.ts';
import { useApi } from '../../../renderer/src/stores/api.ts';
import { useSettings } from '../../../renderer/src/stores/settings.ts';
import { useSelection } from '../../../renderer/src/stores/selection.ts';
import { FIRST_FORM } from '../../../renderer/src/views/simulate/form.ts';
import { useSimulations } from '../../../renderer/src/views/simulate/simulate-store.ts';
import { useTrainForm } from '../../../renderer/src/views/train/train-form-store.ts';
import { FakeHost } from '../../support/fake-api.ts';

/** A window that starts: stores are new, local storage is what the last one left. */
function startWindow(): void {
  setActivePinia(createPinia());
  useApi().install(new FakeHost());
}

let stored: Map<string, string>;
beforeEach(() => {
  stored = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => stored.set(key, text),
  });
  startWindow();
});

describe('what was typed and chosen', () => {
  it('is there again after the window is gone without a word', async () => {
    useSimulations().set('rate', 0.07);
    useTrainForm().set('epochs', 33);
    useSelection().select('20261128-aa');
    useSelection().choose(['a', 'b']);
    await nextTick();
    startWindow();
    expect(useSimulations().form.rate).toBe(0.07);
    useTrainForm().prepare();
    expect(useTrainForm().form.epochs).toBe(33);
    expect(useSelection().runId).toBe('20261128-aa');
    expect(useSelection().chosen).toEqual(['a', 'b']);
  });

  it('begins with the dataset that Data shows where nothing was kept', () => {
    useSettings().dataset = '/data/mine';
    useTrainForm().prepare();
    expect(useTrainForm().form.source).toBe('/data/mine');
  });

  it('is not taken where another version kept another form', async () => {
    const { rate: _rate, ...older } = FIRST_FORM;
    stored.set('spikex.simulate-form', JSON.stringify({ ...older, rates: [1] }));
    startWindow();
    expect(useSimulations().form).toEqual(FIRST_FORM);
  });
});

describe('the shape of a form', () => {
  it.each([
    [{ a: 1, b: 'x' }, { a: 2, b: '' }, true],
    [{ a: 1 }, { a: null }, true],
    [{ a: null }, { a: 5 }, true],
    [{ a: null }, { a: {} }, false],
    [{ a: 1 }, { a: '1' }, false],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [{ a: { b: 1 } }, { a: { b: 2 } }, true],
    [{ a: { b: 1 } }, { a: { c: 2 } }, false],
    [{ a: { b: 1 } }, { a: null }, false],
    [{ a: [] }, { a: [1, 2] }, true],
    [{ a: [] }, { a: {} }, false],
    [{ a: 1 }, 'text', false],
  ])('%j takes %j: %s', (pattern, value, taken) => {
    expect(isShapedLike(pattern, value)).toBe(taken);
  });
});
