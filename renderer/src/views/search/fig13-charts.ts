/** Energy and latency of the four bars of SpikeX Fig 13, stacked by layer. */
import type { Fig13Report } from '../../../../engine/contract/index.ts';
import { LAYER_HUES } from '../../charts/raster.ts';
import type { LayerStacksInput } from '../../charts/layer-stacks.ts';
import { scaleFor, significant } from '../../format/index.ts';
import { searchTexts } from '../../texts/search.ts';

export function fig13Chart(report: Fig13Report, quantity: 'energy' | 'latency'): LayerStacksInput {
  const text = searchTexts.fig13;
  const [base, toBase] = quantity === 'energy' ? ['J', 1e-12] : ['s', 1e-6];
  const values = report.bars.map((bar) => (quantity === 'energy' ? bar.layerEnergyPj : bar.layerLatencyUs));
  const totals = values.map((own) => own.reduce((sum, value) => sum + value, 0));
  const scale = scaleFor(Math.max(...totals) * toBase, base);
  return {
    title: text.chart[quantity],
    layerNames: report.bars.map(({ name }) => text.bars[name]),
    parts: report.layers.map((name, l) => ({ id: String(l), name, hue: LAYER_HUES[l % LAYER_HUES.length] })),
    bars: [
      {
        key: quantity,
        name: text.chart[quantity],
        letter: '',
        layers: values.map((own) =>
          Object.fromEntries(own.map((value, l) => [String(l), value * toBase * scale.factor])),
        ),
      },
    ],
    axis: `${text.chart[quantity]}, ${scale.unit}`,
    unit: scale.unit,
    text: (value) => significant(value, 3),
    foot: text.foot(report.bars[0].seeds.length),
  };
}
