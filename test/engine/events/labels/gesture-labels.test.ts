import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAedat3 } from '../../../../engine/events/formats/aedat3-encode.ts';
import { decodeEvents } from '../../../../engine/events/decode.ts';
import { cutTrials } from '../../../../engine/events/labels/cut-trials.ts';
import {
  formatGestureLabels,
  GESTURE_CLASSES,
  parseGestureLabels,
  parseTrialList,
} from '../../../../engine/events/labels/gesture-labels.ts';
import { ascii, bytesOf } from '../../../support/event-bytes.ts';
import { rowsOf, streamOf } from '../../../support/event-streams.ts';
import type { EventRow } from '../../../support/event-streams.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';
import { hasRealData, realDataTitle, realPath } from '../../../support/real-data.ts';

const labels = (rows: string): Uint8Array => bytesOf(ascii(`class,startTime_usec,endTime_usec\n${rows}`));

describe('parseGestureLabels', () => {
  it('counts classes from 0 and keeps the order of rows', () => {
    expect(
      valueOf(parseGestureLabels(labels('1,100,200\n11,200,300\n8,300,400\r\n8,400,500'), 'a.csv')),
    ).toEqual([
      { label: 0, startUs: 100, endUs: 200 },
      { label: 10, startUs: 200, endUs: 300 },
      { label: 7, startUs: 300, endUs: 400 },
      { label: 7, startUs: 400, endUs: 500 },
    ]);
  });

  it('keeps rows that overlap and leaves out rows that end before they begin, with warnings', () => {
    const outcome = parseGestureLabels(labels('9,100,250\n10,200,300\n3,500,500\n'), 'a.csv');
    expect(valueOf(outcome)).toHaveLength(2);
    expect(outcome).toMatchObject({
      warnings: [{ code: 'gesture/empty-trial' }, { code: 'gesture/overlap' }],
    });
  });

  it('names every row that cannot be read', () => {
    expect(messagesOf(parseGestureLabels(labels('0,1,2\n12,1,2\n1,1,x\n1,1,2,3\n'), 'a.csv'))).toHaveLength(
      4,
    );
    expect(messagesOf(parseGestureLabels(labels('12,1,2\n'), 'a.csv'))).toEqual([
      'a.csv: must hold a class of 1..11 and two whole times in µs per row (got "12,1,2" in line 2); correct the line',
    ]);
  });

  it('refuses other files', () => {
    expect(parseGestureLabels(bytesOf(ascii('t,x,y,p\n')), 'a.csv')).toMatchObject({
      issues: [{ code: 'gesture/no-labels', message: expect.stringContaining('got "t,x,y,p"') }],
    });
    expect(parseGestureLabels(new Uint8Array(2 ** 20 + 1), 'a.csv')).toMatchObject({ ok: false });
  });

  it('gives back what was written', () => {
    const trial = fc
      .tuple(fc.nat(10), fc.nat(1e9), fc.integer({ min: 1, max: 1e9 }))
      .map(([label, startUs, length]) => ({ label, startUs, endUs: startUs + length }));
    fc.assert(
      fc.property(fc.array(trial), (trials) => {
        expect(valueOf(parseGestureLabels(formatGestureLabels(trials), 'a.csv'))).toEqual(trials);
      }),
    );
  });

  it.skipIf(!hasRealData)(`reads the labels of user01_natural, ${realDataTitle}`, () => {
    const bytes = new Uint8Array(readFileSync(realPath('dvs_gesture/user01_natural_labels.csv')));
    const outcome = parseGestureLabels(bytes, 'user01_natural_labels.csv');
    expect(messagesOf(outcome)).toEqual([]);
    const trials = valueOf(outcome);
    expect(trials.map(({ label }) => label)).toEqual([0, 1, 2, 4, 3, 5, 6, 7, 7, 8, 9, 10]);
    expect(trials[0]).toEqual({ label: 0, startUs: 53_036_986, endUs: 59_508_469 });
    // Written as the original, the last line end apart.
    expect(Buffer.from(formatGestureLabels(trials)).toString().trim()).toBe(
      Buffer.from(bytes).toString().trim(),
    );
  });
});

describe('parseTrialList', () => {
  it('gives the names of the recordings', () => {
    const list = bytesOf(ascii('user01_fluorescent.aedat\r\nuser01_lab.aedat\n\n'));
    expect(valueOf(parseTrialList(list, 'trials_to_train.txt'))).toEqual([
      'user01_fluorescent.aedat',
      'user01_lab.aedat',
    ]);
  });

  it.each(['', 'notes\n', '../user01.aedat\n', 'a.aedat\nb.txt\n'])('refuses %j', (content) => {
    expect(parseTrialList(bytesOf(ascii(content)), 'list.txt')).toMatchObject({
      issues: [{ code: 'gesture/trial-list' }],
    });
  });
});

describe('cutTrials', () => {
  const recording: EventRow[] = [
    [0, 0, 1, 53_000_000],
    [1, 0, 1, 53_036_986],
    [2, 0, 0, 59_508_468],
    [3, 0, 1, 59_508_469],
    [4, 0, 1, 64_889_467],
  ];

  it('takes start <= t < end and counts times from the start', () => {
    const stream = streamOf(recording, 128, 128);
    const trials = [
      { label: 0, startUs: 53_036_986, endUs: 59_508_469 },
      { label: 1, startUs: 59_508_469, endUs: 64_889_468 },
    ];
    const { cuts, warnings } = cutTrials(stream, trials, 'a.aedat');
    // 59508468 - 53036986 = 6471482; 64889467 - 59508469 = 5380998.
    expect(cuts.map((cut) => rowsOf(cut.stream))).toEqual([
      [
        [1, 0, 1, 0],
        [2, 0, 0, 6_471_482],
      ],
      [
        [3, 0, 1, 0],
        [4, 0, 1, 5_380_998],
      ],
    ]);
    expect(warnings).toEqual([]);
  });

  it('warns about trials without events', () => {
    const { cuts, warnings } = cutTrials(
      streamOf(recording),
      [{ label: 4, startUs: 0, endUs: 10 }],
      'a.aedat',
    );
    expect(cuts[0].stream.x.length).toBe(0);
    expect(warnings).toMatchObject([{ code: 'gesture/no-events', path: 'a.aedat' }]);
  });

  it('cuts a written AEDAT 3.1 recording by written labels', () => {
    const stream = streamOf(recording, 128, 128);
    const bytes = valueOf(encodeAedat3(stream, 'a', 'DVS128'));
    const trials = [{ label: 10, startUs: 59_000_000, endUs: 60_000_000 }];
    const parsed = valueOf(parseGestureLabels(formatGestureLabels(trials), 'a.csv'));
    const { cuts } = cutTrials(valueOf(decodeEvents(bytes, 'a.aedat')).stream, parsed, 'a.aedat');
    expect(GESTURE_CLASSES[cuts[0].trial.label]).toBe('other gestures');
    expect(rowsOf(cuts[0].stream)).toEqual([
      [2, 0, 0, 508_468],
      [3, 0, 1, 508_469],
    ]);
  });
});
