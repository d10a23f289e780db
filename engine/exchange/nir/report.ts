/** The compatibility report of a graph: every node with its shapes, notes and fit, every edge, what is unsupported. */
import { accept } from '../../contract/index.ts';
import type {
  Issue,
  NetworkSpec,
  NirNodeReport,
  NirReport,
  NirRunOptions,
  Outcome,
} from '../../contract/index.ts';
import { flattenGraph } from './flat-graph.ts';
import { NEURON_FIELDS, isAffine, isConv, isNeuron, isPool, sizeOf, typeName } from './graph.ts';
import type { NirGraph, NirPrimitive, NirTensor } from './graph.ts';
import { mapGraph, type MappedGraph } from './mapping/map-graph.ts';
import { stepOrder } from './order.ts';
import { inferShapes, type ShapedGraph } from './shapes.ts';

/** A graph made ready: flat, with shapes, mapped. */
export interface ReadyGraph {
  readonly shaped: ShapedGraph;
  readonly mapped: MappedGraph;
}

export interface GraphSource {
  readonly file: string;
  readonly format: NirReport['format'];
  readonly version: string | null;
  readonly graph: NirGraph;
  /** Of reading the file. */
  readonly warnings: readonly Issue[];
}

export interface ReportedGraph extends ReadyGraph {
  readonly report: NirReport;
}

/** timesteps: T of the network of the report. */
export function reportGraph(
  source: GraphSource,
  options: NirRunOptions,
  timesteps: number,
): Outcome<ReportedGraph> {
  const { file } = source;
  const flat = flattenGraph(source.graph, file);
  if (!flat.ok) return flat;
  const shaped = inferShapes(flat.value, file);
  if (!shaped.ok) return shaped;
  const graph = shaped.value;
  const mapped = mapGraph(graph, options);
  const warnings = [...source.warnings, ...flat.warnings, ...shaped.warnings];
  const { order, delayed } = stepOrder(graph);
  const nodes = order.flatMap((name) => {
    const node = graph.nodes.get(name);
    return node ? [nodeReport(name, node, graph, mapped, warnings)] : [];
  });
  const report: NirReport = {
    file,
    format: source.format,
    version: source.version,
    inputs: graph.inputs,
    outputs: graph.outputs,
    nodes,
    edges: graph.edges.map(([from, to], i) => ({ source: from, target: to, isDelayed: delayed.has(i) })),
    parameters: nodes.reduce((sum, node) => sum + node.parameters, 0),
    options,
    unsupported: mapped.unsupported,
    network: mapped.isComplete ? networkOf(source, graph, mapped, options, timesteps) : null,
  };
  return accept({ report, shaped: graph, mapped }, warnings);
}

function nodeReport(
  name: string,
  node: NirPrimitive,
  graph: ShapedGraph,
  mapped: MappedGraph,
  warnings: readonly Issue[],
): NirNodeReport {
  const shape = graph.shapes.get(name);
  const fit = mapped.fits.get(name);
  const own = tensorsOf(node);
  return {
    name,
    type: typeName(node),
    inputShape: shape?.input ?? null,
    outputShape: shape?.output ?? null,
    parameters: own.reduce((sum, { values }) => sum + values.length, 0),
    details: detailsOf(node),
    notes: warnings
      .filter((issue) => isAbout(issue, name))
      .map(({ path, message }) => `${lastPart(path)} ${message}`),
    fit: fit?.fit ?? 'no',
    layer: fit?.layer ?? null,
    reasons: fit?.reasons ?? [],
  };
}

/** Paths of issues: `file:/node/nodes/lif1/nodes/lif/v_reset` while reading, `file:lif1.lif` later. */
function isAbout({ path }: Issue, name: string): boolean {
  if (path.endsWith(`:${name}`)) return true;
  const inFile = /:\/node\/nodes\/(.*)\/[^/]*$/.exec(path)?.[1];
  return inFile?.replaceAll('/nodes/', '.') === name;
}

const lastPart = (path: string): string =>
  path.includes(':/node') ? path.slice(path.lastIndexOf('/') + 1) : 'it:';

export function tensorsOf(node: NirPrimitive): NirTensor[] {
  if (isNeuron(node)) return NEURON_FIELDS[node.type].flatMap((field) => node.fields[field] ?? []);
  if (isAffine(node) || isConv(node)) return node.bias ? [node.weight, node.bias] : [node.weight];
  if (node.type === 'Scale') return [node.scale];
  if (node.type === 'Delay') return [node.delay];
  return node.type === 'Threshold' ? [node.threshold] : [];
}

function detailsOf(node: NirPrimitive): string {
  if (isNeuron(node))
    return NEURON_FIELDS[node.type]
      .flatMap((field) => {
        const tensor = node.fields[field];
        return tensor ? [`${field} ${range(tensor)}`] : [];
      })
      .join(', ');
  if (isConv(node)) {
    const padding = typeof node.padding === 'string' ? node.padding : node.padding.join(' x ');
    const groups = node.groups > 1 ? `, groups ${node.groups}` : '';
    const dilation = node.dilation.some((n) => n > 1) ? `, dilation ${node.dilation.join(' x ')}` : '';
    return `kernel ${node.weight.shape.slice(2).join(' x ')}, stride ${node.stride.join(' x ')}, padding ${padding}${dilation}${groups}`;
  }
  if (isAffine(node)) return `${node.weight.shape[1]} to ${node.weight.shape[0]}`;
  if (isPool(node))
    return `kernel ${node.kernel.join(' x ')}, stride ${node.stride.join(' x ')}, padding ${node.padding.join(' x ')}`;
  if (node.type === 'Flatten') return `axes ${node.startDim} to ${node.endDim}`;
  const [only] = tensorsOf(node);
  return only ? range(only) : '';
}

function range({ values }: NirTensor): string {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const short = (value: number): string => String(Number(value.toPrecision(4)));
  return least === most ? short(least) : `${short(least)} to ${short(most)}`;
}

function networkOf(
  { file }: GraphSource,
  graph: ShapedGraph,
  { layers }: MappedGraph,
  options: NirRunOptions,
  timesteps: number,
): NetworkSpec | null {
  const first = graph.shapes.get(graph.inputs[0])?.output ?? [];
  const [channels, height, width] = first.length === 3 ? first : [sizeOf(first), 1, 1];
  const last = layers[layers.length - 1];
  const { neuron } = layers[0].rule;
  const classes = last.spec.M * last.spec.R * last.spec.R;
  const title = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return {
    schema: 'spikex-network/1',
    name: title.replace(/\.(nir|net)$/, ''),
    title,
    description: `imported from ${title}; pools and factors folded into the weights`,
    source: title,
    timesteps,
    input: { width, height, channels, stepUs: options.dtS * 1e6 },
    neuron,
    classes: Array.from({ length: classes }, (_, i) => String(i)),
    layers: layers.map(({ spec, rule }) =>
      rule.neuron.leak === neuron.leak ? spec : { ...spec, neuron: { leak: rule.neuron.leak } },
    ),
  };
}
