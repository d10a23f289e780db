/**
 * One layer: JSON to a checked `LayerSpec`, and its sizes. An fc layer may leave out H, R, E, stride and pad, which
 * are 1, 1, 1, 1, 0. Synaptic operations: accumulations of one time step if every input fired (R*R*E*E*C*M, taps
 * that fall on padding included); weights: E*E*C*M; neurons: R*R*M.
 */
import { accept, errorAt, refuse, warningAt } from '../contract/index.ts';
import type { Issue, LayerSizes, LayerSpec, NetworkSpec, Outcome } from '../contract/index.ts';
import { layerExtras } from './layer-extras.ts';
import { FieldReader, isRecord, shown } from '../math/field-reader.ts';

const MOST_SIDE = 4096;
const MOST_CHANNELS = 65_535;

export function layerSizes(layer: LayerSpec): LayerSizes {
  const positions = layer.R * layer.R;
  if (layer.kind === 'pool') {
    const synapticOps = positions * layer.E * layer.E * layer.M;
    return { name: layer.name, weights: 0, neurons: positions * layer.M, synapticOps };
  }
  const weights = layer.E * layer.E * layer.C * layer.M + (layer.recurrent ? layer.M * layer.M : 0);
  return { name: layer.name, weights, neurons: positions * layer.M, synapticOps: positions * weights };
}

export const networkSizes = (network: NetworkSpec): LayerSizes[] => network.layers.map(layerSizes);

/** One layer on its own, as `--layer JSON` gives it; the name may be left out. */
export function parseLayer(source: unknown, path: string): Outcome<LayerSpec> {
  const issues: Issue[] = [];
  let value = source;
  if (typeof source === 'string') {
    try {
      value = JSON.parse(source);
    } catch {
      return refuse(
        errorAt(path, 'layer/json', `must be JSON (got ${shown(source)}); write {"kind":"conv","H":34,…}`),
      );
    }
  }
  const layer = readLayer(isRecord(value) ? { name: 'LAYER', ...value } : value, path, issues);
  if (issues.length === 0) issues.push(...checkLayerShape(layer, path));
  const wrong = issues.some((issue) => issue.severity === 'error');
  return wrong ? refuse(...issues) : accept(layer, issues);
}

export function readLayer(source: unknown, path: string, issues: Issue[]): LayerSpec {
  if (!isRecord(source)) {
    issues.push(
      errorAt(path, 'layer/record', `must be an object (got ${shown(source)}); write { "kind": "conv", … }`),
    );
    return { name: '', kind: 'fc', H: 1, R: 1, E: 1, C: 1, M: 1, stride: 1, pad: 0 };
  }
  const read = new FieldReader(source, 'layer', path, issues);
  const name = read.text('name', 'unnamed');
  const kind = read.choice('kind', ['conv', 'fc', 'pool'], 'conv');
  const fc = kind === 'fc';
  // With an unknown kind only the kind is wrong, not what it may leave out.
  const optional = source.kind !== 'conv' && source.kind !== 'pool';
  const side = (key: 'H' | 'R' | 'E', what: string): number =>
    read.number(
      key,
      { integer: true, least: 1, most: fc ? 1 : MOST_SIDE, advice: fc ? 'an fc layer has 1' : what },
      1,
      optional,
    );
  const count = (key: 'C' | 'M', what: string): number =>
    read.number(key, { integer: true, least: 1, most: MOST_CHANNELS, advice: what }, 1);
  const layer: LayerSpec = {
    name,
    kind,
    H: side('H', 'it is the side of the input map in pixels'),
    R: side('R', 'it is the side of the output map in pixels'),
    E: side('E', 'it is the side of the kernel in pixels'),
    C: count('C', fc ? 'it counts the inputs' : 'it counts the input channels'),
    M: count('M', fc ? 'it counts the neurons' : 'it counts the output channels'),
    stride: read.number(
      'stride',
      {
        integer: true,
        least: 1,
        most: fc ? 1 : MOST_SIDE,
        advice: fc ? 'an fc layer has 1' : '1 or 2 is usual',
      },
      1,
      optional,
    ),
    pad: read.number(
      'pad',
      {
        integer: true,
        least: 0,
        most: fc ? 0 : MOST_SIDE,
        advice: fc ? 'an fc layer has 0' : 'it is the zero border in pixels',
      },
      0,
      optional,
    ),
    ...layerExtras(read, kind, issues),
  };
  read.refuseUnknown();
  return layer;
}

/** R against H, E, stride and pad. */
export function checkLayerShape(layer: LayerSpec, path: string): Issue[] {
  if (layer.kind === 'fc') return [];
  const { H, R, E, stride, pad } = layer;
  const padded = H + 2 * pad;
  if (E > padded)
    return [
      errorAt(
        `${path}.E`,
        'layer/kernel',
        `must be at most H + 2 pad = ${padded} (got ${E}); shrink E or raise pad`,
      ),
    ];
  if (pad >= E)
    return [
      errorAt(`${path}.pad`, 'layer/pad', `must be below E = ${E} (got ${pad}); lower pad or enlarge E`),
    ];
  const expected = Math.floor((padded - E) / stride) + 1;
  if (R === expected) return [];
  const rule = `(H + 2 pad - E) / stride + 1 = ${expected}`;
  if (R < expected)
    return [errorAt(`${path}.R`, 'layer/output-side', `must be ${rule} (got ${R}); set R to ${expected}`)];
  return [
    warningAt(
      `${path}.R`,
      'layer/past-the-map',
      `is usually ${rule} (got ${R}); windows past the map read 0, set R to ${expected} if that is not meant`,
    ),
  ];
}
