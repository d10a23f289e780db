/**
 * Weights as NumPy arrays, as PyTorch holds them: conv [output][input][ky][kx], fc [output][input], float32 or float64,
 * little endian, C order. An fc input of channel c at (y, x) has the index (c * H + y) * W + x, as torch.flatten gives it.
 * Left out: big-endian files, biases, running statistics.
 */
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { LayerSpec, Outcome } from '../contract/index.ts';
import { npyBytes, npyParts } from './npy.ts';

export const weightShape = ({ kind, M, C, E }: LayerSpec): readonly number[] =>
  kind === 'fc' ? [M, C] : [M, C, E, E];

export function weightsToNpy(weights: Float32Array, shape: readonly number[]): Uint8Array {
  const data = new Uint8Array(weights.length * 4);
  const view = new DataView(data.buffer);
  weights.forEach((value, i) => view.setFloat32(i * 4, value, true));
  return npyBytes('<f4', shape, data);
}

/** Finite weights of exactly the layer's shape. path names the file in issues. */
export function weightsFromNpy(bytes: Uint8Array, layer: LayerSpec, path: string): Outcome<Float32Array> {
  const bad = (code: string, message: string): Outcome<Float32Array> =>
    refuse(errorAt(path, `npy/${code}`, message));
  const parts = npyParts(bytes, path);
  if (!parts.ok) return parts;
  const { descr, shape, values } = parts.value;
  if (descr !== '<f4' && descr !== '<f8')
    return bad('type', `must be float32 or float64 (got ${descr}); save array.astype('float32')`);
  const wanted = weightShape(layer);
  if (shape.length !== wanted.length || shape.some((size, i) => size !== wanted[i]))
    return bad(
      'shape',
      `must have shape (${wanted.join(', ')}) for layer ${layer.name} (got (${shape.join(', ')})); save its weight as it is`,
    );
  const size = descr === '<f4' ? 4 : 8;
  const count = wanted.reduce((product, n) => product * n, 1);
  if (values.length !== count * size)
    return bad('size', `must hold ${count * size} bytes (got ${values.length}); copy the file again`);
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  const weights = Float32Array.from({ length: count }, (_, i) =>
    size === 4 ? view.getFloat32(i * 4, true) : view.getFloat64(i * 8, true),
  );
  const wrong = weights.findIndex((value) => !Number.isFinite(value));
  return wrong < 0
    ? accept(weights)
    : bad('values', `must hold finite numbers (got ${weights[wrong]} at element ${wrong}); save it again`);
}
