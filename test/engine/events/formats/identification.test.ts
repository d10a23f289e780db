// Contents before names: the traps of names and marks that several formats share.
import { describe, expect, it } from 'vitest';
import { hasEventExtension, identifyFormat } from '../../../../engine/events/identify.ts';
import { ascii, bytesOf, filled, u32le } from '../../../support/event-bytes.ts';
import { formatSeeds } from '../../../support/format-seeds.ts';
import { npyFile } from '../../../support/npy-file.ts';

const identified = (bytes: Uint8Array, name: string): string => {
  const outcome = identifyFormat(bytes, name);
  return outcome.ok ? outcome.value : outcome.issues.map(({ code }) => code).join();
};
const text = (value: string): Uint8Array => bytesOf(ascii(value));

describe('identifyFormat', () => {
  it('tells the three formats named .dat by their contents', () => {
    expect(identified(text('#!AER-DAT1.0\r\n'), 'a.dat')).toBe('aedat1');
    expect(identified(text('# an old recording\n'), 'A.DAT')).toBe('aedat1');
    expect(identified(text('% Version 2\n'), 'a.dat')).toBe('dat');
    expect(identified(bytesOf(u32le(0, 0)), 'f1_18_td.dat')).toBe('dat');
  });

  it('tells the versions of AEDAT', () => {
    expect(identified(text('#!AER-DAT2.0\r\n'), 'a.aedat')).toBe('aedat2');
    expect(identified(text('#!AER-DAT3.1\r\n#!END-HEADER\r\n'), 'a.aedat')).toBe('aedat3');
    expect(identified(text('#!AER-DAT4.0\r\n'), 'a.aedat')).toBe('aedat4');
  });

  it('tells "%" headers of .dat and .raw apart whatever the name', () => {
    expect(identified(text('% Data file containing CD events.\n% Version 2\n'), 'a.bin')).toBe('dat');
    expect(identified(text('% evt 3.0\n'), 'a.bin')).toBe('evt3');
    expect(identified(text('% format EVT21;height=720;width=1280\n'), 'a.raw')).toBe('evt21');
  });

  it('takes tables of events for text even behind # or % lines', () => {
    expect(identified(text('# t x y p\n0.1 1 2 0\n'), 'events.dat')).toBe('text');
    expect(identified(text('%geometry:640,480\n1,2,1,100\n'), 'a.csv')).toBe('text');
    expect(identified(text('0.003811000 96 133 0\n'), 'events.txt')).toBe('text');
  });

  it.each([
    ['class,startTime_usec,endTime_usec\n1,2,3\n', 'user01_labels.csv', 'events/labels'],
    ['#sample #class\r\n1\t5\r\n', 'train1K.txt', 'events/text'],
    ['user01_fluorescent.aedat\nuser01_lab.aedat\n', 'trials_to_train.txt', 'events/text'],
  ])('refuses %j named %s as %s', (content, name, code) => {
    expect(identified(text(content), name)).toBe(code);
  });

  it('takes tables in .npy files, and refuses frames with a way out', () => {
    expect(identified(npyFile("'<i8'", '(0, 4)', []), 'a.npy')).toBe('npy');
    expect(identifyFormat(npyFile("'|u1'", '(1, 2, 3, 4)', filled(24, 0)), 'a.npy')).toMatchObject({
      issues: [{ code: 'events/other-file', message: expect.stringContaining('npy:FILE') }],
    });
  });

  it('knows every recording it has a writer or a maker for', () => {
    expect(formatSeeds().map(({ bytes, name }) => identified(bytes, name))).toEqual([
      'dat',
      'dat',
      'aedat1',
      'aedat2',
      'aedat3',
      'evt2',
      'evt21',
      'evt3',
      'slayer-bs1',
      'slayer-bs3',
      'text',
      'npy',
    ]);
  });
});

describe('hasEventExtension', () => {
  it('takes no notes or label lists for recordings', () => {
    expect(['a.csv', 'README.txt'].some(hasEventExtension)).toBe(false);
    expect(['a.dat', 'a.aedat', 'a.raw', 'a.bs1', 'a.bs3', 'a.npy', 'A.BIN'].every(hasEventExtension)).toBe(
      true,
    );
  });
});
