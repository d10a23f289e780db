import { describe, expect, it } from 'vitest';
import { commonSensor, inferSensor, NCALTECH_SENSOR } from '../../../engine/events/sensor.ts';

const nmnist = { width: 34, height: 34 };
const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);
const large = { width: 240, height: 180 };

describe('commonSensor', () => {
  it('does not let a few damaged files decide', () => {
    expect(commonSensor([...times(19, nmnist), large])).toEqual(nmnist);
  });

  it('takes the size that holds nine tenths', () => {
    expect(commonSensor([...times(8, nmnist), large, large])).toEqual(large);
    expect(commonSensor([nmnist])).toEqual(nmnist);
  });
});

describe('inferSensor', () => {
  it('is null where no usual sensor up to the largest allowed holds the pixel', () => {
    expect(inferSensor(240, 0, NCALTECH_SENSOR)).toBeNull();
    expect(inferSensor(239, 179, NCALTECH_SENSOR)).toEqual(large);
  });
});
