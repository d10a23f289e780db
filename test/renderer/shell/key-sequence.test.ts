import { describe, expect, it } from 'vitest';
import { KeySequence, SEQUENCE_MS } from '../../../renderer/src/shell/key-sequence.ts';

const plain = (key: string) => ({ key, ctrlKey: false, metaKey: false, altKey: false });

describe('KeySequence', () => {
  it('names single keys and chords', () => {
    const keys = new KeySequence();
    expect(keys.press(plain('?'), 0)).toBe('?');
    expect(keys.press(plain('j'), 0)).toBe('J');
    expect(keys.press({ ...plain('k'), ctrlKey: true }, 0)).toBe('Ctrl+K');
    expect(keys.press({ ...plain('k'), metaKey: true }, 0)).toBe('Ctrl+K');
    expect(keys.press(plain('Shift'), 0)).toBeNull();
    expect(keys.press({ ...plain('k'), altKey: true }, 0)).toBeNull();
  });

  it('waits for the second key after G', () => {
    const keys = new KeySequence();
    expect(keys.press(plain('g'), 100)).toBeNull();
    expect(keys.press(plain('c'), 100 + SEQUENCE_MS)).toBe('G C');
    expect(keys.press(plain('c'), 200)).toBe('C'); // the sequence is over
  });

  it('forgets G after its time, and when another key comes between', () => {
    const keys = new KeySequence();
    keys.press(plain('g'), 0);
    expect(keys.press(plain('c'), SEQUENCE_MS + 1)).toBe('C');
    keys.press(plain('g'), 0);
    keys.press(plain('Escape'), 1);
    expect(keys.press(plain('c'), 2)).toBe('C');
  });
});
