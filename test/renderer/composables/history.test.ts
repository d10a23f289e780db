import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useHistory } from '../../../renderer/src/composables/history.ts';

describe('history', () => {
  it('undoes and redoes', () => {
    const history = useHistory('a');
    history.push('b', '');
    history.push('c', '');
    history.undo();
    expect(history.value.value).toBe('b');
    history.redo();
    expect(history.value.value).toBe('c');
    expect(history.canRedo.value).toBe(false);
  });

  it('joins quick edits of one field, and only those', () => {
    let atMs = 0;
    const history = useHistory(0, () => atMs);
    history.push(1, 'rows');
    atMs = 500;
    history.push(12, 'rows');
    history.push(3, 'cols');
    atMs = 5000;
    history.push(4, 'cols');
    const seen = [history.value.value];
    while (history.canUndo.value) {
      history.undo();
      seen.push(history.value.value);
    }
    expect(seen).toEqual([4, 3, 12, 0]);
  });

  it('forgets what was undone once something new is done', () => {
    const history = useHistory('a');
    history.push('b', '');
    history.undo();
    history.push('c', '');
    history.undo();
    history.redo();
    expect(history.value.value).toBe('c');
    expect(history.canRedo.value).toBe(false);
  });

  it('behaves as a list with a cursor under any sequence', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(), fc.constant('undo'), fc.constant('redo'))), (steps) => {
        const history = useHistory(-1);
        let list = [-1];
        let at = 0;
        for (const step of steps) {
          if (step === 'undo') {
            history.undo();
            at = Math.max(0, at - 1);
          } else if (step === 'redo') {
            history.redo();
            at = Math.min(list.length - 1, at + 1);
          } else if (typeof step === 'number') {
            history.push(step, '');
            list = [...list.slice(0, at + 1), step];
            at = list.length - 1;
          }
          expect(history.value.value).toBe(list[at]);
        }
      }),
    );
  });
});
