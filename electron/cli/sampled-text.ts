/** How far recorded samples spread around the means above. */
import {
  joulesFromPj,
  secondsFromUs,
  type SampledActivity,
  type SampleSpread,
} from '../../engine/contract/index.ts';
import { si, table } from './format.ts';

export function sampledText({ samples, of, file, fileBytes, spreads }: SampledActivity): string {
  const around = ({ mean, sd }: SampleSpread, unit: string, scale: (value: number) => number): string =>
    `${si(scale(mean), unit)} ± ${si(scale(sd), unit)}`;
  const range = ({ least, most }: SampleSpread, unit: string, scale: (value: number) => number): string =>
    `${si(scale(least), unit)} to ${si(scale(most), unit)}`;
  const part = of === null ? `${samples}` : `${samples} of ${of}`;
  const kept =
    file === null ? 'The activity was not kept.' : `Recorded activity: ${file} (${si(fileBytes ?? 0, 'B')})`;
  if (samples === 1) return `One of ${of ?? 'the'} held-out samples. ${kept}`;
  return [
    '',
    `Means over ${part} held-out samples, with the standard deviation over samples:`,
    table(spreads, [
      { head: 'System', of: (row) => row.system },
      { head: 'Energy', right: true, of: (row) => around(row.energyPj, 'J', joulesFromPj) },
      { head: 'Latency', right: true, of: (row) => around(row.latencyUs, 's', secondsFromUs) },
      { head: 'Energy, range', right: true, of: (row) => range(row.energyPj, 'J', joulesFromPj) },
      { head: 'Latency, range', right: true, of: (row) => range(row.latencyUs, 's', secondsFromUs) },
    ]),
    kept,
  ].join('\n');
}
