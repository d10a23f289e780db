import { describe, expect, it } from 'vitest';
import { parseOptions, type OptionTable } from '../../../electron/cli/options.ts';

const TABLE: OptionTable = {
  json: { kind: 'flag', help: '' },
  epochs: { kind: 'integer', min: 1, max: 10, help: '' },
  lr: { kind: 'number', min: 0, help: '' },
  system: { kind: 'text', value: 'SYS', choices: ['spikex', 'ptb'], help: '' },
  set: { kind: 'text', value: 'KEY=VALUE', many: true, help: '' },
};
const NONE = { least: 0, most: 0, names: '' };

function issuesOf(argv: readonly string[], positionals = NONE): string[] {
  const parsed = parseOptions(argv, TABLE, positionals);
  return parsed.ok ? [] : parsed.issues.map((issue) => `${issue.path}: ${issue.message}`);
}

describe('parseOptions', () => {
  it('reads flags, numbers, lists and repeated options', () => {
    const argv = [
      '--json',
      '--epochs',
      '3',
      '--lr=0.5',
      '--system',
      'spikex,ptb',
      '--set',
      'a=1',
      '--set',
      'b=2',
    ];
    const parsed = parseOptions(argv, TABLE, NONE);
    if (!parsed.ok) throw new Error('refused');
    const args = parsed.value;
    expect([args.has('json'), args.number('epochs'), args.number('lr')]).toEqual([true, 3, 0.5]);
    expect(args.list('system')).toEqual(['spikex', 'ptb']);
    expect(args.many('set')).toEqual(['a=1', 'b=2']);
  });

  it('takes the last value of an option that is not repeatable', () => {
    const parsed = parseOptions(['--epochs', '3', '--epochs', '4'], TABLE, NONE);
    expect(parsed.ok && parsed.value.number('epochs')).toBe(4);
  });

  it('names the nearest known option', () => {
    expect(issuesOf(['--epoch', '3'])[0]).toBe(
      '--epoch: is no option of this command; did you mean --epochs?',
    );
  });

  it.each([
    [['--epochs', '0'], '--epochs: must be a whole number from 1 to 10 (got 0)'],
    [['--epochs', '2.5'], '--epochs: must be a whole number from 1 to 10 (got 2.5)'],
    [['--lr', 'fast'], '--lr: must be a number of at least 0 (got fast)'],
    [['--lr', 'NaN'], '--lr: must be a number of at least 0 (got NaN)'],
    [['--epochs'], '--epochs: needs a value: --epochs VALUE'],
    [['--json=1'], '--json: takes no value (got 1)'],
    [['--system', 'spikex,tpu'], '--system: must be among spikex, ptb (got spikex,tpu)'],
    [['extra'], 'arguments: must be none (got extra)'],
  ])('%j is refused', (argv, message) => {
    expect(issuesOf(argv)).toEqual([message]);
  });

  it('reports every mistake at once', () => {
    expect(issuesOf(['--epochs', '0', '--lr', 'x', '--foo'])).toHaveLength(3);
  });
});
