/**
 * Nested NIR graphs as one flat graph with dotted names: node `lif` of graph `lif1` becomes `lif1.lif`. An edge to or
 * from a nested graph goes to its only Input or comes from its only Output; these stay as nodes that pass on. An
 * outermost graph without Input (Output) nodes gets one before (behind) every node that has no edge in (out), as the
 * format's own library does. Repeated edges stay: their signals add.
 */
import { accept, errorAt, refuse, warningAt } from '../../contract/index.ts';
import type { Issue, Outcome } from '../../contract/index.ts';
import type { NirEdge, NirGraph, NirNode, NirPrimitive } from './graph.ts';
import { resolveName } from './read-graph.ts';

export interface FlatGraph {
  readonly nodes: ReadonlyMap<string, NirPrimitive>;
  readonly edges: readonly NirEdge[];
  /** Names in the file: of the graphs around each node, then its own. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** Names of the outermost Input and Output nodes. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export function flattenGraph(graph: NirGraph, file: string): Outcome<FlatGraph> {
  const flat = new Flattening(file);
  flat.take(graph, []);
  const inputs = flat.named(graph, 'Input');
  const outputs = flat.named(graph, 'Output');
  if (inputs.length === 0) inputs.push(...flat.addPorts('Input'));
  if (outputs.length === 0) outputs.push(...flat.addPorts('Output'));
  if (inputs.length === 0 || outputs.length === 0)
    flat.issues.push(
      errorAt(
        file,
        'nir/ports',
        'must have an input and an output (got a closed loop); add Input and Output nodes',
      ),
    );
  if (flat.issues.length) return refuse(...flat.issues);
  return accept({ nodes: flat.nodes, edges: flat.edges, paths: flat.paths, inputs, outputs }, flat.warnings);
}

class Flattening {
  readonly nodes = new Map<string, NirPrimitive>();
  readonly edges: NirEdge[] = [];
  readonly paths = new Map<string, readonly string[]>();
  readonly issues: Issue[] = [];
  readonly warnings: Issue[] = [];
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  take(graph: NirGraph, outer: readonly string[]): void {
    const prefix = outer.map((key) => `${key}.`).join('');
    for (const [key, node] of graph.nodes) {
      const name = prefix + key;
      const path = [...outer, key];
      if (node.type === 'NIRGraph') this.take(node, path);
      else if (this.nodes.has(name))
        this.issues.push(
          errorAt(
            this.file,
            'nir/name-twice',
            `must have unique node names (got "${name}" twice); rename one`,
          ),
        );
      else this.add(name, path, node);
    }
    for (const [source, target] of graph.edges) {
      const from = this.end(graph, source, prefix, 'Output');
      const to = this.end(graph, target, prefix, 'Input');
      if (from !== null && to !== null) this.edges.push([from, to]);
    }
  }

  named(graph: NirGraph, type: 'Input' | 'Output'): string[] {
    return [...graph.nodes].filter(([, node]) => node.type === type).map(([name]) => name);
  }

  addPorts(type: 'Input' | 'Output'): string[] {
    const side = type === 'Input' ? 1 : 0;
    const joined = new Set(this.edges.map((edge) => edge[side]));
    const open = [...this.nodes.keys()].filter((name) => !joined.has(name));
    return open.map((name) => {
      const port = this.freeName(`${type.toLowerCase()}_${name}`);
      this.add(port, [port], { type, shape: null });
      this.edges.push(type === 'Input' ? [port, name] : [name, port]);
      this.warnings.push(
        warningAt(this.file, 'nir/port-added', `has no ${type} node; "${port}" was added at "${name}"`),
      );
      return port;
    });
  }

  private add(name: string, path: readonly string[], node: NirPrimitive): void {
    this.nodes.set(name, node);
    this.paths.set(name, path);
  }

  private freeName(wanted: string): string {
    let name = wanted;
    for (let i = 2; this.nodes.has(name); i++) name = `${wanted}_${i}`;
    return name;
  }

  private end(graph: NirGraph, name: string, prefix: string, port: 'Input' | 'Output'): string | null {
    const path = resolveName(name, graph.nodes);
    if (!path) return null; // named when the graph was read
    let node: NirNode = graph;
    for (const key of path) node = (node as NirGraph).nodes.get(key) as NirNode;
    const flat = prefix + path.join('.');
    if (node.type !== 'NIRGraph') return flat;
    const ports = this.named(node, port);
    if (ports.length === 1) {
      const inner = node.nodes.get(ports[0]) as NirNode;
      if (inner.type !== 'NIRGraph') return `${flat}.${ports[0]}`;
    }
    this.issues.push(
      errorAt(
        this.file,
        'nir/nested-port',
        `nested graph "${flat}" must have one ${port} node to be joined by its name (got ${ports.length}); ` +
          `let the edge name the inner node, "${flat}.…"`,
      ),
    );
    return null;
  }
}
