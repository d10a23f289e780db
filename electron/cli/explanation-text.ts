/** What stands behind a simulation, for people at a terminal. */
import { joulesFromPj, type Explanation } from '../../engine/contract/index.ts';
import { si, table } from './format.ts';

const times = (ratio: number): string => `${ratio.toPrecision(3)}x`;

export function explanationText({ samples, ablations, ptb, bounds, ratioBands }: Explanation): string {
  const { net, layer } = ptb.search;
  return [
    '',
    `SpikeX with one idea taken away, cost over SpikeX${samples > 1 ? ` (first ${samples} samples)` : ''}:`,
    table(ablations, [
      { head: 'Variant', of: (row) => row.ablation },
      { head: 'Energy', right: true, of: (row) => times(row.energyRatio) },
      { head: 'Latency', right: true, of: (row) => times(row.latencyRatio) },
      { head: 'EDP', right: true, of: (row) => times(row.edpRatio) },
    ]),
    '',
    `PTB at its best: TWS ${net.tws[0]} for the net, ${layer.tws.join(',')} per layer; its EDP over that of`,
    table(ptb.ratios, [
      { head: 'System', of: (row) => row.system },
      { head: 'net', right: true, of: (row) => times(row.ratios.net) },
      { head: 'per layer', right: true, of: (row) => times(row.ratios.layer) },
    ]),
    '',
    `Energy if every entry of the table were ${bounds[0]?.band.percent ?? 0} % lower or higher; memories' area and leakage:`,
    table(bounds, [
      { head: 'System', of: (row) => row.system },
      { head: 'Lower', right: true, of: (row) => si(joulesFromPj(row.band.lowPj), 'J') },
      { head: 'Higher', right: true, of: (row) => si(joulesFromPj(row.band.highPj), 'J') },
      {
        head: 'Area',
        right: true,
        of: (row) => (row.silicon ? `${row.silicon.areaMm2.toPrecision(3)} mm2` : 'no data'),
      },
      {
        head: 'Leakage',
        right: true,
        of: (row) => (row.leakage ? si(joulesFromPj(row.leakage.leakagePj), 'J') : 'no data'),
      },
    ]),
    ...ratioBands.map(
      ({ over, under, band }) =>
        `Energy of ${over} over ${under}: ${times(band.nominal)}, between ${times(band.low)} and ${times(band.high)} over all such tables`,
    ),
  ].join('\n');
}
