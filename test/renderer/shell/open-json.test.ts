import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { droppedDescription, kindOf, openEnergyTable } from '../../../renderer/src/shell/open-json.ts';
import { useApi } from '../../../renderer/src/stores/api.ts';
import { useRoute } from '../../../renderer/src/stores/route.ts';
import { useSimulations } from '../../../renderer/src/views/simulate/simulate-store.ts';
import { FakeHost } from '../../support/fake-api.ts';

const file = (name: string, text: string): File => new File([text], name);
const NETWORK = '{"schema":"spikex-network/1","name":"mine"}';

beforeEach(() => {
  vi.stubGlobal('location', { hash: '' });
  setActivePinia(createPinia());
  useApi().install(new FakeHost());
});

describe('a JSON file', () => {
  it.each([
    [NETWORK, 'network'],
    ['{"schema":"spikex-arch/2"}', 'arch'],
    ['{"schema":"spikex-energy/1"}', 'energy'],
    ['{"schema":"other/1"}', null],
    ['{"schema":7}', null],
    ['[1, 2]', null],
    ['null', null],
    ['{"schema":"spikex-network/1"', null],
    ['', null],
  ])('%s is known by its schema as %s', (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  it('is read where it is dropped alone and small', async () => {
    expect(await droppedDescription([file('Mine.JSON', NETWORK)])).toEqual({
      kind: 'network',
      text: NETWORK,
      name: 'Mine.JSON',
    });
    expect(await droppedDescription([file('mine.bin', NETWORK)])).toBeNull();
    expect(await droppedDescription([file('a.json', NETWORK), file('b.json', NETWORK)])).toBeNull();
    expect(await droppedDescription([file('long.json', `${NETWORK}${' '.repeat(4_000_001)}`)])).toBeNull();
    expect(await droppedDescription([])).toBeNull();
  });

  it('with energies goes into the Simulate form by its path', async () => {
    await openEnergyTable('/tables/mine.json');
    expect(useRoute().page).toBe('simulate');
    expect(useSimulations().form.energy).toBe('/tables/mine.json');
  });
});
