// Parts of a page over frames: the first at once, one more each frame, no frame without need.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { useStaged } from '../../../renderer/src/composables/staged.ts';

let waiting: (() => void)[] = [];
beforeEach(() => {
  waiting = [];
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => waiting.push(draw));
  vi.stubGlobal('cancelAnimationFrame', (id: number) => {
    if (id > 0) waiting[id - 1] = () => undefined;
  });
});
afterEach(() => vi.unstubAllGlobals());

async function frame(): Promise<void> {
  waiting.at(-1)?.();
  await nextTick();
}

it('draws the first parts at once and one more with every frame', async () => {
  const scope = effectScope();
  const drawn = scope.run(() => useStaged(2, () => 4));
  const seen = [drawn?.value];
  for (let n = 0; n < 2; n++) {
    await frame();
    seen.push(drawn?.value);
  }
  expect(seen).toEqual([2, 3, 4]);
  expect(waiting).toHaveLength(2);
  scope.stop();
});

it('goes on when parts come later, and stops with the page', async () => {
  const scope = effectScope();
  const all = ref(0);
  const drawn = scope.run(() => useStaged(1, () => all.value));
  expect(waiting).toHaveLength(0);
  all.value = 3;
  await nextTick();
  await frame();
  expect(drawn?.value).toBe(2);
  scope.stop();
  await frame();
  expect(drawn?.value).toBe(2);
});
