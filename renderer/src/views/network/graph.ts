/** The network as boxes and lines: places, sizes of the pictures, shares. Pure, so that it can be tested as data. */
import type { NetworkSpec, SystemReport } from '../../../../engine/contract/index.ts';

export const NODE_WIDTH = 104;
export const NODE_HEIGHT = 216;
const GAP = 34;

export interface MapPicture {
  /** Side of one sheet in pixels; 0 for a column of neurons. */
  readonly side: number;
  readonly sheets: number;
}

export interface GraphNode {
  readonly id: string;
  readonly kind: 'input' | 'layer' | 'readout';
  /** Of the layer; -1 for input and readout. */
  readonly index: number;
  readonly x: number;
  readonly picture: MapPicture;
  /** Of the network's energy, 0..1; null while nothing was simulated. */
  readonly energyShare: number | null;
}

export interface GraphEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** Pixels. */
  readonly width: number;
  /** next: the layer below feeds it; added: its spikes are added on the way; loop: back into itself, a step later. */
  readonly kind: 'next' | 'added' | 'loop';
}

export const layerId = (index: number): string => `layer-${index}`;

export function graphOf(
  network: NetworkSpec,
  report: SystemReport | null,
): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const { layers } = network;
  const fits = report?.layers.length === layers.length;
  const energy = fits ? report.total.energyPj : 0;
  const sides = [network.input.width, ...layers.map(({ R }) => R)].filter(isSize);
  const channels = layers.filter(({ R }) => R > 1).map(({ M }) => M);
  const largest = Math.max(1, ...sides);
  const most = Math.max(1, ...channels.filter(isSize));
  const picture = (side: number, maps: number): MapPicture =>
    side > 1
      ? {
          side: 14 + 50 * Math.sqrt(side / largest),
          sheets: Math.max(1, Math.round(7 * Math.sqrt(maps / most))),
        }
      : { side: 0, sheets: Math.max(3, Math.min(14, Math.round(2 * Math.log2(Math.max(2, maps))))) };
  const at = (column: number): number => column * (NODE_WIDTH + GAP);
  const nodes: GraphNode[] = [
    {
      id: 'input',
      kind: 'input',
      index: -1,
      x: at(0),
      picture: picture(network.input.width, network.input.channels),
      energyShare: null,
    },
    ...layers.map((layer, index): GraphNode => ({
      id: layerId(index),
      kind: 'layer',
      index,
      x: at(index + 1),
      picture: picture(layer.R, layer.M),
      energyShare: fits && energy > 0 ? report.layers[index].energyPj / energy : null,
    })),
    {
      id: 'readout',
      kind: 'readout',
      index: -1,
      x: at(layers.length + 1),
      picture: { side: 0, sheets: Math.min(14, network.classes.length) },
      energyShare: null,
    },
  ];
  const edges: GraphEdge[] = nodes.slice(1).map((node, place): GraphEdge => {
    const density = node.index >= 0 && fits ? inputDensity(network, report, node.index) : 0;
    return {
      id: `${nodes[place].id}-${node.id}`,
      source: nodes[place].id,
      target: node.id,
      width: 1.5 + 6 * Math.sqrt(Math.min(1, density * 4)),
      kind: 'next',
    };
  });
  layers.forEach(({ add, recurrent }, index) => {
    const from = add === undefined ? -1 : layers.findIndex(({ name }) => name === add);
    const here = layerId(index);
    if (from >= 0)
      edges.push({
        id: `${layerId(from)}+${here}`,
        source: layerId(from),
        target: here,
        width: 1.5,
        kind: 'added',
      });
    if (recurrent) edges.push({ id: `${here}+loop`, source: here, target: here, width: 1.5, kind: 'loop' });
  });
  return { nodes, edges };
}

/** Spikes that enter a layer / (inputs × T), 0..1. */
export function inputDensity(network: NetworkSpec, report: SystemReport, index: number): number {
  const { H, C } = network.layers[index];
  return report.layers[index].spikes / (H * H * C * network.timesteps);
}

const isSize = (value: number): boolean => Number.isFinite(value) && value > 0;
