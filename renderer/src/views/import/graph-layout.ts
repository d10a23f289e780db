/**
 * Imported and mapped network side by side: one row per node in the order of computation, edges beside the rows, layers
 * as boxes over the rows of their nodes. Pure: a report in, places in pixels out.
 */
import type { NirNodeReport, NirReport } from '../../../../engine/contract/index.ts';

export const ROW = 40;
export const BOX = 32;
/** Room on the left for edges that skip rows. */
export const GUTTER = 48;
export const NODE_WIDTH = 232;

export interface PlacedNode {
  readonly node: NirNodeReport;
  /** Top of the box. */
  readonly y: number;
}
export interface PlacedEdge {
  readonly key: string;
  readonly path: string;
  readonly isDelayed: boolean;
}
export interface PlacedLayer {
  readonly name: string;
  readonly y: number;
  readonly height: number;
}
export interface GraphLayout {
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly layers: readonly PlacedLayer[];
}

export function layoutOf({ nodes, edges }: NirReport): GraphLayout {
  const rows = new Map(nodes.map(({ name }, row) => [name, row]));
  const placed = edges.map(({ source, target, isDelayed }, i): PlacedEdge => {
    const [from, to] = [rows.get(source) ?? 0, rows.get(target) ?? 0];
    return { key: `${i}`, path: edgePath(from, to, isDelayed), isDelayed };
  });
  const names = [...new Set(nodes.flatMap(({ layer }) => layer ?? []))];
  return {
    height: nodes.length * ROW,
    nodes: nodes.map((node, row) => ({ node, y: row * ROW + (ROW - BOX) / 2 })),
    edges: placed,
    layers: names.map((name) => layerBox(name, nodes)),
  };
}

const middle = (row: number): number => row * ROW + ROW / 2;

/** To the next row straight down; else around on the left, the further the wider. */
function edgePath(from: number, to: number, isDelayed: boolean): string {
  if (to === from + 1 && !isDelayed) {
    const x = GUTTER + 24;
    return `M${x} ${middle(from) + BOX / 2} L${x} ${middle(to) - BOX / 2}`;
  }
  const reach = Math.min(GUTTER - 8, 16 + 6 * Math.abs(to - from));
  const [start, end] = [middle(from) + (isDelayed ? -4 : 4), middle(to) + (isDelayed ? 4 : -4)];
  return `M${GUTTER} ${start} C${GUTTER - reach} ${start} ${GUTTER - reach} ${end} ${GUTTER} ${end}`;
}

function layerBox(name: string, nodes: readonly NirNodeReport[]): PlacedLayer {
  const rows = nodes.flatMap(({ layer }, row) => (layer === name ? [row] : []));
  const [first, last] = [Math.min(...rows), Math.max(...rows)];
  return { name, y: first * ROW + (ROW - BOX) / 2, height: (last - first) * ROW + BOX };
}
