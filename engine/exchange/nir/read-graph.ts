/**
 * A NIR file's tree to a graph: `/version`, `/node` of type NIRGraph with `nodes/<name>` and `edges` (N x 2 strings).
 * Every edge must name nodes of its own graph; a path into a nested graph, "lif1.lif", is accepted. Node order in the
 * file means nothing. Metadata are kept as they lie in the file and never relied on.
 */
import { accept, errorAt, refuse, warningAt } from '../../contract/index.ts';
import type { Issue, Outcome } from '../../contract/index.ts';
import { textOf } from '../../hdf5/tree.ts';
import type { Hdf5Group } from '../../hdf5/tree.ts';
import { nearestWord } from '../../math/nearest-word.ts';
import type { NirEdge, NirGraph, NirNode } from './graph.ts';
import { NodeReader } from './node-reader.ts';
import { readPrimitive } from './read-node.ts';

export interface NirFile {
  /** Of the writer's NIR library; null where the file does not say. */
  readonly version: string | null;
  readonly graph: NirGraph;
  /** Metadata groups by node path ('' = the graph itself), untouched. */
  readonly metadata: ReadonlyMap<string, Hdf5Group>;
}

const MOST_DEPTH = 16;
const MOST_NODES = 5000;

/** file: name in front of every issue. */
export function readNirTree(root: Hdf5Group, file: string): Outcome<NirFile> {
  const node = root.children.get('node');
  if (node?.kind !== 'group')
    return refuse(
      errorAt(
        file,
        'nir/no-graph',
        `must hold a group "node" with a NIR graph (got ${[...root.children.keys()].slice(0, 5).join(', ') || 'an empty file'}); choose a file written by nir.write`,
      ),
    );
  const reading = new GraphReading();
  const graph = reading.graph(node, `${file}:/node`, '', 0);
  if (reading.issues.length) return refuse(...reading.issues, ...reading.warnings);
  const version = textOf(root.children.get('version') ?? null);
  if (version === null)
    reading.warnings.push(warningAt(`${file}:/version`, 'nir/version', 'is not in the file; read as 0.2'));
  return accept({ version, graph, metadata: reading.metadata }, reading.warnings);
}

class GraphReading {
  readonly issues: Issue[] = [];
  readonly warnings: Issue[] = [];
  readonly metadata = new Map<string, Hdf5Group>();
  private count = 0;

  graph(group: Hdf5Group, path: string, name: string, depth: number): NirGraph {
    const nodes = new Map<string, NirNode>();
    this.keepMetadata(group, name);
    const type = textOf(group.children.get('type') ?? null);
    if (depth === 0 && type !== null && type !== 'NIRGraph')
      this.issues.push(errorAt(`${path}/type`, 'nir/type', `must be NIRGraph (got "${type.slice(0, 40)}")`));
    const children = group.children.get('nodes');
    if (children?.kind !== 'group' || children.children.size === 0) {
      this.issues.push(errorAt(`${path}/nodes`, 'nir/no-nodes', 'must be a group with at least one node'));
      return { type: 'NIRGraph', nodes, edges: [] };
    }
    for (const [key, child] of children.children) {
      const at = `${path}/nodes/${key}`;
      if (child.kind !== 'group')
        this.issues.push(errorAt(at, 'nir/node', `must be a group (got ${child.kind})`));
      else nodes.set(key, this.node(child, at, name ? `${name}.${key}` : key, depth));
    }
    return { type: 'NIRGraph', nodes, edges: this.edges(group, path, nodes) };
  }

  private node(group: Hdf5Group, path: string, name: string, depth: number): NirNode {
    const read = new NodeReader(group, path, this.issues, this.warnings);
    const stand: NirNode = { type: 'unknown', typeName: 'none' };
    if (++this.count > MOST_NODES) {
      if (this.count === MOST_NODES + 1) read.fault('', 'size', `must be one of at most ${MOST_NODES} nodes`);
      return stand;
    }
    const type = read.text('type');
    if (type === null) {
      read.fault(
        'type',
        'missing-field',
        'must name the type of the node (got nothing); export the network again',
      );
      return stand;
    }
    if (type !== 'NIRGraph') {
      this.keepMetadata(group, name);
      return readPrimitive(read, type);
    }
    if (depth < MOST_DEPTH) return this.graph(group, path, name, depth + 1);
    read.fault('', 'depth', `must be nested at most ${MOST_DEPTH} deep`);
    return stand;
  }

  private keepMetadata(group: Hdf5Group, name: string): void {
    const metadata = group.children.get('metadata');
    if (metadata?.kind === 'group') this.metadata.set(name, metadata);
  }

  private edges(group: Hdf5Group, path: string, nodes: ReadonlyMap<string, NirNode>): NirEdge[] {
    const stored = group.children.get('edges');
    const at = `${path}/edges`;
    if (stored?.kind === 'dataset' && stored.values.length === 0) return [];
    const isText = stored?.kind === 'dataset' && typeof stored.values[0] === 'string';
    if (!isText || stored.shape.length !== 2 || stored.shape[1] !== 2) {
      this.issues.push(
        errorAt(at, 'nir/edges', 'must be an N x 2 array of node names; export the network again'),
      );
      return [];
    }
    const names = stored.values as readonly string[];
    const edges: NirEdge[] = [];
    for (let i = 0; i + 1 < names.length; i += 2) {
      const edge: NirEdge = [names[i], names[i + 1]];
      edges.push(edge);
      for (const end of edge) this.checkEnd(end, nodes, `${at}[${i / 2}]`);
    }
    return edges;
  }

  private checkEnd(end: string, nodes: ReadonlyMap<string, NirNode>, at: string): void {
    if (resolveName(end, nodes) !== null) return;
    const near = nearestWord(end, [...nodes.keys()]);
    const hint = near
      ? `the nearest name is "${near}"; correct the edge or the node`
      : `its nodes are ${[...nodes.keys()].slice(0, 8).join(', ')}`;
    this.issues.push(
      errorAt(at, 'nir/edge-node', `must name a node of its graph (got "${end}", which is no node); ${hint}`),
    );
  }
}

/** The node's path as keys: ["lif1"] or, into a nested graph, ["lif1", "lif"]; null where there is no such node. */
export function resolveName(name: string, nodes: ReadonlyMap<string, NirNode>): readonly string[] | null {
  if (nodes.has(name)) return [name];
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const outer = nodes.get(name.slice(0, dot));
    const inner = outer?.type === 'NIRGraph' ? resolveName(name.slice(dot + 1), outer.nodes) : null;
    if (inner) return [name.slice(0, dot), ...inner];
  }
  return null;
}
