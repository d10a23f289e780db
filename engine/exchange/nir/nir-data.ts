/**
 * NIRData: recordings of a network's nodes (neuromorphs/NIR, docs "NIRData"), HDF5. The root and nested groups hold
 * `nodes/<name>`, each with `observables/<name>`; the attribute `__type__` says what a group is. EventData: `idx`, `time`
 * (samples x events, -1 and infinity where there is none), attributes n_neurons and t_max; ValuedEventData: also
 * `value`; TimeGriddedData: `data` (samples x steps x neurons), attribute dt. Times in seconds.
 */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type { Issue, Outcome } from '../../contract/index.ts';
import { hdf5Dataset, numbersOf, textOf } from '../../hdf5/tree.ts';
import type { Hdf5Attribute, Hdf5Group, Hdf5Node, Hdf5Values } from '../../hdf5/tree.ts';

export interface NirEvent {
  readonly neuron: number;
  readonly timeS: number;
  /** 1 for a spike. */
  readonly value: number;
}

/** One observable of one node; `samples` hold the events in order of time. */
export interface NirRecording {
  /** Names of the graphs around the node, then its own. */
  readonly path: readonly string[];
  readonly observable: string;
  readonly neurons: number;
  readonly durationS: number;
  readonly samples: readonly (readonly NirEvent[])[];
}

const MOST_NEURONS = 1 << 24;
const MOST_DEPTH = 16;

export const isNirData = (root: Hdf5Group): boolean => typeOf(root) === 'NIRGraphData';

const typeOf = (group: Hdf5Group): string | null => textOf(group.attributes.get('__type__') ?? null);

export function readNirData(root: Hdf5Group, file: string): Outcome<NirRecording[]> {
  const issues: Issue[] = [];
  const recordings: NirRecording[] = [];
  if (!isNirData(root))
    return refuse(
      errorAt(
        file,
        'nirdata/type',
        'must be NIRGraphData (got another file); choose one written by nir.write_data',
      ),
    );
  readNodes(root, [], file, recordings, issues);
  return issues.length ? refuse(...issues) : accept(recordings);
}

function readNodes(
  group: Hdf5Group,
  outer: readonly string[],
  file: string,
  recordings: NirRecording[],
  issues: Issue[],
): void {
  const nodes = group.children.get('nodes');
  if (nodes?.kind !== 'group' || outer.length > MOST_DEPTH) {
    issues.push(errorAt(`${file}:/nodes`, 'nirdata/nodes', `must be a group, at most ${MOST_DEPTH} deep`));
    return;
  }
  for (const [name, node] of nodes.children) {
    const inner = [...outer, name];
    const path = `${file}:${inner.join('.')}`;
    const type = node.kind === 'group' ? typeOf(node) : null;
    if (node.kind === 'group' && type === 'NIRGraphData') readNodes(node, inner, file, recordings, issues);
    else if (node.kind === 'group' && type === 'NIRNodeData') {
      const observables = node.children.get('observables');
      if (observables?.kind !== 'group')
        issues.push(errorAt(path, 'nirdata/observables', 'must hold a group "observables"'));
      else
        for (const [key, one] of observables.children) {
          const read = readObservable(one, inner, key, `${path}/${key}`);
          if (read.ok) recordings.push(read.value);
          else issues.push(...read.issues);
        }
    } else
      issues.push(
        errorAt(path, 'nirdata/type', `must be NIRNodeData or NIRGraphData (got ${type ?? 'nothing'})`),
      );
  }
}

function readObservable(
  one: Hdf5Node,
  node: readonly string[],
  observable: string,
  path: string,
): Outcome<NirRecording> {
  const type = one.kind === 'group' ? typeOf(one) : null;
  if (one.kind !== 'group' || type === null)
    return refuse(errorAt(path, 'nirdata/type', 'must say its __type__ (got nothing)'));
  if (type === 'TimeGriddedData') return readGrid(one, node, observable, path);
  if (type === 'EventData' || type === 'ValuedEventData')
    return readEvents(one, node, observable, type === 'ValuedEventData', path);
  return refuse(
    errorAt(path, 'nirdata/type', `must be EventData, ValuedEventData or TimeGriddedData (got ${type})`),
  );
}

function readGrid(
  group: Hdf5Group,
  node: readonly string[],
  observable: string,
  path: string,
): Outcome<NirRecording> {
  const data = arrayOf(group, 'data', 3);
  const dt = attribute(group, 'dt');
  if (!data || dt === null || !(dt > 0))
    return refuse(
      errorAt(path, 'nirdata/grid', 'must hold "data" (samples x steps x neurons) and a dt above 0'),
    );
  const [count, steps, neurons] = data.shape;
  const samples: NirEvent[][] = Array.from({ length: count }, () => []);
  for (let i = 0; i < data.values.length; i++) {
    if (data.values[i] === 0) continue;
    const step = Math.floor(i / neurons) % steps;
    samples[Math.floor(i / (neurons * steps))].push({
      neuron: i % neurons,
      timeS: step * dt,
      value: data.values[i],
    });
  }
  return accept({ path: node, observable, neurons, durationS: steps * dt, samples });
}

function readEvents(
  group: Hdf5Group,
  node: readonly string[],
  observable: string,
  isValued: boolean,
  path: string,
): Outcome<NirRecording> {
  const [idx, time] = [arrayOf(group, 'idx', 2), arrayOf(group, 'time', 2)];
  const value = isValued ? arrayOf(group, 'value', 2) : null;
  const [neurons, durationS] = [attribute(group, 'n_neurons'), attribute(group, 't_max')];
  const isWhole =
    idx &&
    time &&
    idx.values.length === time.values.length &&
    (!isValued || value?.values.length === idx.values.length);
  if (!isWhole || neurons === null || durationS === null)
    return refuse(
      errorAt(
        path,
        'nirdata/events',
        'must hold "idx" and "time" of one shape (samples x events), n_neurons and t_max',
      ),
    );
  if (!(Number.isInteger(neurons) && neurons >= 1 && neurons <= MOST_NEURONS && durationS >= 0))
    return refuse(
      errorAt(
        path,
        'nirdata/size',
        `must have 1 to ${MOST_NEURONS} neurons and a duration (got ${neurons}, ${durationS} s)`,
      ),
    );
  const [count, most] = idx.shape;
  const samples: NirEvent[][] = [];
  for (let s = 0; s < count; s++) {
    const events: NirEvent[] = [];
    for (let i = s * most; i < (s + 1) * most; i++) {
      const neuron = idx.values[i];
      if (neuron === -1) continue;
      const timeS = time.values[i];
      if (!(neuron >= 0 && neuron < neurons && timeS >= 0 && Number.isFinite(timeS)))
        return refuse(
          errorAt(
            path,
            'nirdata/event',
            `must name neurons 0..${neurons - 1} at finite times (got neuron ${neuron} at ${timeS} s, event ${i})`,
          ),
        );
      events.push({ neuron, timeS, value: value ? value.values[i] : 1 });
    }
    samples.push(events.sort((a, b) => a.timeS - b.timeS || a.neuron - b.neuron));
  }
  return accept({ path: node, observable, neurons, durationS, samples });
}

function arrayOf(
  group: Hdf5Group,
  name: string,
  axes: number,
): { shape: readonly number[]; values: ArrayLike<number> } | null {
  const node = group.children.get(name);
  if (node?.kind !== 'dataset' || node.shape.length !== axes) return null;
  const values = numbersOf(node.values);
  return values && { shape: node.shape, values };
}

function attribute(group: Hdf5Group, name: string): number | null {
  const stored = group.attributes.get(name);
  const values = stored ? numbersOf(stored.values) : null;
  return values?.length === 1 && Number.isFinite(values[0]) ? values[0] : null;
}

/** EventData for spikes (all values 1), ValuedEventData otherwise. */
export const nirDataTree = (recordings: readonly NirRecording[]): Hdf5Group => graphData(recordings, 0);

function graphData(recordings: readonly NirRecording[], depth: number): Hdf5Group {
  const nodes = new Map<string, Hdf5Node>();
  for (const name of new Set(recordings.map(({ path }) => path[depth]))) {
    const inner = recordings.filter(({ path }) => path[depth] === name);
    const isNode = inner.every(({ path }) => path.length === depth + 1);
    nodes.set(name, isNode ? nodeData(inner) : graphData(inner, depth + 1));
  }
  return group('NIRGraphData', new Map([['nodes', plain(nodes)]]));
}

function nodeData(recordings: readonly NirRecording[]): Hdf5Group {
  const observables = new Map<string, Hdf5Node>(recordings.map((one) => [one.observable, eventData(one)]));
  return group('NIRNodeData', new Map([['observables', plain(observables)]]));
}

function eventData({ neurons, durationS, samples }: NirRecording): Hdf5Group {
  const most = samples.reduce((longest, events) => Math.max(longest, events.length), 1);
  const shape = [samples.length, most];
  const idx = new BigInt64Array(samples.length * most).fill(-1n);
  const time = new Float64Array(samples.length * most).fill(Infinity);
  const value = new Float64Array(samples.length * most);
  let isValued = false;
  samples.forEach((events, s) =>
    events.forEach((event, i) => {
      idx[s * most + i] = BigInt(event.neuron);
      time[s * most + i] = event.timeS;
      value[s * most + i] = event.value;
      isValued ||= event.value !== 1;
    }),
  );
  const children = new Map<string, Hdf5Node>([
    ['idx', hdf5Dataset(idx, shape)],
    ['time', hdf5Dataset(time, shape)],
  ]);
  if (isValued) children.set('value', hdf5Dataset(value, shape));
  return group(isValued ? 'ValuedEventData' : 'EventData', children, {
    n_neurons: { shape: [], values: BigInt64Array.of(BigInt(neurons)) },
    t_max: { shape: [], values: Float64Array.of(durationS) },
  });
}

function group(
  type: string,
  children: ReadonlyMap<string, Hdf5Node>,
  more: Readonly<Record<string, Hdf5Attribute>> = {},
): Hdf5Group {
  const own: Hdf5Values = [type];
  const attributes = new Map<string, Hdf5Attribute>([
    ['__type__', { shape: [], values: own }],
    ...Object.entries(more),
  ]);
  return { kind: 'group', attributes, children };
}

const plain = (children: ReadonlyMap<string, Hdf5Node>): Hdf5Group => ({
  kind: 'group',
  attributes: new Map(),
  children,
});
